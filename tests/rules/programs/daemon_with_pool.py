"""A background process that maps with a pool."""
from multiprocessing import Pool, Process


def square(n):
    return n * n


def background():
    with Pool(2) as pool:  # finds: CFK106
        print(pool.map(square, range(3)))


if __name__ == "__main__":
    p = Process(target=background, daemon=True)
    p.start()
    p.join()
