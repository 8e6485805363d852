"""Names as they are today."""
import queue
from multiprocessing import Queue

results = Queue()
try:
    results.get(timeout=1)
except queue.Empty:
    print("nothing")
