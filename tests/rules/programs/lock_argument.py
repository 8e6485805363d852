"""A lock of the wrong module."""
from multiprocessing import Process
from threading import Lock


def work(lock):
    with lock:
        print("alone")


if __name__ == "__main__":
    lock = Lock()
    jobs = [Process(target=work, args=(lock,)) for _ in range(3)]  # finds: CFK204
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
