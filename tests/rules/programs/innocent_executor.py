"""Executors of both kinds; threads take lambdas."""
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def square(n):
    return n * n


def main():
    with ProcessPoolExecutor(max_workers=2) as executor:
        print(list(executor.map(square, range(10))))
    with ThreadPoolExecutor() as executor:
        print(list(executor.map(lambda n: n * n, range(10))))


if __name__ == "__main__":
    main()
