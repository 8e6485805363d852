"""A Process runs in a system process of its own, whose id is Process.pid.

start() asks the system for a new process, by whichever method, and notes its id.  The child
sees the same number in os.getpid().
"""
import os
from multiprocessing import Pipe, Process

from cases._patience import join
from cases._show import show

SAYS = "The child is another process than the parent and has an id of its own."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.pid",
    "https://docs.python.org/3/library/multiprocessing.html#the-process-class",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"id_differs": True}}]
EXPECT = [
    {"when": {}, "sees": {"id_differs": True, "id_is_process_pid": True},
     "because": "each method starts a process of the system, and pid is documented as its id"},
]


def tell(writer):
    writer.send(os.getpid())


def observe():
    reader, writer = Pipe(duplex=False)
    process = Process(target=tell, args=(writer,), daemon=True)
    process.start()
    join(process)
    writer.close()  # now recv ends even if the child sent nothing
    childs_id = reader.recv()
    return {"id_differs": childs_id != os.getpid(), "id_is_process_pid": childs_id == process.pid}


if __name__ == "__main__":
    show(observe)
