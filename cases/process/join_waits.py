"""Process.join() comes back when the child has ended.

It asks the system to wake it at the child's end.  The child here gets the word on which
it ends half a second late: a join that did not wait would come back before, and find it
alive.
"""
from multiprocessing import Pipe, Process
from threading import Timer

from cases._show import show

SAYS = "join waits until the child has ended before the program goes on."
DOCS = ["https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.join"]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "threads"]
ARTICLE = [{"when": {}, "sees": {"ended_after_join": True}}]
EXPECT = [
    {"when": {}, "sees": {"ended_after_join": True},
     "because": "join without a timeout blocks until the process ends"},
]


def wait_for_word(reader):
    reader.poll(20)  # twenty seconds at most


def observe():
    reader, writer = Pipe(duplex=False)
    process = Process(target=wait_for_word, args=(reader,), daemon=True)
    process.start()
    Timer(0.5, writer.send, ["you may go"]).start()
    process.join()
    return {"ended_after_join": process.exitcode == 0}


if __name__ == "__main__":
    show(observe)
