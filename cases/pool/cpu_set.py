"""On fewer CPUs, as under taskset, a pool is smaller since 3.13 on Linux; with musl it always was.

os.cpu_count asks sysconf for the CPUs that are online.  glibc reads that from the kernel,
whatever this process may use of them; musl counts those that it may use.  So in a container
with a CPU set (docker run --cpuset-cpus) Alpine and Debian disagree.  Since 3.13 a pool asks
os.process_cpu_count, which looks at the set on every Linux.
"""
import multiprocessing
import os

from cases._probe import restrict_cpus, usable_cpus
from cases._show import Undecided, show

SEEN = [
    "https://github.com/python/cpython/issues/80235",
    "https://github.com/omnilib/aiomultiprocess/issues/110",
]
DOCS = [
    "https://docs.python.org/3/library/os.html#os.cpu_count",
    "https://docs.python.org/3/library/os.html#os.process_cpu_count",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/os.py#L1171-L1184",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L202-L203",
    "https://git.musl-libc.org/cgit/musl/tree/src/conf/sysconf.c?h=v1.2.5#n202",
]
NEEDS = ["processes", "semaphores", "cpu_restriction"]
EXPECT = [
    {"when": {"libc": "musl"}, "sees": {"cpu_count_follows": True, "pool_follows": True},
     "because": "musl's sysconf counts the CPUs of sched_getaffinity"},
    {"when": {"os": "linux", "python": ">=3.13"},
     "sees": {"cpu_count_follows": False, "pool_follows": True},
     "because": "a pool asks os.process_cpu_count, the size of sched_getaffinity"},
    {"when": {}, "sees": {"cpu_count_follows": False, "pool_follows": False},
     "because": "a pool asks a count of the system's CPUs, not of this process's"},
]


def observe():
    if (usable_cpus() or 1) < 2 or os.cpu_count() < 2:
        raise Undecided("there is only one CPU, which cannot be made fewer")
    restrict_cpus(1)
    with multiprocessing.Pool():
        size = len(multiprocessing.active_children())
    return {"cpu_count_follows": os.cpu_count() == 1, "pool_follows": size == 1}


if __name__ == "__main__":
    show(observe)
