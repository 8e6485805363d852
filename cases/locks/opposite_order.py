"""Two threads that take two locks in opposite order can block each other for ever.

Each holds what the other wants, and gives it back only when it has both.  Here both hold one
before either asks for the other, so it happens each time; in a program it takes bad luck.
The remedy is one order for all: who comes second then waits before it holds anything.
"""
import threading

from cases._show import PACE, show

SAYS = "Threads that hold different locks and want each other's can end in a deadlock."
DOCS = [
    "https://docs.python.org/3/library/threading.html#lock-objects",
    "https://docs.python.org/3/library/threading.html#threading.Lock.acquire",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"deadlock": True}}]
EXPECT = [
    {"when": {}, "sees": {"deadlock": True, "deadlock_in_same_order": False},
     "because": "each waits for a lock that the other keeps until it has both"},
]
PATIENCE = 20 * PACE  # seconds for what has to happen
GRACE = 0.5    # seconds for what cannot: a lock comes free while its holder waits too


def deadlock(orders):
    holders = len({one for one, other in orders})  # how many can hold their first lock at once
    all_hold = threading.Barrier(holders, timeout=PATIENCE)
    all_tried = threading.Barrier(holders, timeout=PATIENCE)
    got = []

    def take(one, other):
        with one:
            all_hold.wait()
            has_both = other.acquire(timeout=GRACE)
            all_tried.wait()  # nobody gives up its first lock while another still tries
            if has_both:
                other.release()
        got.append(has_both)

    threads = [threading.Thread(target=take, args=order) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * PATIENCE)
    return got == [False, False]


def observe():
    a, b = threading.Lock(), threading.Lock()
    return {"deadlock": deadlock([(a, b), (b, a)]),
            "deadlock_in_same_order": deadlock([(a, b), (a, b)])}


if __name__ == "__main__":
    show(observe)
