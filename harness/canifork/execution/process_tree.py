"""End whatever a trial started: its children, its orphans, in whatever session or group they are."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time

# psutil is imported where it is used: a runner on Linux needs nothing of it, and starts quicker.

MARK = "CANIFORK_RUN"  # the environment variable by which a trial's descendants are known
SCRATCH = "cf"  # how the name of a run's temporary folder begins; sockets in it want it short
LONGEST = 10.0  # seconds to sweep: a tree that forks while it is being ended needs many sweeps
STORM = 1.5  # seconds after which whole groups are killed: what still forks is quicker than we list it
TRACKERS = 1.5  # seconds, at a usual pace, to unlink what a killed program left: a tracker has to start first
PATIENT = 8.0  # the same where nobody knows the pace any more
PAUSE = 0.005  # seconds between two sweeps
CAN_ADOPT = sys.platform == "linux"  # 3.4 and newer
PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


def adopt_orphans(*, wanted: bool = True) -> None:
    """Make this process the parent of orphans below it, or no more, where the system can (prctl(2)).

    Then no descendant of a trial escapes, whatever session or group it has moved to.
    """
    if CAN_ADOPT:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(wanted), 0, 0, 0)


def own_children() -> set[int]:
    """Return the ids of this process's children, adopted ones included."""
    if (found := _children("self")) is not None:
        return found
    import psutil

    return {child.pid for child in psutil.Process().children()}


def _children(pid: int | str) -> set[int] | None:
    """Return the children that the kernel lists, None if it lists none: not every kernel does (proc(5))."""
    lists = []
    with contextlib.suppress(OSError):  # processes and threads come and go
        for thread in os.listdir(f"/proc/{pid}/task") if sys.platform == "linux" else []:  # noqa: PTH208
            with contextlib.suppress(OSError):
                lists.append(_read(f"/proc/{pid}/task/{thread}/children"))
    return {int(word) for text in lists for word in text.split()} if lists else None


def more_than(most: int) -> bool:
    """Tell whether there are more than so many processes below this one."""
    if (found := _children("self")) is None:
        import psutil

        return len(psutil.Process().children(recursive=True)) > most
    every = list(found)
    for pid in every:  # psutil would read all processes of the system: too slow among those that fork
        every += _children(pid) or ()
        if len(every) > most:
            return True
    return False


def end_tree(mark: str, trackers: float = PATIENT) -> None:
    """Kill what a run left, in however many sweeps it takes: all that is below this process.

    Multiprocessing's trackers have some seconds to unlink semaphores and shared memory.  Where orphans
    cannot be adopted, only processes that still carry the run's mark are known to be its own.
    """
    began = time.monotonic()
    while left := _survivors(mark):
        age = time.monotonic() - began
        if age > max(LONGEST, trackers + 1.0):
            break
        for pid in left:
            if age > trackers or not _tidies_up(pid):
                _kill(pid, group=age > STORM)
            _forget(pid)
        time.sleep(PAUSE)


def count_left(mark: str, grace: float) -> int:
    """Count the processes that a run left and that are still there after so many seconds at most."""
    began = time.monotonic()
    while left := _survivors(mark):
        for pid in left:
            _forget(pid)
        if time.monotonic() - began >= grace:
            return len(_below() if CAN_ADOPT else left)
        time.sleep(PAUSE)
    return 0


def _below() -> set[int]:
    """Find all processes below this one that still run."""
    import psutil

    found = set()
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE:
                found.add(process.pid)
    return found


def marked(start: str) -> set[int]:
    """Find the processes, wherever they are by now, whose mark begins so."""
    import psutil

    found = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK, "").startswith(start):
                found.add(process.pid)
    return found


def end_marked(start: str) -> None:
    """Kill all whose mark begins so: what is left when neither runner nor worker is."""
    began = time.monotonic()
    while (left := marked(start)) and time.monotonic() - began < LONGEST:
        for pid in left:
            _kill(pid, group=False)


def _survivors(mark: str) -> set[int]:
    return own_children() if CAN_ADOPT else marked(mark)


def _kill(pid: int, *, group: bool) -> None:
    """Kill a process, or the whole group it is in.

    Processes that fork quicker than they are listed are ended by their group: the kernel lets
    none of it slip away meanwhile.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)  # which is TerminateProcess there
        elif group and os.getpgid(pid) != os.getpgrp():
            os.killpg(os.getpgid(pid), signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)


def _forget(pid: int) -> None:
    """Take note of the end of a process that was our child, which else stays in the list."""
    if sys.platform != "win32":
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def _tidies_up(pid: int) -> bool:
    """Tell whether it is multiprocessing's resource tracker (3.6, 3.7: semaphore tracker).

    It ends by itself as soon as the program is gone, and unlinks first what that left in /dev/shm.
    While it is being started its command line is empty: its starter, who waits only until exec(2)
    has let go of the old program, may be gone before the new one's is there.
    """
    try:
        words = _read(f"/proc/{pid}/cmdline")
    except OSError:
        return False
    return not words or "_tracker import main" in words


def _read(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - a tenth of psutil's time
        return file.read()
