"""In a thread with a stack of 128 KiB, musl's usual size, deep recursion kills the program.

The limit of recursion counts calls, not what they need of the stack: where a thread has too
little, the stack ends first.  glibc gives a thread 8 MiB, most builds for musl ask for 1 MiB,
and CPython itself does since 3.14.7.  From 3.14 on CPython looks how large the stack is and
raises RecursionError in time, but not on musl.  On Windows a stack is never so small.
"""
from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/148260"]
DOCS = [
    "https://wiki.musl-libc.org/functional-differences-from-glibc.html#Thread-stack-size",
    "https://docs.python.org/3.14/whatsnew/changelog.html#python-3-14-7-final",
    "https://github.com/docker-library/python/blob/be26fbe39bb71bf0b0f9a823eaed86b6081251ee/"
    "Dockerfile-linux.template#L168-L170",
    "https://github.com/python/cpython/pull/130398",
    "https://github.com/python/cpython/pull/134336",
    "https://learn.microsoft.com/en-us/windows/win32/procthread/thread-stack-size#remarks",
]
NEEDS = ["processes", "threads"]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"default": "RecursionError", "128_kib": "RecursionError"},
     "because": "the size only says how much is ready at first; 1 MiB or more is reserved"},
    {"when": {"libc": "musl", "python": "<3.14.7"}, "sees": {"128_kib": "dies"},
     "may_see": {"default": ["RecursionError", "dies"]},
     "because": "musl gives 128 KiB unless whoever built this Python asked for more"},
    {"when": {"libc": "musl"}, "sees": {"default": "RecursionError", "128_kib": "dies"},
     "because": "CPython asks for 1 MiB, and does not look how much there is"},
    {"when": {"implementation": "cpython", "python": ">=3.14"},
     "sees": {"default": "RecursionError", "128_kib": "RecursionError"},
     "because": "CPython compares its place on the stack with where the stack ends"},
    {"when": {}, "sees": {"default": "RecursionError", "128_kib": "dies"},
     "because": "a thousand calls through C need more than 128 KiB"},
]
PROGRAM = """
import sys, threading

def dive(_=0):
    return max([0], key=dive)  # C calls Python

def try_it():
    try:
        dive()
    except RecursionError:
        print("RecursionError", flush=True)

threading.stack_size(int(sys.argv[1]))
threading.Thread(target=try_it).start()
"""


def observe():
    sizes = {"default": 0, "128_kib": 128 * 1024}
    ended = {name: run_inner(PROGRAM, size) for name, size in sizes.items()}
    return {name: "dies" if ended[name].status else ended[name].out.strip() for name in ended}


if __name__ == "__main__":
    show(observe)
