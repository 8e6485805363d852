"""One imported extension that does not declare support turns the GIL on for the whole process.

Without the GIL C code has to lock for itself, and an extension declares in its slots that it
does.  The import of one that does not turns the GIL on for good, with a warning.  Here two
extensions are built, with this Python's compiler, which differ in that slot alone.
"""
import os
import sys
import tempfile

from cases._extension import build, load
from cases._show import show

SEEN = ["https://github.com/adamchainz/time-machine/issues/530"]
DOCS = [
    "https://docs.python.org/3/howto/free-threading-extensions.html#module-initialization",
    "https://docs.python.org/3/howto/free-threading-python.html"
    "#the-global-interpreter-lock-in-free-threaded-python",
    "https://github.com/python/cpython/blob/v3.13.15/Python/import.c#L1510-L1545",
]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"free_threaded": True},
     "sees": {"before": "off", "declared": "off", "silent": "on"},
     "because": "an extension is taken to need the GIL unless it declares that it does not"},
    {"when": {}, "sees": {"before": "on"}, "because": "an ordinary build always has the GIL"},
]
SOURCE = """
#include <Python.h>
static PyModuleDef_Slot none[] = {{0}}, gil[] = {{Py_mod_gil, Py_MOD_GIL_NOT_USED}, {0}};
static PyModuleDef silent = {PyModuleDef_HEAD_INIT, "silent", .m_slots = none};
static PyModuleDef declared = {PyModuleDef_HEAD_INIT, "declared", .m_slots = gil};
PyMODINIT_FUNC PyInit_silent(void) { return PyModuleDef_Init(&silent); }
PyMODINIT_FUNC PyInit_declared(void) { return PyModuleDef_Init(&declared); }
"""


def gil():
    return "on" if getattr(sys, "_is_gil_enabled", lambda: True)() else "off"


def observe():
    before = gil()
    if before == "on":
        return {"before": before}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "both.so")
        build(SOURCE, path)
        load("declared", path)
        declared = gil()
        load("silent", path)
        return {"before": before, "declared": declared, "silent": gil()}


if __name__ == "__main__":
    show(observe)
