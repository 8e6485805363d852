"""Run a program where its starter cannot reach it: in a container, on another machine.

    python -m cases._guard SECONDS PACE WATCHED MODULE [ARGUMENT...]

After SECONDS, or when the process WATCHED is no more (0: none is watched), it ends the program and
whatever that started.  A program that a signal ends has the exit status 128 + the signal's number,
as in a shell.  For Linux and other POSIX systems.

A program may kill or stop the guard.  So where the variable CANIFORK_RUN names a folder, a second
process looks on, which no program knows by its parents: when the guard is no more, or late, it ends
all that has this variable, and removes the folder.  In it lies a file `guarded` for as long as the
guard is at work.
"""
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # prctl(2), Linux: orphans below us become our children
LOOK = 0.1      # seconds between two looks at what is watched
LONGEST = 10    # seconds to sweep
GRACE = 1.5     # seconds, at a usual pace, for multiprocessing's trackers to unlink what programs left
LATE = 124      # the status of a program that had to be ended, as timeout(1) has it
MARK = "CANIFORK_RUN"


def main(seconds, pace, watched, *program):
    """Run the program and return its exit status."""
    until = time.monotonic() + float(seconds)
    folder = os.environ.get(MARK)
    if not folder:
        return _run(until, pace, watched, program)
    _leave_watcher(until, float(pace), int(watched), folder)
    at_work = os.path.join(folder, "guarded")
    open(at_work, "w").close()
    status = _run(until, pace, watched, program)
    try:
        os.remove(at_work)
    except OSError:
        pass  # the program has removed its folder
    return status


def _run(until, pace, watched, program):
    _adopt_orphans()
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
    _end(child.pid, float(pace))
    return LATE if status is None else status if status >= 0 else 128 - status


def _leave_watcher(until, pace, watched, folder):
    """Start the process that looks on: in a session of its own, and nobody's child."""
    ours, others = os.pipe()  # its end is the guard's
    child = os.fork()
    if child:
        os.close(ours)
        os.waitpid(child, 0)
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    os.close(others)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    while time.monotonic() < until and _lives(watched) and not select.select([ours], [], [], LOOK)[0]:
        pass
    select.select([ours], [], [], LONGEST)  # the guard is at it, unless it cannot
    _sweep(lambda: [pid for pid in _processes() if pid != os.getpid() and _has_mark(pid, folder)], pace)
    os.chdir("/")
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _processes():
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []


def _has_mark(pid, folder):
    try:
        with open("/proc/%d/environ" % pid, "rb") as variables:
            return os.fsencode("%s=%s" % (MARK, folder)) in variables.read().split(b"\0")
    except OSError:
        return False


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


def _end(leader, pace):
    """Kill all that is below this process, and what else is in the session of the program."""
    _sweep(_children, pace)  # first, and one by one: a tracker is in that session too
    _kill(os.killpg, leader)


def _sweep(find, pace):
    """Kill what is found, in however many sweeps it takes."""
    began = time.monotonic()
    grace = min(GRACE * pace, LONGEST / 2)
    while time.monotonic() < began + LONGEST:
        left = find()
        if not left:
            return
        for pid in left:
            if time.monotonic() > began + grace or not _tidies_up(pid):
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
    """Tell whether it is multiprocessing's tracker, which ends by itself and unlinks semaphores first.

    While it is being started its command line is empty.
    """
    try:
        with open("/proc/%d/cmdline" % pid, errors="replace") as line:
            words = line.read()
    except OSError:
        return False
    return not words or "_tracker import main" in words


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
