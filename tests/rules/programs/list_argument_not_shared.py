"""Why is the list that I handed over empty?"""
from multiprocessing import Process


def work(n, results):
    results.append(n * n)


def main():
    results = []
    jobs = []
    for n in range(4):
        job = Process(target=work, args=(n, results))
        job.start()
        jobs.append(job)
    for job in jobs:
        job.join()
    print(results)  # finds: CFK302


if __name__ == "__main__":
    main()
