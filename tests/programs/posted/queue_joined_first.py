# "join() never returns, but only with large data"
from multiprocessing import Process, Queue


def produce(queue):
    queue.put("x" * 10000000)


if __name__ == "__main__":
    queue = Queue()
    p = Process(target=produce, args=(queue,))
    p.start()
    p.join()
    print(len(queue.get()))
