"""Fork while a thread holds who knows what."""
import os
import sys
import threading

if sys.platform == "win32":
    sys.exit("no fork here")


def background():
    while True:
        print("tick")


t = threading.Thread(target=background, daemon=True)
t.start()
if os.fork() == 0:  # finds: CFK402
    print("child")
    os._exit(0)
os.wait()
