# "max_tasks_per_child works on my Mac, and not on the Linux server"
from concurrent.futures import ProcessPoolExecutor


def work(x):
    return x * x


if __name__ == "__main__":
    with ProcessPoolExecutor(2, max_tasks_per_child=1) as pool:
        print(list(pool.map(work, range(2))))
