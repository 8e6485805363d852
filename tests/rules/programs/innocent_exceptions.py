"""Exceptions that pickle makes again, and an executor by a forked context.  targets: linux, macos"""
import multiprocessing
from concurrent.futures import ProcessPoolExecutor


class PlainError(Exception):
    pass


class CodedError(Exception):
    def __init__(self, code, text="no"):
        super().__init__(code, text)
        self.code = code


def work(n):
    if n:
        raise PlainError("a", "b")
    raise CodedError(n, "no")


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    q = context.Queue()
    print(q.empty())
    q.put(1)
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        executor.submit(work, 1)
    with multiprocessing.Pool(2) as pool:
        pool.map(work, range(3))
