"""When the main process is killed, idle workers end by themselves, a busy one works on.

An idle worker leaves when the parent's end of the task pipe closes; a busy one does not look.
"""
import multiprocessing
from multiprocessing.connection import Client, Listener, wait

from cases._patience import seconds_left
from cases._show import Undecided, show

SAYS = "When the main process crashes, all of its processes crash with it."
DOCS = ["https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L97-L121"]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"workers_survive": False}}]
EXPECT = [
    {"when": {}, "sees": {"workers_survive": True, "idle_worker_survives": False},
     "because": "only a worker that reads from the task pipe notices that its parent is gone"},
]


def call_us(address):
    global line
    line = Client(address)


def task():
    line.send("busy")
    line.send(line.recv())  # answers us after its parent's death, if it can


def main_process(address):
    multiprocessing.Pool(2, call_us, (address,)).apply(task)


def hear(line, say=None):
    try:
        if say:
            line.send(say)
        return line.recv() if line.poll(seconds_left()) else "silence"
    except (EOFError, OSError):
        return "ended"


def observe():
    listener = Listener(backlog=2)
    main = multiprocessing.Process(target=main_process, args=(listener.address,))
    main.start()
    lines = [listener.accept() for _ in range(2)]
    busy = wait(lines, seconds_left())[0]
    hear(busy)
    main.terminate()
    idle, busy = hear(lines[1 - lines.index(busy)]), hear(busy, say="here")
    if busy == "silence":
        raise Undecided("the busy worker had not answered when time was up")
    return {"idle_worker_survives": idle != "ended", "workers_survive": busy == "here"}


if __name__ == "__main__":
    show(observe)
