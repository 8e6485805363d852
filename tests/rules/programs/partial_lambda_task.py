"""A partial of a lambda."""
from functools import partial
from multiprocessing.pool import Pool

if __name__ == "__main__":
    pool = Pool(2)
    print(pool.apply(partial(lambda a, b: a + b, 1), (2,)))  # finds: CFK203
    pool.terminate()
