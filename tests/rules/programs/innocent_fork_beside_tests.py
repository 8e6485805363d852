"""Fork where there is one."""
import os
import sys

if hasattr(os, "fork"):
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def daemonize():
    if sys.platform == "win32":
        raise SystemExit("not on Windows")
    if os.fork():
        os._exit(0)


IS_WINDOWS = os.name == "nt"
if not IS_WINDOWS:
    print(os.fork())
