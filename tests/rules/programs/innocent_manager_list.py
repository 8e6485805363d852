"""A list that is shared."""
from multiprocessing import Manager, Process


def work(n, results):
    results.append(n * n)


def main():
    with Manager() as manager:
        results = manager.list()
        p = Process(target=work, args=(1, results))
        p.start()
        p.join()
        print(list(results))


if __name__ == "__main__":
    main()
