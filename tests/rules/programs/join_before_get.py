"""Join, then get: fine until the result is big."""
from multiprocessing import Process, Queue


def work(q):
    q.put("x" * 10_000_000)


if __name__ == "__main__":
    q = Queue()
    p = Process(target=work, args=(q,))
    p.start()
    p.join()  # finds: CFK501
    print(len(q.get()))
