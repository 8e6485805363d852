"""Hand work out by a generator that all threads share."""
import threading


def numbers():
    yield from range(1000)


def work(source):
    for number in source:
        print(number)


source = numbers()
for _ in range(4):
    threading.Thread(target=work, args=(source,)).start()  # finds: CFK904
