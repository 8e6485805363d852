"""A global that main() sets before it starts the pool."""
from multiprocessing import Pool

config = {}


def work(n):
    return n * config["factor"]  # finds: CFK301


def main():
    global config
    config = {"factor": 3}
    with Pool() as pool:
        print(pool.map(work, range(5)))


if __name__ == "__main__":
    main()
