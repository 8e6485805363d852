"""Cells of a notebook, piped into Python.  from standard input"""
from concurrent.futures import ProcessPoolExecutor


def cube(n):
    return n**3


if __name__ == "__main__":
    with ProcessPoolExecutor(2) as executor:
        print(list(executor.map(cube, range(4))))  # finds: CFK108
