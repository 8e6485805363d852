"""A decorator that keeps the name, and an object that leaves its lock out."""
import functools
import threading
from multiprocessing import Process


def logged(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner


@logged
def work():
    print("working")


class Counter:
    def __init__(self):
        self.lock = threading.Lock()

    def __getstate__(self):
        return {}

    def count(self):
        print("counting")


if __name__ == "__main__":
    for target in (work, Counter().count):
        p = Process(target=target)
        p.start()
        p.join()
    p = Process(target=Counter().count)
    p.start()
    q = Process(target=work)
    q.start()
