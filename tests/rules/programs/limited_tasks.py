"""Workers that leave after ten tasks.  targets: linux, windows; python>=3.10"""
from concurrent.futures import ProcessPoolExecutor


def work(n):
    return n


if __name__ == "__main__":
    with ProcessPoolExecutor(max_tasks_per_child=10) as executor:  # finds: CFK606
        print(list(executor.map(work, range(100))))
