"""Threads can be started everywhere except on WebAssembly: there, RuntimeError.

The module is there on every platform and can be imported.  CPython for Emscripten and WASI,
as in Pyodide, is usually built without thread support; then start() raises.  Such a program
has asyncio, or the browser's workers, instead.
"""
import threading

from cases._show import show

SAYS = "Python has threads built in, as the operating system supports them directly."
DOCS = [
    "https://docs.python.org/3/library/intro.html#wasm-availability",
    "https://docs.python.org/3/library/threading.html#threading.Thread.start",
]
NEEDS = []
ARTICLE = [{"when": {"os": ["linux", "macos", "windows"]},
            "sees": {"starts": True, "error": "none"}}]
EXPECT = [
    {"when": {"os": "emscripten"}, "sees": {"starts": False, "error": "RuntimeError"},
     "because": "this WebAssembly build has stubs for threads that cannot start any"},
    {"when": {}, "sees": {"starts": True, "error": "none"},
     "because": "the system has threads, and Python needs it to"},
]


def observe():
    thread = threading.Thread(target=int)
    try:
        thread.start()
    except Exception as error:
        return {"starts": False, "error": type(error).__name__}
    thread.join()
    return {"starts": True, "error": "none"}


if __name__ == "__main__":
    show(observe)
