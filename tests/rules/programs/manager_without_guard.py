"""Share a dict between processes, from the top of a script."""
from multiprocessing import Manager, Process


def fill(shared, n):
    shared[n] = n * n


manager = Manager()  # finds: CFK103
shared = manager.dict()
jobs = [Process(target=fill, args=(shared, n)) for n in range(3)]
for job in jobs:
    job.start()  # finds: CFK101
for job in jobs:
    job.join()
print(shared)
