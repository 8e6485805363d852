"""Tidy up in a process when all is over."""
import atexit
from multiprocessing import Process


def work():
    print("tidying")


def tidy():
    p = Process(target=work)  # finds: CFK110
    p.start()
    p.join()


if __name__ == "__main__":
    atexit.register(tidy)
