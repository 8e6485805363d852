"""multiprocessing forks by default only on Unix before 3.14, and on macOS before 3.8.

It always spawned on Windows.  macOS followed in 3.8, because its own libraries start
threads, after which a forked child can crash.  The other Unix systems followed in 3.14, to
the fork server, which is a process without further threads and forks in everybody's stead.
"""
import multiprocessing

from cases._show import show

SAYS = "On Linux and Unix multiprocessing wraps fork; on Windows it has to imitate it."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.get_all_start_methods",
    "https://docs.python.org/3/whatsnew/3.8.html#multiprocessing",
    "https://docs.python.org/3/whatsnew/3.14.html#multiprocessing",
]
ARTICLE = [
    {"when": {"os": ["linux", "macos"]}, "sees": {"default": "fork"}},
    {"when": {"os": "windows"}, "sees": {"default": "spawn"}},
]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"default": "spawn"},
     "because": "there is no other method on Windows"},
    {"when": {"os": "macos", "python": ">=3.8"}, "sees": {"default": "spawn"},
     "because": "since 3.8 fork is held to be unsafe on macOS"},
    {"when": {"python": "<3.14"}, "sees": {"default": "fork"},
     "because": "on the other systems fork stayed the default until 3.13"},
    {"when": {}, "sees": {"default": "forkserver"},
     "because": "since 3.14 it is the default where open files can be sent to it"},
]


def observe():
    # The first is the default, whatever has been set; get_start_method() tells what was set.
    return {"default": multiprocessing.get_all_start_methods()[0]}


if __name__ == "__main__":
    show(observe)
