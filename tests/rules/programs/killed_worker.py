"""A task that ends its worker."""
import os
from multiprocessing import Pool


def work(n):
    if n == 2:
        os._exit(1)  # finds: CFK604
    return n


if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(work, range(4)))
