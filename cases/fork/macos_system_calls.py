"""On macOS a forked child that looks for proxies, as urllib does, can crash; elsewhere it does not.

There urllib asks a system library, which must not be used between fork and exec.  It depends
on what the parent had done with it, and on chance.  Elsewhere urllib reads the environment.
"""
import multiprocessing
import urllib.request

from cases._patience import join
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/105912",
        "https://github.com/opsmill/infrahub-sdk-python/issues/1296"]
DOCS = [
    "https://docs.python.org/3/library/urllib.request.html#module-urllib.request",
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://github.com/python/cpython/issues/104578",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/urllib/request.py#L2642-L2673",
]
NEEDS = ["processes", "fork"]
EXPECT = [
    {"when": {"os": "macos"}, "may_see": {"forked": ["answers", "crashes"]},
     "sees": {"spawned": "answers"},
     "because": "the library is not made for a copy of a process that has used it"},
    {"when": {}, "sees": {"forked": "answers", "spawned": "answers"},
     "because": "elsewhere nothing but the environment is asked"},
]


def look_for_proxies():
    urllib.request.getproxies()


def outcome(method):
    child = multiprocessing.get_context(method).Process(target=look_for_proxies, daemon=True)
    child.start()
    status = join(child)
    return "answers" if status == 0 else "crashes" if status < 0 else "other"


def observe():
    look_for_proxies()
    return {"forked": outcome("fork"), "spawned": outcome("spawn")}


if __name__ == "__main__":
    show(observe)
