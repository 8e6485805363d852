"""Start a thread, then a process."""
import threading
from multiprocessing import Process


def watch():
    while True:
        pass


def work():
    print("working")


if __name__ == "__main__":
    threading.Thread(target=watch, daemon=True).start()
    p = Process(target=work)
    p.start()  # finds: CFK403
    p.join()
