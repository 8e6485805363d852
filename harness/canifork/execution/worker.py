"""Run commands for the process that started this, as their parent and in its stead.

A trial that kills its parent kills only this: a process between this and the starter ends what is
left (on Linux), the starter sees the pipe close and starts another.  If the starter is killed, this
sees its own pipe close, and ends what is left.
Started with its starter's temporary folder and sys.path; pickled tasks come in, replies go out.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from queue import SimpleQueue
from typing import IO, NamedTuple, NoReturn

from canifork.execution import process_tree
from canifork.execution.process_group import FLAGS, ProcessGroup

KEPT = 1 << 20  # bytes: the end of its output that is kept; an answer has to fit in it
CHUNK = 1 << 16
ENDING = 20.0  # seconds to end what runs elsewhere
OURS = {"SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"}  # nohup, and a shell's &, have some of them ignored
LOOK = 0.25  # seconds between two looks at how many processes there are: a fork takes a millisecond
DRAIN = 1.0  # seconds to read what is left in a pipe whose writers have all been ended

_starting = threading.Lock()  # held while a process is started, and for good once nobody wants one


class Task(NamedTuple):
    """A command to run in a folder and an environment; `deadline` in seconds.

    `input` is a file for its standard input; `ending` a command that ends what it started elsewhere.
    `grace`: seconds that what it leaves has to end by itself, before it is counted and killed.
    `most`: processes that it may start, 0 for any number.  `trackers`: seconds that multiprocessing's
    trackers have to tidy up behind it.
    """

    command: Sequence[str]
    folder: str
    environment: Mapping[str, str]
    mark: str
    deadline: float
    input: str | None = None
    ending: Sequence[str] = ()
    grace: float = 0.0
    most: int = 0
    trackers: float = process_tree.TRACKERS


_elsewhere: list[Task] = []  # the task that runs, if it has an ending


class Reply(NamedTuple):
    """How it ended; the fields are those of model.Exit, which this need not import."""

    status: int | None
    out: bytes
    err: bytes
    written: int
    seconds: float
    left: int
    crowded: bool


def main() -> None:
    """Run task after task until the starter is gone."""
    for name in OURS & set(dir(signal)):  # what is ignored here would be ignored in every trial
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    process_tree.adopt_orphans()
    if sys.platform == "linux":
        if worker := os.fork():
            _outlive(worker)
        process_tree.adopt_orphans()  # a fork does not inherit that
    tasks: SimpleQueue[Task] = SimpleQueue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    # A pipe that nobody reads any more is EINVAL on Windows: https://github.com/python/cpython/issues/79935
    with contextlib.suppress(OSError):
        while True:
            pickle.dump(_attempt(tasks.get()), sys.stdout.buffer)
            sys.stdout.buffer.flush()
    threading.Event().wait()  # the starter is gone; _listen leaves for all of us


def _outlive(worker: int) -> NoReturn:
    """Wait for the worker, of which this is the parent, and end whatever it leaves."""
    for pipe in (sys.stdin.fileno(), sys.stdout.fileno()):
        os.close(pipe)  # whoever started this listens until the worker has gone
    os.waitpid(worker, 0)
    process_tree.end_tree(sys.argv[1])
    os._exit(0)


def run(task: Task) -> Reply:
    """Run a command to its end or the deadline, and end whatever it leaves; OSError if it cannot start.

    It leads a group of its own and has an empty standard input, unless there is a file for it.
    """
    began = time.monotonic()
    with _starting, open(task.input or os.devnull, "rb") as words:  # noqa: PTH123 - pathlib takes its time
        process = subprocess.Popen(
            task.command,
            cwd=task.folder,
            stdin=words,
            # Pipes, not files: under Wine a Python whose output is a file dies at its start.
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=FLAGS,
            env=task.environment,
        )
        group = ProcessGroup(process)
        _elsewhere[:] = [task] if task.ending else []
    out, err = Tail(process.stdout), Tail(process.stderr)
    status, crowded = _wait(process, group, task)
    seconds = time.monotonic() - began
    if status is None or status < 0:  # or a signal has ended who started it there, and not what it started
        end_elsewhere()
    _elsewhere.clear()
    left = process_tree.count_left(task.mark, task.grace if status is not None else 0.0) if task.grace else 0
    process_tree.end_tree(task.mark, task.trackers)
    if not process_tree.CAN_ADOPT:  # what has no mark may still be in the group
        group.end()
    kept = out.end(), err.end()
    return Reply(status, *kept, out.written, round(seconds, 3), left, crowded)


def end_elsewhere() -> None:
    """End what the task that runs has started where no signal of ours comes, if it has."""
    for task in _elsewhere:
        end_by_command(task.ending, task.environment)


def end_by_command(ending: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a command that ends something; one that fails found it ended."""
    nothing = subprocess.DEVNULL
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            ending, stdin=nothing, stdout=nothing, stderr=nothing,
            env=environment, timeout=ENDING, check=False,
        )  # fmt: skip


class Tail:
    """Read a pipe in a thread for as long as it lasts, and keep the end of what came."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        """Begin to read."""
        assert pipe is not None
        self.pipe = pipe
        self.written = 0
        self.kept = bytearray()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def end(self) -> bytes:
        """Return the last KEPT bytes, once the pipe has ended or DRAIN seconds have passed."""
        self.thread.join(DRAIN)
        return bytes(self.kept[-KEPT:])

    def _read(self) -> None:
        with self.pipe:
            while chunk := os.read(self.pipe.fileno(), CHUNK):
                self.written += len(chunk)
                self.kept += chunk
                if len(self.kept) > 2 * KEPT:
                    del self.kept[:-KEPT]


def _attempt(task: Task) -> Reply | OSError:
    try:
        return run(task)
    except OSError as fault:
        return fault


def _wait(process: subprocess.Popen[bytes], group: ProcessGroup, task: Task) -> tuple[int | None, bool]:
    """Wait for the leader; None if it had to be killed, and whether there were too many processes.

    A thread watches, since Popen.wait(timeout) looks only every 50 ms.
    """
    ended = threading.Event()
    cut: list[bool] = []

    def watch() -> None:
        end = time.monotonic() + task.deadline
        pause = LOOK if task.most else task.deadline
        while not ended.wait(min(pause, end - time.monotonic())):
            crowded = task.most > 0 and process_tree.more_than(task.most)
            if crowded or time.monotonic() >= end:
                cut.append(crowded)
                process.kill()
                if crowded:
                    group.end()
                return

    threading.Thread(target=watch, daemon=True).start()
    try:
        status = process.wait()
    finally:
        ended.set()
    return None if cut else status, cut == [True]


def _listen(tasks: SimpleQueue[Task]) -> None:
    """Take tasks; when the starter is gone, end what is left, remove its folder, and leave."""
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - our own starter wrote it
    _starting.acquire()  # nothing is started any more
    import shutil  # only now: until here it has to start quickly

    folder = sys.argv[1]
    end_elsewhere()
    process_tree.end_tree(folder)
    end_elsewhere()  # who was just about to start it there has only now been ended
    shutil.rmtree(folder, ignore_errors=True)
    if os.path.basename(above := os.path.dirname(folder)).startswith(process_tree.SCRATCH):  # noqa: PTH119, PTH120
        with contextlib.suppress(OSError):  # the last worker of a killed run takes the run's folder along
            os.rmdir(above)  # noqa: PTH106
    os._exit(0)
