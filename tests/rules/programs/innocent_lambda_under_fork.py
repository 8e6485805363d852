"""A lambda, forked, on a system that forks.  targets: linux; python>=3.10,<3.14"""
from multiprocessing import Process

if __name__ == "__main__":
    p = Process(target=lambda: print("hello"))
    p.start()
    p.join()
