"""The thread has ended when the process is started."""
import threading
from multiprocessing import Process


def work():
    print("working")


if __name__ == "__main__":
    t = threading.Thread(target=work)
    t.start()
    t.join()
    p = Process(target=work)
    p.start()
    p.join()
