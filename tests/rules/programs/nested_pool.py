"""A task of a pool that makes a pool."""
from multiprocessing import Pool


def inner(n):
    return n + 1


def outer(n):
    with Pool(2) as pool:  # finds: CFK107
        return sum(pool.map(inner, range(n)))


if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(outer, [1, 2, 3]))
