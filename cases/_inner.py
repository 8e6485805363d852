"""Run a small program of its own, for claims about how a program ends or is started."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile

PATIENCE = 20  # seconds before an inner program is called stuck


class Ended:
    """How an inner program ended: `status` (exit code, or "stuck"), `out` and `err` (text)."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err


def run_inner(text, *arguments, entry="file", patience=PATIENCE):
    """Run the program as a file, with -c ("command") or from standard input ("stdin").

    It is never waited for without bound: after `patience` seconds it is ended, with the
    processes it started, and `status` is "stuck".  Its working folder is a new, empty one.
    """
    folder = tempfile.mkdtemp()
    try:
        path = os.path.join(folder, "program.py")
        with open(path, "w") as file:
            file.write(text)
        called = {"file": [path], "command": ["-c", text], "stdin": ["-"]}[entry]
        command = [sys.executable] + called + [str(argument) for argument in arguments]
        return _run(command, text if entry == "stdin" else "", folder, patience)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command, said, folder, patience):
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, universal_newlines=True, start_new_session=os.name == "posix")
    try:
        out, err = process.communicate(said, timeout=patience)
        return Ended(process.returncode, out, err)
    except subprocess.TimeoutExpired:
        end_tree(process)
        return Ended("stuck", "", "")


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
