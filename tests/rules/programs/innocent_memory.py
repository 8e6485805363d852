"""A child of one's own attaches, and nothing is destroyed."""
from multiprocessing import Process, Queue
from multiprocessing.shared_memory import SharedMemory


def work(name, q):
    block = SharedMemory(name=name)
    q.put(block.size)
    block.close()


if __name__ == "__main__":
    block = SharedMemory(create=True, size=10)
    q = Queue()
    p = Process(target=work, args=(block.name, q))
    p.start()
    print(q.get())
    p.join()
    block.unlink()
