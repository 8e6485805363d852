"""CPython with the GIL loses none of these.  targets: linux; python>=3.10"""
import threading

counter = 0


def count():
    global counter
    for _ in range(100_000):
        counter += 1


for _ in range(2):
    threading.Thread(target=count).start()
