# "TypeError: cannot pickle '_thread.lock' object, and I pass no lock at all"
from multiprocessing import Process
from threading import Lock


class Crawler:
    def __init__(self):
        self.lock = Lock()
        self.pages = 0

    def crawl(self):
        with self.lock:
            self.pages += 1
        print("crawled", self.pages)


if __name__ == "__main__":
    process = Process(target=Crawler().crawl)
    process.start()
    process.join()
