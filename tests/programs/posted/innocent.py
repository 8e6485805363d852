# Nothing is wrong with this one; it prints ids and times, as programs do.
import os
import time
from multiprocessing import Pool


def square(x):
    return x * x


def main():
    began = time.perf_counter()
    print("started as", os.getpid())
    with Pool(2) as pool:
        print(pool.map(square, range(8)))
    print("took %.3f s" % (time.perf_counter() - began))


if __name__ == "__main__":
    main()
