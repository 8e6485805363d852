"""A daemon that starts threads."""
import threading
from multiprocessing import Process


def background():
    t = threading.Thread(target=print)
    t.start()
    t.join()


if __name__ == "__main__":
    p = Process(target=background, daemon=True)
    p.start()
    p.join()
