"""Threads run Python code on one core at a time because of the GIL, without it on several.

Only the thread that holds the GIL runs Python code.  Here two threads play: each may move only
after the other's move, and neither ever blocks, so neither has to give up the GIL, which they
are told to keep for 100 seconds.  Then the game stops at the first move; without a GIL it goes
on, on one CPU as well.  Code in C may let go of the GIL, as zlib does: then several cores work.
The article contradicts itself: threads, it says later, spread over the CPUs of one machine.
"""
import sys
import threading
import time

from cases._show import PACE, show

SAYS = "Because of the GIL, threads cannot make use of several cores."
DOCS = [
    "https://docs.python.org/3/glossary.html#term-global-interpreter-lock",
    "https://docs.python.org/3/library/sys.html#sys.setswitchinterval",
    "https://docs.python.org/3/whatsnew/3.13.html#free-threaded-cpython",
    "https://doc.pypy.org/en/latest/faq.html#does-pypy-have-a-gil-why",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"one_at_a_time": True}}]
EXPECT = [
    {"when": {"free_threaded": True}, "sees": {"one_at_a_time": False},
     "because": "there is no GIL that one thread would have to wait for"},
    {"when": {"implementation": ["cpython", "pypy"]}, "sees": {"one_at_a_time": True},
     "because": "only the thread that holds the GIL runs Python code"},
]
MOVES = 10      # that end the game; with a GIL there is one at the most
SECONDS = 0.25  # of CPU time: on a busy machine, too, both threads get their share of it
PATIENCE = 20 * PACE  # seconds for the threads to start


def play(me, moves, start):
    start.wait()
    until = start.until
    while len(moves) < MOVES and time.process_time() < until:
        if len(moves) % 2 == me:
            moves.append(me)


def observe():
    sys.setswitchinterval(100)
    moves, start = [], threading.Barrier(2, timeout=PATIENCE)
    start.until = time.process_time() + SECONDS
    threads = [threading.Thread(target=play, args=(me, moves, start)) for me in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if start.broken:
        return {"undecided": "the threads had not started when time was up"}
    return {"one_at_a_time": len(moves) < 2, "moves": len(moves)}


if __name__ == "__main__":
    show(observe)
