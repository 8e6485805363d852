"""A counter that two threads share.  targets: linux; python>=3.13; free_threaded=true"""
import threading

counter = 0


def count():
    global counter
    for _ in range(100_000):
        counter += 1  # finds: CFK901


threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
