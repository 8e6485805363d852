"""An error with a code, in a pool."""
from multiprocessing import Pool


class CodedError(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def work(n):
    raise CodedError(n, "no")  # finds: CFK605


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(work, range(3))
