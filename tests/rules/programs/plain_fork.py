"""Fork, as on the first page about processes."""
import os

pid = os.fork()  # finds: CFK401
if pid == 0:
    print("child")
else:
    os.waitpid(pid, 0)
