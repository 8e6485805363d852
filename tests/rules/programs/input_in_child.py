"""Ask in a child, and debug it."""
from multiprocessing import Process


def work():
    name = input("who? ")  # finds: CFK109
    breakpoint()  # finds: CFK109
    print(name)


if __name__ == "__main__":
    p = Process(target=work)
    p.start()
    p.join()
