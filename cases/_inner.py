"""Run a small program of its own, for claims about how a program ends or is started."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile

from cases._patience import seconds_left
from cases._show import Undecided

# For a program that may wait for a child that is no more.  Its main thread reads from a pipe,
# all its children have ended, and twenty looks see the same: nobody is left who could write.
WATCH = """
import multiprocessing, os, sys, threading, time

def watch():
    seen = 0
    while seen < 20:
        time.sleep(0.1)
        frame = sys._current_frames().get(threading.main_thread().ident)
        if frame is None:
            return  # the main thread has ended by itself
        reads = frame.f_code.co_name.startswith("_recv")
        alone = reads and not multiprocessing.active_children()
        seen = seen + 1 if alone else 0
    print("waits for ever", flush=True)
    os._exit(0)

if __name__ == "__main__":
    threading.Thread(target=watch, daemon=True).start()
"""

class Ended:
    """How an inner program ended: `status` (its exit code), `out` and `err` (text)."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


def run_inner(text, *arguments, entry="file", options=()):
    """Run the program as a file, with -c ("command") or from standard input ("stdin").

    `options` are for Python itself.  The program is never waited for without bound: when time
    is up it is ended, with the processes it started, and the trial is undecided.  Its working
    folder is a new, empty one.
    """
    folder = tempfile.mkdtemp()
    try:
        path = os.path.join(folder, "program.py")
        with open(path, "w") as file:
            file.write(text)
        called = {"file": [path], "command": ["-c", text], "stdin": ["-"]}[entry]
        command = [sys.executable, *options, *called, *map(str, arguments)]
        return _run(command, text if entry == "stdin" else "", folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command, said, folder):
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, universal_newlines=True, start_new_session=os.name == "posix")
    try:
        out, err = process.communicate(said, timeout=seconds_left())
        return Ended(process.returncode, out, err)
    except subprocess.TimeoutExpired:
        end_tree(process)
        raise Undecided("an inner program had not ended when time was up")


def end_tree(process):
    """Kill a process and what it started; one started with run_inner leads its own session."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(process.pid)],
                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.kill()
    try:
        process.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        pass  # under Wine 8 taskkill misses grandchildren, which keep the pipes open
