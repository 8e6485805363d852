"""Square with a lambda in a pool."""
from multiprocessing import Pool

if __name__ == "__main__":
    with Pool() as pool:
        print(pool.map(lambda n: n * n, range(5)))  # finds: CFK203
