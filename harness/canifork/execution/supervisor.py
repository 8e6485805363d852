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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from canifork.execution import process_tree
from canifork.execution.start import Request, Start, Starter
from canifork.execution.worker import ENDING, Reply, Task, end_by_command
from canifork.files import disk_errors_as_output_error
from canifork.model import Exit, Interpreter, Trial

PACE = "CANIFORK_PACE"  # the environment variable by which a case learns its pace: cases/_show.py


class Aftermath(NamedTuple):
    """How many processes a command may start, and how to look at what it leaves.

    `grace`: seconds that its processes have to end by themselves before they are counted; `look` is
    called with its folder for temporary files before that is removed.
    """

    most: int
    grace: float
    look: Callable[[Path], None]


LATE = 1.0  # seconds behind a deadline: a runner that is silent until then has been stopped
LOST = 10.0  # seconds more: it is lost, and ended
BOOT = "import sys; sys.path[:] = sys.argv[2:]; from canifork.execution.worker import main; main()"
LEAVE = 15.0  # seconds for a runner to end its trial and leave; it sweeps for ten of them


def run_trial(trial: Trial, interpreter: Interpreter, folder: Path, deadline: float, runner: Runner) -> Exit:
    """Run `COMMAND -m cases.<id> [method]` in `folder`; `deadline` in seconds at a usual pace."""
    arguments = ["-m", f"cases.{trial.plain.case}", *filter(None, [trial.start_method])]
    pace = interpreter.pace
    ended = runner.run(interpreter.command, folder, deadline * pace, arguments=arguments, pace=pace)
    # Where a copy of the cases lay for a while is of no interest: "cases/pool/..." is.
    return dataclasses.replace(ended, err=ended.err.replace(os.fsencode(folder / "_")[:-1], b""))


def as_it_is(wanted: Request) -> Start:
    """Start the command itself, in the environment of this process, with `scratch` for temporary files."""
    environment = dict(os.environ, TMPDIR=wanted.scratch)
    return Start(command=[*wanted.command, *wanted.arguments], environment=environment)


def _exit(reply: Reply | None, start: Start, deadline: float) -> Exit:
    """Return how a command ended, by what the worker tells and what its launcher makes of that."""
    if reply is None:
        return Exit(lost=True)
    if reply.status in start.late and reply.seconds >= deadline:
        return Exit(**reply._asdict() | {"status": None})
    fault = start.fault(reply.status, reply.err)
    return Exit(**reply._asdict() | {"status": start.status(reply.status), "fault": fault})


class Runner:
    """A process that runs commands for us, one at a time: who kills his parent kills only that.

    It has a temporary folder, and in it one for each run, which go when it is closed.
    """

    def __init__(self, start: Starter = as_it_is, folder: Path | None = None) -> None:
        """Start it; `start` says how a command is started, `folder` is a new one of its own unless given."""
        self.start = start
        self.folder = folder or make_scratch()
        with disk_errors_as_output_error(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        self.process = self._start_worker()

    def run(  # noqa: PLR0913 - each may be another at each run
        self,
        command: Sequence[str],
        folder: Path,
        deadline: float,
        *,
        arguments: Sequence[str] = (),
        pace: float = 1.0,
        aftermath: Aftermath | None = None,
    ) -> Exit:
        """Run a command to its end or the deadline, and end whatever it leaves; OSError if it cannot start.

        It has a temporary folder of its own, and is told by how much longer than usual it may wait.
        What it leaves is ended unseen, unless there is an `aftermath`.
        """
        if self.process.poll() is not None:
            self._stop()
            self.process = self._start_worker()
        with disk_errors_as_output_error(self.folder):
            scratch = tempfile.TemporaryDirectory(prefix="", dir=self.folder, ignore_cleanup_errors=True)
        with scratch:
            start = self.start(
                Request(
                    command=command, arguments=arguments, folder=str(folder), scratch=scratch.name,
                    deadline=deadline, pace=pace,
                )
            )  # fmt: skip
            task = self._task(start, str(folder), deadline + start.longer, pace)
            if aftermath is not None:
                task = task._replace(most=aftermath.most, grace=aftermath.grace)
            reply = self._run(task)
            if aftermath is not None:
                aftermath.look(Path(scratch.name))
        if isinstance(reply, OSError):
            raise reply
        return _exit(reply, start, deadline)

    def _task(self, start: Start, folder: str, deadline: float, pace: float) -> Task:
        mark = str(self.folder)
        variables = {**start.environment, process_tree.MARK: mark, PACE: f"{pace:g}"}
        return Task(
            tuple(start.command), folder, variables, mark, deadline, start.input, tuple(start.ending),
            trackers=process_tree.TRACKERS * pace,
        )  # fmt: skip

    def _run(self, task: Task) -> Reply | OSError | None:
        """Have the worker run it; None if the worker did not live to tell of it."""
        try:
            reply = self._ask(task)
        except BaseException:
            self._stop()  # Ctrl-C in the middle of a trial
            raise
        if reply is None:
            self._stop()
            process_tree.end_marked(task.mark)
            if task.ending:
                end_by_command(task.ending, task.environment)
        return reply

    def close(self) -> None:
        """End it, and remove its folder."""
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_worker(self) -> subprocess.Popen[bytes]:
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
        replied = threading.Event()
        lost = LOST + task.trackers + (ENDING if task.ending else 0.0)
        timer = threading.Timer(task.deadline + LATE, self._wake_or_kill, [replied, lost])
        timer.daemon = True
        timer.start()
        try:
            pickle.dump(task, self.process.stdin)
            self.process.stdin.flush()
            reply: Reply | OSError = pickle.load(self.process.stdout)  # noqa: S301 - our own runner wrote it
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            return None
        finally:
            replied.set()
            timer.cancel()
        return reply

    def _wake_or_kill(self, replied: threading.Event, lost: float) -> None:
        """Wake a runner that a trial has stopped; end it if that does not help within `lost` seconds."""
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGCONT)
        if not replied.wait(lost):
            self._kill()

    def leave(self) -> None:
        """Have it end its trial and leave, by closing what it listens to; close() waits for that."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()

    def _stop(self) -> None:
        assert self.process.stdout is not None
        self.leave()
        timer = threading.Timer(LEAVE, self._kill)
        timer.daemon = True
        timer.start()
        try:
            self.process.wait()  # wait(LEAVE) would look only every 50 ms
        finally:
            timer.cancel()
        self.process.stdout.close()

    def _kill(self) -> None:
        """Kill the worker, and the process between."""
        if sys.platform == "win32":
            self.process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def make_scratch() -> Path:
    """Make a temporary folder with a short name; OutputError if there is no room for it."""
    with disk_errors_as_output_error(Path(tempfile.gettempdir())):
        return Path(tempfile.mkdtemp(prefix=process_tree.SCRATCH))
