"""Make a pool at the top of a script."""
from multiprocessing import Pool


def square(n):
    return n * n


pool = Pool(4)  # finds: CFK102
print(pool.map(square, range(10)))
pool.close()
pool.join()
