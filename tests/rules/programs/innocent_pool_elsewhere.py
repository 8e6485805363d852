"""A pool that somebody else closes, and one in a with statement."""
from multiprocessing import Pool


def wait_for(pool):
    pool.close()
    pool.join()


def work(n):
    return n


if __name__ == "__main__":
    pool = Pool(2)
    pool.map(work, [1])
    wait_for(pool)
    with Pool(2) as other:
        other.map(work, [1])
    other.join()
