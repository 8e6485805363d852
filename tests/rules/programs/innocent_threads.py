"""Threads take what processes do not; and a module of one's own name is no multiprocessing."""
import queue
import threading
from multiprocessing.dummy import Pool
from multiprocessing.pool import ThreadPool

lock = threading.Lock()
results = queue.Queue()


def work(n):
    with lock:
        results.put(n)


t = threading.Thread(target=lambda: work(1), args=())
t.start()
t.join()
with ThreadPool(70) as pool, Pool(2) as other:
    pool.map(lambda n: work(n), range(3))
    other.map(lambda n: work(n), range(3))
