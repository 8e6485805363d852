"""Only one thread at a time holds a lock; the others wait at acquire().

Here four threads want in at once, and whoever is in waits a while for company.  Behind a
lock nobody ever comes.  Behind a semaphore with room for four, which is otherwise used in the
same way, all of them meet.
"""
import threading

from cases._show import PACE, show

SAYS = "When several threads call acquire(), one gets the lock and the others wait."
DOCS = [
    "https://docs.python.org/3/library/threading.html#lock-objects",
    "https://docs.python.org/3/library/threading.html#threading.Lock.acquire",
    "https://docs.python.org/3/library/threading.html#semaphore-objects",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"most_inside": 1}}]
EXPECT = [
    {"when": {}, "sees": {"most_inside": 1, "with_room_for_four": 4},
     "because": "acquire() waits until the holder has called release()"},
]
THREADS = 4
GRACE = 0.2    # seconds for what must not happen: that another thread comes in
PATIENCE = 20 * PACE  # seconds for what has to


def most_inside(door, seconds):
    inside, most, full = [], [], threading.Event()
    start = threading.Barrier(THREADS, timeout=PATIENCE)

    def enter():
        start.wait()
        with door:
            inside.append("one more")
            most.append(len(inside))
            if len(inside) == THREADS:
                full.set()
            full.wait(seconds)
            inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(THREADS * PATIENCE)
    return max(most)


def observe():
    return {"most_inside": most_inside(threading.Lock(), GRACE),
            "with_room_for_four": most_inside(threading.Semaphore(THREADS), PATIENCE)}


if __name__ == "__main__":
    show(observe)
