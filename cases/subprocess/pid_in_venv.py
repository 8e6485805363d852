"""In a virtual environment on Windows, Popen's pid is the launcher's, not the child's own.

sys.executable of an environment is a link to Python on POSIX.  On Windows it is a small
program, since 3.7.2, that starts Python and waits for it: one more process, whose id is what
Popen knows.  A signal, an affinity or a measurement by that id meets the launcher.
"""
import os
import subprocess
import sys
import tempfile

from cases._patience import seconds_left
from cases._show import Undecided, show

SEEN = ["https://github.com/giampaolo/psutil/pull/2216"]
DOCS = [
    "https://docs.python.org/3/library/venv.html#venv.EnvBuilder.setup_python",
    "https://docs.python.org/3/whatsnew/3.7.html#notable-changes-in-python-3-7-2",
    "https://docs.python.org/3/using/windows.html#the-embeddable-package",
    "https://github.com/python/cpython/blob/v3.13.15/PC/venvlauncher.c#L445-L453",
]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"os": "windows", "asserts": False}, "sees": {"venv": "missing"},
     "because": "the embeddable package, whose asserts are compiled away, has no venv"},
    {"when": {"os": "windows", "implementation": "cpython", "python": ">=3.7.2"},
     "sees": {"same_pid": False}, "because": "the launcher starts Python in a process of its own"},
    {"when": {}, "sees": {"same_pid": True},
     "because": "the environment's python is Python itself, linked or copied"},
]
FOLDERS = {"nt": "Scripts"}


def make_environment(folder):
    """Make one, from where this Python really is: a link to it would not find its library."""
    command = [os.path.realpath(sys.executable), "-m", "venv", "--without-pip", folder]
    if subprocess.call(command, timeout=seconds_left()):
        raise Undecided("this Python cannot make a virtual environment")


def observe():
    try:
        import venv  # noqa: F401 - some have none
    except ImportError:
        return {"venv": "missing"}
    with tempfile.TemporaryDirectory() as folder:
        make_environment(folder)
        python = os.path.join(folder, FOLDERS.get(os.name, "bin"), "python")
        child = subprocess.Popen([python, "-c", "import os; print(os.getpid())"],
                                 stdout=subprocess.PIPE)
        out = child.communicate(timeout=seconds_left())[0]
    return {"same_pid": int(out) == child.pid}


if __name__ == "__main__":
    show(observe)
