"""Run several trials at a time in one process, for a trial mostly waits.

As each ends, pytest runs its item, which has nothing left
to do but to report.  pytest-xdist takes over where `-n` asks for it.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar

import fasteners
import pytest

from canifork.execution.lanes import MORE_LANES, Lane, Lanes
from canifork.interpreters.launchers import start
from canifork.model import Record, Trial
from canifork.project import CASES

LANES = pytest.StashKey[Lanes[Record]]()
FOLDER = pytest.StashKey[Path]()  # the temporary folder of this process
TURN = "turn.lock"  # a file that all hold who run a trial, or the one that measures time
UNKNOWN = 1.0  # seconds that a trial is taken to last whose like was never published
POLL = 0.01  # seconds between two tries for the turn


class Runnable(Protocol):
    """An item that runs a trial: `ended` holds what came of it, once it has been run in a lane."""

    trial: Trial
    alone: bool
    ended: Future[Record] | None

    def attempt(self, lane: Lane) -> Record:
        """Run the trial in a lane."""


Item = TypeVar("Item", bound=Runnable)


def lanes_of(config: pytest.Config, number: int = 1) -> Lanes[Record]:
    """Return the lanes of this process; their folders in that of the run have short names."""
    if LANES not in config.stash:
        worker = getattr(config, "workerinput", {}).get("workerid", "c").removeprefix("gw")
        folder, cases = config.stash[FOLDER], config.rootpath / CASES
        ours = dict(os.environ)  # pytest changes it while trials run
        config.stash[LANES] = Lanes(
            number,
            lambda name: Lane(cases, folder / f"{worker}-{name}", functools.partial(start, ours=ours)),
        )
    return config.stash[LANES]


def lanes_number(config: pytest.Config) -> int:
    """Return how many trials may run at a time."""
    return int(config.option.at_once or (os.cpu_count() or 1) + MORE_LANES)


def run_items(config: pytest.Config, items: Sequence[Item]) -> Generator[Item]:
    """Run the trials of items, several at a time, and yield each item as its trial ends."""
    lanes = lanes_of(config, max(1, min(lanes_number(config), len(items))))
    for some in _turns(items):
        with contextlib.closing(lanes.run([item.attempt for item in some])) as running:
            for place, ended in running:
                some[place].ended = ended
                yield some[place]
    lanes.leave()  # while the report is written


def in_order(
    items: Iterable[Item], interpreters: Iterable[str], seconds: Mapping[Trial, float], *, spread: bool
) -> list[Item]:
    """Put one interpreter behind the other; of each, what measures time at the end, and first the longest.

    `spread` by pytest-xdist, what measures time stands behind all else: its worker waits for the others.
    """
    places = {key: 0 if spread else place for place, key in enumerate(interpreters)}

    def rank(item: Item) -> tuple[int, bool, float]:
        return places[item.trial.interpreter], item.alone, -seconds.get(item.trial, UNKNOWN)

    return sorted(items, key=rank)


def is_spread(config: pytest.Config) -> bool:
    """Tell whether pytest-xdist spreads the trials."""
    return hasattr(config, "workerinput") or config.pluginmanager.has_plugin("dsession")


def _turns(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield what may run together, in order: those up to one that measures time, and then that one alone."""
    for alone, group in itertools.groupby(items, key=lambda item: item.alone):
        some = list(group)
        yield from ([item] for item in some) if alone else [some]


class turn:  # noqa: N801 - used like a function
    """Hold the turn: shared by trials, alone by one that measures time."""

    def __init__(self, folder: Path, *, alone: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.lock = fasteners.InterProcessReaderWriterLock(str(folder / TURN))
        self.alone = alone

    def __enter__(self) -> None:
        acquire = self.lock.acquire_write_lock if self.alone else self.lock.acquire_read_lock
        acquire(delay=POLL, max_delay=POLL)

    def __exit__(self, *_: object) -> None:
        release = self.lock.release_write_lock if self.alone else self.lock.release_read_lock
        release()
