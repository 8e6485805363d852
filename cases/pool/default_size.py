"""A pool has as many workers as the machine has CPUs; since 3.13, as this process may use.

Until 3.12 the default is os.cpu_count(), which counts the machine's logical CPUs even where
this process may run on a few of them only, as under taskset or in a container with a CPU
set.  Since 3.13 it is os.process_cpu_count(), which looks at that restriction where the
system has sched_getaffinity, as Linux does; elsewhere it is another name of cpu_count().
Where nothing is restricted, both are one number.  Here each function returns its own, to see
which of them the pool asks.
"""
import multiprocessing
import os

from cases._show import show

SAYS = "By default a pool has as many processes as the computer has CPU cores."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool",
    "https://docs.python.org/3/library/os.html#os.process_cpu_count",
    "https://docs.python.org/3/whatsnew/3.13.html#os",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/os.py#L1171-L1184",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"can_be_fewer_than_cpus": False}}]
EXPECT = [
    {"when": {"python": "<3.13"}, "sees": {"asks": "cpu_count", "can_be_fewer_than_cpus": False},
     "because": "the default was os.cpu_count(), whatever this process may use of them"},
    {"when": {"os": "linux"},
     "sees": {"asks": "process_cpu_count", "can_be_fewer_than_cpus": True},
     "because": "the default is os.process_cpu_count(), here the size of sched_getaffinity"},
    {"when": {"os": ["windows", "macos"]},
     "sees": {"asks": "process_cpu_count", "can_be_fewer_than_cpus": False},
     "because": "without sched_getaffinity process_cpu_count is another name of cpu_count"},
]


def observe():
    os.cpu_count, os.process_cpu_count = (lambda: 3), (lambda: 2)
    with multiprocessing.Pool():
        size = len(multiprocessing.active_children())
    asks = {3: "cpu_count", 2: "process_cpu_count"}.get(size, "other")
    fewer = asks == "process_cpu_count" and hasattr(os, "sched_getaffinity")
    return {"asks": asks, "can_be_fewer_than_cpus": fewer}


if __name__ == "__main__":
    show(observe)
