"""Run a program where its starter cannot reach it: in a container, on another machine.

    python -m cases._guard SECONDS PACE WATCHED MODULE [ARGUMENT...]

After SECONDS, or when the process WATCHED is no more (0: none is watched), it ends the program and
whatever that started.  A program that a signal ends has the exit status 128 + the signal's number,
as in a shell.  For Linux and other POSIX systems.
"""
import ctypes
import os
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # prctl(2), Linux: orphans below us become our children
LOOK = 0.1      # seconds between two looks at what is watched
LONGEST = 10    # seconds to sweep
GRACE = 1.5     # seconds for multiprocessing's trackers to unlink what a killed program left
LATE = 124      # the status of a program that had to be ended, as timeout(1) has it


def main(seconds, pace, watched, *program):
    """Run the program and return its exit status."""
    _adopt_orphans()
    until = time.monotonic() + float(seconds)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    variables["CANIFORK_PACE"] = pace
    child = subprocess.Popen([sys.executable, "-m"] + list(program), stdin=subprocess.DEVNULL,
                             env=variables, start_new_session=True)
    while child.poll() is None and time.monotonic() < until and _lives(int(watched)):
        try:
            child.wait(LOOK)
        except subprocess.TimeoutExpired:
            pass
    status = child.poll()
    _end(child.pid)
    return LATE if status is None else status if status >= 0 else 128 - status


def _adopt_orphans():
    try:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (AttributeError, OSError, TypeError):
        pass  # no Linux: then only its session is ended


def _lives(pid):
    """Tell whether a process is there; no signal is sent to it."""
    try:
        return not pid or os.kill(pid, 0) is None
    except PermissionError:
        return True
    except OSError:
        return False


def _end(leader):
    """Kill the session of the program, and all that is below this process, in however many sweeps."""
    began = time.monotonic()
    _kill(os.killpg, leader)
    while time.monotonic() < began + LONGEST:
        left = _children()
        if not left:
            return
        for pid in left:
            if time.monotonic() > began + GRACE or not _tidies_up(pid):
                _kill(os.kill, pid)
        _reap()
        time.sleep(0.005)


def _kill(how, number):
    try:
        how(number, signal.SIGKILL)
    except OSError:
        pass


def _reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except OSError:
        pass


def _children():
    """Return the ids of this process's children, adopted ones included; none where no /proc tells."""
    try:
        with open("/proc/self/task/%d/children" % os.getpid()) as ids:
            return [int(pid) for pid in ids.read().split()]
    except OSError:
        return []


def _tidies_up(pid):
    """Tell whether it is multiprocessing's tracker, which ends by itself and unlinks semaphores first."""
    try:
        with open("/proc/%d/cmdline" % pid) as words:
            return "_tracker import main" in words.read()
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
