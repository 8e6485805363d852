"""multiprocessing starts processes on Linux, macOS and Windows, but not in WebAssembly.

It brings its own way for systems that cannot fork: spawn starts a new interpreter and sends
it what it has to do.  Emscripten's WebAssembly, of which the article does not speak, has no
processes at all, so no start method helps there, although Python lists them.
"""
from multiprocessing import Pipe, Process

from cases._patience import join
from cases._show import show

SAYS = "multiprocessing is the cross-platform module for processes; it serves Windows too."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#introduction",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/intro.html#webassembly-platforms",
]
START_METHODS = ["fork", "spawn", "forkserver"]
ARTICLE = [
    {"when": {"os": ["linux", "macos", "windows"]}, "sees": {"child_ran": True, "exit_code": 0}},
]
EXPECT = [
    {"when": {"os": "emscripten"}, "sees": {"child_ran": False, "exit_code": None},
     "because": "a WebAssembly program cannot start another process"},
    {"when": {}, "sees": {"child_ran": True, "exit_code": 0},
     "because": "Linux and macOS have all three methods, Windows has spawn"},
]


def work(writer):
    writer.send("here I am")


def start_and_join():
    reader, writer = Pipe(duplex=False)
    process = Process(target=work, args=(writer,), daemon=True)
    process.start()
    exit_code = join(process)
    return {"child_ran": reader.poll(), "exit_code": exit_code}


def observe():
    try:
        return start_and_join()
    except (ImportError, AttributeError, OSError) as error:  # whatever stands in the way
        return {"child_ran": False, "exit_code": None, "error": type(error).__name__}


if __name__ == "__main__":
    show(observe)
