"""Run one trial: one process tree, one deadline, bounded output, nothing left behind."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness import tree
from harness.errors import OutputError
from harness.launch import environment
from harness.model import Exit, Trial
from harness.runner import Reply, Task

LATE = 1.0  # seconds behind a deadline: a runner that is silent until then has been stopped
LOST = 10.0  # seconds more: it is lost, and ended
BOOT = "import sys; sys.path[:] = sys.argv[2:]; from harness.runner import main; main()"
LEAVE = 15.0  # seconds for a runner to end its trial and leave; it sweeps for ten of them


def run_trial(trial: Trial, command: Sequence[str], folder: Path, deadline: float, runner: Runner) -> Exit:
    """Run `command -m cases.<id> [method]` in `folder`; `deadline` in seconds."""
    arguments = ["-m", f"cases.{trial.case}", *filter(None, [trial.start_method])]
    ended = runner.run([*command, *arguments], folder, deadline)
    # Where a copy of the cases lay for a while is of no interest: "cases/pool/..." is.
    return dataclasses.replace(ended, err=ended.err.replace(os.fsencode(folder / "_")[:-1], b""))


class Runner:
    """A process that runs commands for us, one at a time: who kills his parent kills only that.

    It has a temporary folder, and in it one for each run, which go when it is closed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Start it; `folder` is a new one of its own unless given."""
        self.folder = folder or make_scratch()
        with room(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        tree.adopt_orphans()
        self.process = self._start()

    def run(self, command: Sequence[str], folder: Path, deadline: float) -> Exit:
        """Run a command to its end or the deadline, and end whatever it leaves; OSError if it cannot start.

        It has a temporary folder of its own, and none of our PYTHON... variables, which would
        change what it sees.
        """
        if self.process.poll() is not None:
            self._leave()
            self.process = self._start()
        others = tree.own_children()
        with room(self.folder):
            scratch = tempfile.TemporaryDirectory(prefix="", dir=self.folder, ignore_cleanup_errors=True)
        with scratch:
            mark = str(self.folder)
            variables = environment(command, scratch.name) | {tree.MARK: mark}
            task = Task(tuple(command), str(folder), variables, mark, deadline)
            try:
                reply = self._ask(task)
            except BaseException:
                self._leave()  # Ctrl-C in the middle of a trial
                raise
            if reply is None:
                self._leave()
                tree.end_tree(str(self.folder), others)
        if isinstance(reply, OSError):
            raise reply
        return Exit(lost=True) if reply is None else Exit(**reply._asdict())

    def close(self) -> None:
        """End it, and remove its folder."""
        self._leave()
        tree.adopt_orphans(wanted=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            # -S and -I: it starts in half the time, and finds its modules where we do.
            [sys.executable, "-S", "-I", "-c", BOOT, str(self.folder), *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # out of Ctrl-C's reach
        )

    def _ask(self, task: Task) -> Reply | OSError | None:
        """Have a task run; None if the runner did not live to tell of it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        told = threading.Event()
        timer = threading.Timer(task.deadline + LATE, self._hurry, [told])
        timer.daemon = True
        timer.start()
        try:
            pickle.dump(task, self.process.stdin)
            self.process.stdin.flush()
            reply: Reply | OSError = pickle.load(self.process.stdout)  # noqa: S301 - our own runner wrote it
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            return None
        finally:
            told.set()
            timer.cancel()
        return reply

    def _hurry(self, told: threading.Event) -> None:
        """Wake a runner that a trial has stopped; end it if that does not help."""
        if sys.platform != "win32":
            self.process.send_signal(signal.SIGCONT)
        if not told.wait(LOST):
            self.process.kill()

    def _leave(self) -> None:
        """Have the runner end its trial and leave, by closing what it listens to."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(LEAVE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def make_scratch() -> Path:
    """Make a temporary folder with a short name; OutputError if there is no room for it."""
    with room(Path(tempfile.gettempdir())):
        return Path(tempfile.mkdtemp(prefix=tree.SCRATCH))


@contextlib.contextmanager
def room(folder: Path) -> Iterator[None]:
    """Make one sentence, an OutputError, of a temporary folder that is full or cannot be written."""
    try:
        yield
    except OSError as fault:
        why = fault.strerror or "cannot be written"  # shutil.Error has one for each file
        raise OutputError(f"{folder}: {why}; free some space, or set TMPDIR to another folder") from None
