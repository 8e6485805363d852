"""With a lock nothing is lost.  targets: linux; python>=3.13; free_threaded=true"""
import threading

counter = 0
lock = threading.Lock()


def count():
    global counter
    for _ in range(100_000):
        with lock:
            counter += 1


def once():
    global counter
    counter = int(counter) + 1


for _ in range(2):
    threading.Thread(target=count).start()
threading.Thread(target=once).start()
