"""Map with an executor at the top of a script."""
from concurrent.futures import ProcessPoolExecutor


def square(n):
    return n * n


with ProcessPoolExecutor() as executor:
    print(list(executor.map(square, range(10))))  # finds: CFK101
