# "Works on the cluster, hangs on the Windows workstation"
from multiprocessing import Pool


def square(x):
    return x * x


if __name__ == "__main__":
    with Pool(70) as pool:
        print(sum(pool.map(square, range(100))))
