"""Two threads on one generator get ValueError, except free-threaded before 3.15: the process dies.

A generator runs for one caller at a time; next() on one that runs raises ValueError, 'generator
already executing'.  Without the GIL two threads passed that check at once in 3.13 and 3.14, and
ran on one frame.  Who shares a generator needs a lock, or threading.serialize_iterator (3.15).
"""
from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/156351"]
DOCS = [
    "https://docs.python.org/3/reference/expressions.html#generator.__next__",
    "https://docs.python.org/3/library/threading.html#threading.serialize_iterator",
    "https://github.com/python/cpython/issues/120321",
]
NEEDS = ["threads", "processes"]
EXPECT = [
    {"when": {"free_threaded": True, "python": "<3.15"}, "sees": {"dies": True},
     "because": "nothing held a second thread back while the first set the generator going"},
    {"when": {}, "sees": {"dies": False, "error": "ValueError"},
     "because": "one thread sets it going, and the other one finds it running"},
]
PROGRAM = """
import sys, threading, time
sys.setswitchinterval(1e-6)
found_running = []
def generate():
    while True: yield

def draw(generator, start):
    ran = start.wait() >= 0
    for _ in range(3000):
        try:
            next(generator)
            ran = True
        except ValueError:
            found_running.extend([True] * ran)  # once each time, as it may take long
            ran = False

until, enough = time.monotonic() + 25, 1 if getattr(sys, "_is_gil_enabled", lambda: True)() else 8
while len(found_running) < enough and time.monotonic() < until:
    both = (generate(), threading.Barrier(2))
    threads = [threading.Thread(target=draw, args=both) for _ in range(2)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
print(len(found_running) >= enough)
"""


def observe():
    ended = run_inner(PROGRAM)
    if ended.status not in (0, 1):  # 1 would be an exception
        return {"dies": True}
    if ended.out != "True\n":
        return {"undecided": "the two threads seldom met"}
    return {"dies": False, "error": "ValueError"}


if __name__ == "__main__":
    show(observe)
