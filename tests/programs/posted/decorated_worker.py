# "it's not the same object as __main__.work: what does that mean?"
from multiprocessing import Process


def logged(function):
    def inner(*args):
        print("begin")
        return function(*args)

    return inner


@logged
def work(x):
    print(x * x)


if __name__ == "__main__":
    process = Process(target=work, args=(3,))
    process.start()
    process.join()
