"""Import every module of the harness, its tests and tools as if this were another system.

    python tests/elsewhere.py win32

Modules and names that the other system lacks are hidden, and modules that it alone has are shown as
stand-ins.  What others wrote is imported before that: only our own modules have to bear it.
"""

from __future__ import annotations

import importlib
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import MagicMock

import pytest

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = [PROJECT / name for name in ("harness", "tests", "tools", "tools/workflow", "tests/report/html")]
MODULES: Mapping[str, Sequence[str]] = {
    "win32": ("fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"),
    "darwin": ("ossaudiodev", "spwd", "winreg"),
}
"""What a system does not have: https://docs.python.org/3/py-modindex.html names the systems of a module."""

NAMES: Mapping[str, Mapping[types.ModuleType, Sequence[str]]] = {
    "win32": {
        os: (
            "chown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getpgrp", "getpriority",
            "getsid", "getuid", "killpg", "mkfifo", "nice", "openpty", "pipe2", "sched_getaffinity",
            "sched_setaffinity", "setpgid", "setsid", "statvfs", "sysconf", "uname", "wait", "wait3", "wait4",
            "waitid", "WNOHANG",
        ),
        select: ("epoll", "poll"),
        signal: (
            "SIGALRM", "SIGBUS", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP",
            "SIGTRAP", "SIGTSTP", "SIGUSR1", "SIGUSR2", "SIGXCPU", "alarm", "pause", "pthread_kill",
            "pthread_sigmask", "setitimer", "sigwait",
        ),
        socket: ("AF_UNIX", "socketpair"),
    },
    "darwin": {
        os: ("pipe2", "sched_getaffinity", "sched_setaffinity", "eventfd", "memfd_create", "setresuid"),
        select: ("epoll",),
        signal: ("SIGPWR", "SIGSTKFLT", "sigtimedwait", "sigwaitinfo"),
    },
}  # fmt: skip
SHOWN: Mapping[str, Sequence[str]] = {
    "win32": ("_winapi", "msvcrt", "nt", "pywin32_bootstrap", "win32api", "win32job", "winreg"),
    "darwin": ("_scproxy",),
}
"""Modules that a system alone has."""

ADDED: Mapping[str, Sequence[tuple[types.ModuleType, str]]] = {
    "win32": (
        (subprocess, "CREATE_NEW_PROCESS_GROUP"), (subprocess, "CREATE_NO_WINDOW"),
        (subprocess, "STARTUPINFO"), (signal, "CTRL_BREAK_EVENT"), (signal, "CTRL_C_EVENT"),
    ),
    "darwin": (),
}  # fmt: skip
"""Names that a system alone has in a module of all."""


def main() -> int:
    """Import all modules as they are here, then as on the other system; tell which of them fail there."""
    paths = list(files())
    beside = [path.parent for path in paths if FOLDERS[0] not in path.parents]
    sys.path[:0] = dict.fromkeys(map(str, [*FOLDERS, *beside]))
    # A tool may want a package that the tests do without, as hatchling: then it says nothing of systems.
    paths = [path for path in paths if not isinstance(_import(path), ModuleNotFoundError)]
    system = sys.argv[1]
    _pretend(system)
    faults = [f"{path.relative_to(PROJECT)}: {fault!r}" for path in paths if (fault := _import(path))]
    print("\n".join([*faults, f"{len(paths)} modules imported as on {system}"]))
    return 1 if faults else 0


PROGRAMS = {PROJECT / "tests" / "rules" / "programs", PROJECT / "tests" / "programs" / "posted"}
"""Folders of programs that tests run or read; to import one would run it."""


def files() -> Iterator[Path]:
    """Yield the files of the harness, its tests and tools."""
    for name in ("harness/canifork", "tests", "tools"):
        for path in sorted((PROJECT / name).rglob("*.py")):
            here = path == Path(__file__).resolve()
            if path.name != "__main__.py" and not here and path.parent not in PROGRAMS:
                yield path


def _pretend(system: str) -> None:
    """Forget our own modules, and let Python seem to be one of that system."""
    ours = set(files())  # an environment may lie in the checkout too, as tox's does
    for name, module in list(sys.modules.items()):
        if Path(str(getattr(module, "__file__", None))) in ours and name != "__main__":
            del sys.modules[name]
    sys.platform = system
    for hidden in MODULES[system]:
        sys.modules[hidden] = None  # type: ignore[assignment]
    for module, names in NAMES[system].items():
        for name in names:
            if hasattr(module, name):
                delattr(module, name)
    for shown in SHOWN[system]:
        sys.modules[shown] = MagicMock(name=shown)
    # On Windows it asks the system, which is not there: so no program is found.
    vars(shutil)["which"] = lambda *_, **__: None
    for module, name in ADDED[system]:
        setattr(module, name, 0)


def _import(path: Path) -> Exception | None:
    """Import a file by its name; return what it raised, unless it skips itself."""
    folder = FOLDERS[0] if FOLDERS[0] in path.parents else path.parent
    name = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
    try:
        importlib.import_module(name)
    except pytest.skip.Exception:
        return None
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is shown
        return fault
    return None


if __name__ == "__main__":
    sys.exit(main())
