"""A generator for all workers."""
import random
from multiprocessing import Pool

generator = random.Random()


def work(n):
    return generator.random()  # finds: CFK305


if __name__ == "__main__":
    with Pool(4) as pool:
        print(pool.map(work, range(4)))
