"""Many digits, in the parent."""
import decimal
from multiprocessing import Pool


def third(n):
    return decimal.Decimal(n) / 3  # finds: CFK306


if __name__ == "__main__":
    decimal.getcontext().prec = 50
    with Pool(2) as pool:
        print(pool.map(third, range(3)))
