"""Run several commands at a time, each in a lane: a runner, which runs one after the other."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from canifork.execution.start import Starter
from canifork.execution.supervisor import Runner
from canifork.execution.working_copy import WorkingCopy

MORE_LANES = 3  # than CPUs: most of a trial is waiting
Came = TypeVar("Came")  # what comes of a run in a lane


class Lane:
    """A runner, and a copy of a folder for it alone: of the cases, of a program."""

    def __init__(self, package: Path, folder: Path, start: Starter) -> None:
        """Start the runner; `folder` becomes its temporary folder."""
        self.runner = Runner(start, folder)
        self.copy = WorkingCopy(package, self.runner.folder / "w")
        self.others: dict[Path, WorkingCopy] = {}

    def copy_of(self, package: Path) -> WorkingCopy:
        """Return its copy of this folder, made when it is first asked for."""
        if package == self.copy.package:
            return self.copy
        if package not in self.others:
            self.others[package] = WorkingCopy(package, self.runner.folder / f"w{len(self.others)}")
        return self.others[package]

    def close(self) -> None:
        """End the runner, and with it the trial that it runs."""
        self.runner.close()


class Lanes(Generic[Came]):
    """As many lanes as trials may run at a time; each starts with the first trial that needs it."""

    def __init__(self, number: int, make: Callable[[str], Lane]) -> None:
        """`make` makes a lane with this name."""
        self.number = number
        self.make = make
        self.open: list[Lane] = []
        self.idle: SimpleQueue[Lane] = SimpleQueue()
        self.closing = threading.Event()
        self.lock = threading.Lock()

    def start(self, number: int) -> None:
        """Have so many start at once, before the first trial."""
        for lane in [self._lane() for _ in range(min(number, self.number))]:
            self.idle.put(lane)

    def run(self, attempts: Sequence[Callable[[Lane], Came]]) -> Generator[tuple[int, Future[Came]]]:
        """Yield the place of each attempt and its future as they end; those that are left end with it."""
        pool = ThreadPoolExecutor(self.number)
        places = {pool.submit(self._run, attempt): place for place, attempt in enumerate(attempts)}
        try:
            for future in as_completed(places):
                yield places[future], future
        except BaseException:  # Ctrl-C, or enough trials are red
            pool.shutdown(wait=False, cancel_futures=True)
            self.close()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def close(self) -> None:
        """End all lanes, and what they run."""
        self.leave()
        with self.lock:
            closing, self.open = self.open, []
        with contextlib.ExitStack() as stack:
            for lane in closing:
                stack.callback(lane.close)

    def leave(self) -> None:
        """Have all lanes end what they run, without waiting for it; none is used any more."""
        self.closing.set()
        with self.lock:
            for lane in self.open:
                lane.runner.leave()

    def _run(self, attempt: Callable[[Lane], Came]) -> Came:
        lane = self._lane()
        try:
            return attempt(lane)
        finally:
            self.idle.put(lane)

    def _lane(self) -> Lane:
        """Return a lane in which nothing runs, a new one if there is none."""
        with self.lock:
            if self.closing.is_set():
                raise RuntimeError("the lanes are closed")
            with contextlib.suppress(Empty):
                return self.idle.get_nowait()
            lane = self.make(f"{len(self.open)}")
            self.open.append(lane)
            return lane
