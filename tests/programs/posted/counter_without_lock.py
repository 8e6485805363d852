# "My counter is right on the new server and wrong on the old one"
import threading

counter = 0


def count():
    global counter
    for _ in range(1000000):
        counter += 1


threads = [threading.Thread(target=count) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("counted", counter)
