"""In WebAssembly multiprocessing and its pool can be imported, but what they need cannot.

A library's import so tells nothing: the first start of a process fails, and so does the first
lock.  multiprocessing.shared_memory and concurrent.interpreters fail when they are imported.
Elsewhere all of them are there, each since its version.
"""
import importlib
import multiprocessing

from cases._show import show

SEEN = ["https://github.com/pyscript/pyscript/issues/476"]
DOCS = [
    "https://docs.python.org/3/library/intro.html#webassembly-platforms",
    "https://pyodide.org/en/stable/usage/wasm-constraints.html#included-but-not-working-modules",
    "https://docs.python.org/3/whatsnew/3.8.html#multiprocessing",
    "https://docs.python.org/3/library/concurrent.interpreters.html#module-concurrent.interpreters",
]
EXPECT = [
    {"when": {"os": "emscripten"},
     "sees": {"pool": True, "_multiprocessing": False, "shared_memory": False,
              "interpreters": False, "lock": False},
     "because": "the parts that are written in C for processes are not built"},
    {"when": {"python": "<3.8"},
     "sees": {"pool": True, "_multiprocessing": True, "shared_memory": False,
              "interpreters": False, "lock": True},
     "because": "shared_memory is new in 3.8"},
    {"when": {"python": "<3.14"},
     "sees": {"pool": True, "_multiprocessing": True, "shared_memory": True,
              "interpreters": False, "lock": True},
     "because": "concurrent.interpreters is new in 3.14"},
    {"when": {},
     "sees": {"pool": True, "_multiprocessing": True, "shared_memory": True,
              "interpreters": True, "lock": True},
     "because": "Linux, macOS and Windows have processes, and their Pythons all of the modules"},
]
MODULES = {"pool": "multiprocessing.pool", "_multiprocessing": "_multiprocessing",
           "shared_memory": "multiprocessing.shared_memory",
           "interpreters": "concurrent.interpreters"}


def works(action, *arguments):
    try:
        action(*arguments)
    except (ImportError, OSError):
        return False
    return True


def observe():
    seen = {name: works(importlib.import_module, module) for name, module in MODULES.items()}
    return dict(seen, lock=works(multiprocessing.Lock))


if __name__ == "__main__":
    show(observe)
