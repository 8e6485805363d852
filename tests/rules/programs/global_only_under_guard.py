"""Data that is there in the parent alone."""
from multiprocessing import Pool


def work(n):
    return table[n]  # finds: CFK301


if __name__ == "__main__":
    table = {n: n * n for n in range(10)}
    with Pool() as pool:
        print(pool.map(work, range(10)))
