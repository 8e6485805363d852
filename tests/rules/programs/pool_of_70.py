"""Workers that mostly wait, so many of them."""
import time
from multiprocessing import Pool


def wait(n):
    time.sleep(1)
    return n


if __name__ == "__main__":
    with Pool(70) as pool:  # finds: CFK601
        print(pool.map(wait, range(70)))
