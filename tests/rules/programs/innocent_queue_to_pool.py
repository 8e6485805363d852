"""A manager's queue can be sent to a pool; and an initializer may take any other."""
from multiprocessing import Lock, Manager, Pool


def keep(given):
    global lock
    lock = given


def work(results):
    with lock:
        results.put(1)


if __name__ == "__main__":
    with Manager() as manager:
        results = manager.Queue()
        with Pool(2, initializer=keep, initargs=(Lock(),)) as pool:
            pool.map(work, [results, results])
