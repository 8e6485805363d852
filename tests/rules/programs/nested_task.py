"""A closure as an executor's task."""
from concurrent.futures import ProcessPoolExecutor


def scale(numbers, factor):
    def times(n):
        return n * factor

    with ProcessPoolExecutor() as executor:
        return list(executor.map(times, numbers))  # finds: CFK203


if __name__ == "__main__":
    print(scale([1, 2, 3], 4))
