"""A pool, as it should be."""
from multiprocessing import Pool


def square(n):
    return n * n


def main():
    with Pool(4) as pool:
        print(pool.map(square, range(10)))
    pool = Pool()
    pool.map(square, [1])
    pool.close()
    pool.join()


if __name__ == "__main__":
    main()
