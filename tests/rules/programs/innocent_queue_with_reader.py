"""A thread reads while the processes are joined."""
import threading
from multiprocessing import Process, Queue


def work(q):
    q.put(1)


def read(q):
    print(q.get())


if __name__ == "__main__":
    q = Queue()
    p = Process(target=work, args=(q,))
    p.start()
    p.join()
    t = threading.Thread(target=read, args=(q,))
    t.start()
    t.join()
