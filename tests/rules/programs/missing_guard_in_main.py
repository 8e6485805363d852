"""The same, behind a main() that nobody guards."""
import multiprocessing as mp


def work(n):
    print(n * n)


def main():
    workers = []
    for n in range(4):
        worker = mp.Process(target=work, args=(n,))
        workers.append(worker)
        worker.start()
    for worker in workers:
        worker.join()


main()  # finds: CFK101
