"""Why is the list empty?"""
from multiprocessing import Process

results = []


def work(n):
    results.append(n * n)


if __name__ == "__main__":
    jobs = [Process(target=work, args=(n,)) for n in range(4)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    print(results)  # finds: CFK302
