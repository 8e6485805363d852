"""A method of an object that holds a lock."""
import threading
from multiprocessing import Process


class Counter:
    def __init__(self):
        self.lock = threading.Lock()
        self.n = 0

    def count(self):
        with self.lock:
            self.n += 1

    def run(self):
        p = Process(target=self.count)  # finds: CFK209
        p.start()
        p.join()


if __name__ == "__main__":
    counter = Counter()
    p = Process(target=counter.count)  # finds: CFK209
    p.start()
    p.join()
