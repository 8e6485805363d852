"""A long TMPDIR keeps the fork server from starting, unless Python falls back to /tmp.

The server listens at a socket that is a file in the folder for temporary files, and the path
of such a socket may not be longer than 107 bytes on Linux, 103 on macOS.  On Linux the socket
had no file in 3.9 before 3.9.16, and in 3.10 before 3.10.9.  Since 3.13.6 Python takes /tmp if
the path would get too long.
"""
from multiprocessing import get_start_method

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/149527",
        "https://github.com/hzi-bifo/RiboDetector/issues/57"]
DOCS = [
    "https://man7.org/linux/man-pages/man7/unix.7.html#DESCRIPTION",
    "https://github.com/python/cpython/issues/132124",
    "https://github.com/python/cpython/issues/97514",
    "https://github.com/python/cpython/blob/v3.14.8/Lib/multiprocessing/util.py#L155-L209",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": ["fork", "spawn"]}, "sees": {"tmpdir": "long", "child": "runs"},
     "because": "neither needs a socket"},
    {"when": {"os": "linux", "python": [">=3.9,<3.9.16", ">=3.10,<3.10.9"],
              "implementation": "cpython"},
     "sees": {"tmpdir": "long", "child": "runs"},
     "because": "the socket's address is a name that only Linux has, and no path"},
    {"when": {"python": ">=3.13.6"}, "sees": {"tmpdir": "long", "child": "runs"},
     "because": "the socket is put below /tmp, where its path is short enough"},
    {"when": {}, "sees": {"tmpdir": "long", "child": "OSError"},
     "because": "the socket would lie below TMPDIR, and its path is too long for the system"},
]
PROGRAM = """
import multiprocessing, os, tempfile

if __name__ == "__main__":
    os.environ["TMPDIR"] = os.path.abspath("x" * 100)
    os.mkdir("x" * 100)
    print("long" if "x" * 100 in tempfile.gettempdir() else "short")
    multiprocessing.set_start_method("%s")
    child = multiprocessing.Process(target=int)
    try:
        child.start()
        child.join()
        print("runs")
    except OSError:
        print("OSError")
"""


def observe():
    folder, child = run_inner(PROGRAM % get_start_method()).out.split()
    return {"tmpdir": folder, "child": child}


if __name__ == "__main__":
    show(observe)
