"""A setting that only the parent has made."""
from multiprocessing import Process

verbose = False


def work():
    if verbose:  # finds: CFK301
        print("working")


if __name__ == "__main__":
    verbose = True
    p = Process(target=work)
    p.start()
    p.join()
