"""A shared counter, and no lock around it."""
from multiprocessing import Process, Value


def count(total):
    for _ in range(1000):
        total.value += 1  # finds: CFK503


if __name__ == "__main__":
    total = Value("i", 0)
    jobs = [Process(target=count, args=(total,)) for _ in range(4)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    print(total.value)
