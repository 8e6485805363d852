"""A decorator that forgets the name."""
from multiprocessing import Process


def logged(function):
    def inner(*args):
        print("calling")
        return function(*args)

    return inner


@logged
def work():
    print("working")


if __name__ == "__main__":
    p = Process(target=work)  # finds: CFK210
    p.start()
    p.join()
