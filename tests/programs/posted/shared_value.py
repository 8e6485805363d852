# "I use a shared Value, why is the sum wrong?"
from multiprocessing import Process, Value


def add(total):
    for _ in range(20000):
        total.value += 1


if __name__ == "__main__":
    total = Value("i", 0)
    workers = [Process(target=add, args=(total,)) for _ in range(4)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    print("total", total.value)
