"""A lock of multiprocessing, through functools.partial."""
import functools
import multiprocessing


def work(lock, n):
    with lock:
        print(n)


if __name__ == "__main__":
    lock = multiprocessing.Lock()
    pool = multiprocessing.Pool(2)
    pool.map(functools.partial(work, lock), range(4))  # finds: CFK208
    pool.close()
    pool.join()
