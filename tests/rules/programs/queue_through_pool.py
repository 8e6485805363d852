"""A queue as an argument of a pool's task."""
from multiprocessing import Pool, Queue


def work(n, results):
    results.put(n)


if __name__ == "__main__":
    results = Queue()
    with Pool(2) as pool:
        pool.starmap(work, [(n, results) for n in range(4)])  # finds: CFK208
