"""A quota of CPU time, as docker's --cpus and Kubernetes' limits are, is seen by no count of CPUs.

The kernel lets every CPU run such a container, for a part of each period.  os.cpu_count and
os.process_cpu_count ask which CPUs there are, and a pool asks them: in a container with the
time of one CPU on a machine of 64 it has 64 workers.  PYTHON_CPU_COUNT helps, since 3.13.
"""
import multiprocessing
import os

from cases._probe import usable_cpus
from cases._show import Undecided, show
from cases._world import cpu_limit

SEEN = [
    "https://github.com/python/cpython/issues/149452",
    "https://github.com/kubernetes-sigs/inference-perf/pull/722",
]
DOCS = [
    "https://docs.python.org/3/library/os.html#os.process_cpu_count",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/os.py#L1171-L1184",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L202-L203",
    "https://docs.docker.com/engine/containers/resource_constraints/#cpu",
]
NEEDS = ["processes", "semaphores", "cpu_quota"]
EXPECT = [
    {"when": {}, "sees": {"cpu_count_follows": False, "pool_follows": False},
     "because": "both counts ask sysconf or sched_getaffinity, and neither knows of a quota"},
]


def observe():
    limit, usable = cpu_limit(), usable_cpus()
    if not limit or limit >= usable:
        raise Undecided("no quota allows less than the time of all CPUs")
    with multiprocessing.Pool():
        size = len(multiprocessing.active_children())
    return {"cpu_count_follows": os.cpu_count() < usable, "pool_follows": size < usable}


if __name__ == "__main__":
    show(observe)
