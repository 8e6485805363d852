"""A queue of threads knows its size."""
import queue

tasks = queue.Queue()
tasks.put(1)
print(tasks.qsize())
