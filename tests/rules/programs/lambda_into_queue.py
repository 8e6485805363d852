"""Send a function through a queue."""
from multiprocessing import Queue

if __name__ == "__main__":
    q = Queue()
    q.put(lambda: 1)  # finds: CFK505
    print(q.get())
