"""A reader in an endless loop does not notice that its writer has ended; terminate ends it.

A Queue has no end: get() waits for the next object, whether anybody is left to put one or
not.  Either the writer puts something that means "the end", or somebody has to end the
reader.  Where Windows has no SIGTERM, its TerminateProcess is reported as -15 just as well.
"""
from multiprocessing import Process, Queue

from cases._patience import join, take
from cases._show import show

SAYS = "The reader loops for ever; one cannot wait for its end, only terminate it."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.terminate",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.exitcode",
    "https://github.com/python/cpython/blob/v3.6.15/Lib/multiprocessing/"
    "popen_forkserver.py#L57-L68",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"alive_after_writer_ended": True, "alive_after_terminate": False}}]
EXPECT = [
    {"when": {"start_method": "forkserver", "python": "<3.7"},
     "sees": {"alive_after_writer_ended": True, "alive_after_terminate": False, "exit_code": 255},
     "because": "a child of the fork server reported its exit code itself; who is killed cannot"},
    {"when": {},
     "sees": {"alive_after_writer_ended": True, "alive_after_terminate": False, "exit_code": -15},
     "because": "nothing tells the reader that no more will come; 15 is SIGTERM"},
]
GRACE = 0.5  # seconds for what must not happen: that the reader ends by itself


def write(queue):
    queue.put("A")


def read(queue, results):
    while True:
        results.put(queue.get())


def observe():
    queue, results = Queue(), Queue()
    writer = Process(target=write, args=(queue,), daemon=True)
    reader = Process(target=read, args=(queue, results), daemon=True)
    writer.start()
    reader.start()
    join(writer)
    take(results)
    reader.join(GRACE)
    alive = reader.is_alive()
    reader.terminate()
    exit_code = join(reader)
    return {"alive_after_writer_ended": alive, "alive_after_terminate": reader.is_alive(),
            "exit_code": exit_code}


if __name__ == "__main__":
    show(observe)
