"""os.fork works on Linux and macOS, is missing on Windows and refuses on Emscripten.

It hands on a system call, and Windows has none like it.  Emscripten's C library has the
function, so Python offers it there, but all it does is report that it is not implemented:
a name in a module is no proof that the system can do it.
"""
import os

from cases._show import show

SAYS = "fork exists on Unix, Linux and Mac; Windows has no such call."
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://docs.python.org/3/library/intro.html#webassembly-platforms",
    "https://github.com/emscripten-core/emscripten/issues/19409",
]
ARTICLE = [
    {"when": {"os": "windows"}, "sees": {"fork": "missing"}},
    {"when": {"os": ["linux", "macos"]}, "sees": {"fork": "works"}},
]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"fork": "missing"},
     "because": "os.fork is there on Unix only"},
    {"when": {"os": "emscripten"}, "sees": {"fork": "fails"},
     "because": "the C library's fork is a stub that reports ENOSYS"},
    {"when": {"os": ["linux", "macos"]}, "sees": {"fork": "works"},
     "because": "these systems have the call"},
]


def observe():
    if not hasattr(os, "fork"):
        return {"fork": "missing"}
    try:
        child = os.fork()
    except OSError:
        return {"fork": "fails"}
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return {"fork": "works"}


if __name__ == "__main__":
    show(observe)
