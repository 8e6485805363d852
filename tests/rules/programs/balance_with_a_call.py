"""A balance that two threads change through a function."""
import threading

balance = 0


def plus(one, other):
    return one + other


def deposit():
    global balance
    for _ in range(100_000):
        balance = plus(balance, 1)  # finds: CFK902


for _ in range(2):
    threading.Thread(target=deposit).start()
