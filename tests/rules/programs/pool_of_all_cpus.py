"""One worker for each CPU of the machine."""
import multiprocessing
import os


def work(n):
    return n


if __name__ == "__main__":
    with multiprocessing.Pool(os.cpu_count()) as pool:  # finds: CFK602
        print(pool.map(work, range(4)))
