"""Hand the lines over one by one."""
from multiprocessing import Process


def numbers():
    yield from range(10)


def consume(source):
    for number in source:
        print(number)


if __name__ == "__main__":
    p = Process(target=consume, args=(numbers(),))  # finds: CFK205
    p.start()
    p.join()
    p = Process(target=consume, args=((n * n for n in range(5)),))  # finds: CFK205
    p.start()
    p.join()
