"""The name that the module had in Python 2."""
import queue

tasks = queue.Queue()
try:
    tasks.get(timeout=1)
except Queue.Empty:  # finds: CFK704
    print("nothing")
