"""Globals that a child's import sets as well."""
import re
from multiprocessing import Pool

TABLE = {n: n * n for n in range(10)}
WORD = re.compile(r"\w+")
cache = None


def begin(value):
    global cache
    cache = value


def work(n):
    return TABLE[n], WORD.findall("a b"), cache


if __name__ == "__main__":
    numbers = range(10)
    with Pool(2, initializer=begin, initargs=(1,)) as pool:
        print(pool.map(work, numbers))
