"""Process.start() returns while the child still runs; it does not wait for it to end.

It waits only until the system has made the process and, under spawn and forkserver, until
the child's orders are written.  The child here cannot end before the parent, back from
start(), sends it a word.
"""
from multiprocessing import Pipe, Process

from cases._patience import join
from cases._show import show

SAYS = "start launches the child; the parent goes on, and joins it when it wants to wait."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.start",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.is_alive",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"returned_before_child_ended": True}}]
EXPECT = [
    {"when": {}, "sees": {"returned_before_child_ended": True},
     "because": "start() arranges for run() to be called in another process, no more"},
]


def wait_for_word(reader):
    reader.poll(20)  # twenty seconds at most


def observe():
    reader, writer = Pipe(duplex=False)
    process = Process(target=wait_for_word, args=(reader,), daemon=True)
    process.start()
    runs_still = process.is_alive()
    writer.send("you may go")
    return {"returned_before_child_ended": join(process) == 0 and runs_still}


if __name__ == "__main__":
    show(observe)
