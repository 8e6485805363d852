"""A shared counter with its lock."""
from multiprocessing import Process, Value


def count(total):
    for _ in range(1000):
        with total.get_lock():
            total.value += 1


def once(total):
    total.value += 1


if __name__ == "__main__":
    total = Value("i", 0)
    jobs = [Process(target=count, args=(total,)) for _ in range(4)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    p = Process(target=once, args=(total,))
    p.start()
    p.join()
