"""End whatever a trial started: its group, its orphans, and all of it if we die ourselves."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection
from functools import cache
from pathlib import Path

import psutil

MARK = "CANIFORK_RUN"  # the environment variable by which a trial's descendants are known
SCRATCH = "cf"  # how the name of a run's temporary folder begins; sockets in it want it short
SWEEPS = 50  # how often to look again: a tree that forks while it is being ended needs several
PAUSE = 0.02  # seconds between two sweeps
WATCHDOG = Path(__file__).with_name("watchdog.py")
PR_SET_CHILD_SUBREAPER = 36  # prctl(2)

_numbers = itertools.count()
_starting = threading.Lock()  # so that threads that probe at once start one watchdog


@cache
def adopt_orphans() -> bool:
    """Make this process the parent of orphans below it, where the system can (Linux; prctl(2)).

    Then no descendant of a trial escapes, whatever session or group it has moved to.
    """
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def new_mark() -> str:
    """Return a mark for one run, 'base.number'; the watchdog knows its base."""
    with _starting:
        return f"{_watched()}.{next(_numbers)}"


@cache
def _watched() -> str:
    """Start the watchdog of this process, and return the base of the marks that it knows.

    It outlives us if we are killed: it sees the pipe close and ends what is marked.
    """
    base = f"{os.getpid()}-{time.time_ns()}"
    read, _write = os.pipe()
    watchdog = subprocess.Popen(
        # -S and -I: it starts in half the time, and finds its modules where we do once it needs them.
        [sys.executable, "-S", "-I", str(WATCHDOG), f"{base}.", *sys.path],
        stdin=read,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # out of Ctrl-C's reach
        env={key: value for key, value in os.environ.items() if key != MARK},
    )
    os.close(read)
    watchdog.returncode = 0  # it is not ours to wait for, nor to be warned of
    # We never close `_write`: that it closes when we end, in whatever way, is its whole purpose.
    return base


def own_children() -> set[int]:
    """Return the ids of this process's children, adopted ones included."""
    lists = []
    for thread in os.listdir("/proc/self/task") if sys.platform == "linux" else []:  # noqa: PTH208
        with contextlib.suppress(OSError):  # threads come and go
            lists.append(_read(f"/proc/self/task/{thread}/children"))
    if not lists:  # proc(5): not every kernel keeps them
        return {child.pid for child in psutil.Process().children()}
    return {int(word) for text in lists for word in text.split()}


def _read(path: str) -> str:
    with open(path, encoding="ascii") as file:  # noqa: PTH123 - twice a trial, and a tenth of psutil's time
        return file.read()


def end_group(leader: int) -> None:
    """Kill the process group that `leader` leads, or on Windows the process alone."""
    with contextlib.suppress(ProcessLookupError, PermissionError, psutil.NoSuchProcess):
        if sys.platform == "win32":
            psutil.Process(leader).kill()
        else:
            os.killpg(leader, signal.SIGKILL)


def end_survivors(mark: str, others: Collection[int] | None) -> int:
    """Kill what a run left, in however many sweeps it takes; return how many processes that were.

    `others` are the children that were there before.  Without it, other runs go on beside
    this one, and only processes that still carry its mark are known to be its own.
    """
    killed = set()
    for _ in range(SWEEPS):
        left = _survivors(mark, others)
        if not left:
            break
        for process in left:
            killed.add(process.pid)
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=PAUSE)
    return len(killed)


def marked(start: str) -> list[psutil.Process]:
    """Find the processes, wherever they are by now, whose mark begins so."""
    return [process for process in psutil.process_iter() if _carries(process, start)]


def scratch_of(process: psutil.Process) -> Path | None:
    """Return the temporary folder that a run gave to a process; None if it has another by now."""
    folder = Path(process.environ().get("TMPDIR", ""))
    ours = folder.name.startswith(SCRATCH) and folder.parent == Path(tempfile.gettempdir())
    return folder if ours else None


def _survivors(mark: str, others: Collection[int] | None) -> list[psutil.Process]:
    if others is None or not adopt_orphans():
        return marked(mark)
    found = []
    for pid in own_children() - set(others):
        with contextlib.suppress(psutil.NoSuchProcess):
            found += [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return found


def _carries(process: psutil.Process, start: str) -> bool:
    try:
        return process.environ().get(MARK, "").startswith(start)
    except (psutil.Error, OSError):
        return False
