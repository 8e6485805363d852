"""A pool has as many workers as the machine has CPUs; since 3.13, as this process may use.

Until 3.12 the default is os.cpu_count(), which counts the machine's logical CPUs even where
this process may run on a few of them only, as under taskset or in a container with a CPU
set.  Since 3.13 it is os.process_cpu_count(), which looks at that restriction where the
system has sched_getaffinity, as Linux does; elsewhere it is another name of cpu_count().
Since 3.13 the environment variable PYTHON_CPU_COUNT overrides both.
"""
import multiprocessing
import os

from cases._probe import restrict_cpus, usable_cpus
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
ARTICLE = [{"when": {}, "sees": {"follows": "cpu_count"}}]
EXPECT = [
    {"when": {"python": "<3.13"}, "sees": {"follows": "cpu_count"},
     "because": "the default was os.cpu_count(), whatever this process may use of them"},
    {"when": {"os": "linux"}, "sees": {"follows": "process_cpu_count"},
     "because": "the default is os.process_cpu_count(), here the size of sched_getaffinity"},
    {"when": {"os": ["windows", "macos"]}, "sees": {"follows": "cpu_count"},
     "because": "without sched_getaffinity process_cpu_count is another name of cpu_count"},
]


def observe():
    try:
        restrict_cpus(1)
    except OSError:
        pass
    machine, ours = os.cpu_count(), usable_cpus()
    if ours in (None, machine) or os.environ.get("PYTHON_CPU_COUNT"):
        return {"undecided": "the two counts are alike, or a variable sets both"}
    with multiprocessing.Pool():
        size = len(multiprocessing.active_children())
    return {"follows": {machine: "cpu_count", ours: "process_cpu_count"}.get(size, "other")}


if __name__ == "__main__":
    show(observe)
