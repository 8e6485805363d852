"""Join a pool that still takes tasks."""
from multiprocessing import Pool


def work(n):
    return n


if __name__ == "__main__":
    pool = Pool(2)
    pool.map_async(work, range(4))
    pool.join()  # finds: CFK603
