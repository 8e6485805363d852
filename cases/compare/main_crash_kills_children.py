"""A killed main process leaves its children running, the daemonic ones as well.

Nothing ties a child's life to its parent's: the system hands an orphan to another parent,
or to none.  That daemonic children end with their parent is the work of a function that the
parent runs when it leaves in order, and a killed one does not.  Under forkserver the parent
is the server, which stays as long as a child does.
"""
import multiprocessing

from cases._orphans import outlive_main
from cases._show import show

SAYS = "When the main process crashes, all of its processes crash with it."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.Process.daemon",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/util.py#L312-L358",
    "https://learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/"
    "nf-processthreadsapi-exitprocess#remarks",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "sockets"]
ARTICLE = [{"when": {}, "sees": {"child_survives": False, "daemon_survives": False}}]
EXPECT = [
    {"when": {}, "sees": {"child_survives": True, "daemon_survives": True},
     "because": "no system ends a process because its parent ended, and a killed parent "
                "cannot run the function that ends its daemonic children"},
]
MAIN = """
import multiprocessing, sys

if __name__ == "__main__":
    method, port = sys.argv[1], int(sys.argv[2])
    multiprocessing.set_start_method(method)
    multiprocessing.Process(target=stay, args=("child", port)).start()
    multiprocessing.Process(target=stay, args=("daemon", port), daemon=True).start()
    stay("main", port)
"""


def observe():
    alive = outlive_main(MAIN, ["child", "daemon"], multiprocessing.get_start_method())
    return {"child_survives": alive["child"], "daemon_survives": alive["daemon"]}


if __name__ == "__main__":
    show(observe)
