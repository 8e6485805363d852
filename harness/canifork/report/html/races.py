"""Show a lost update as it was recorded: which of two threads read what, and wrote it over the other's work.

Each Python ran the statement of the case itself, in two threads, and kept every value that was stored
(tools/read_race.py); tools/record_races.py wrote down what came of it in races.json.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canifork.model import Case
from canifork.report.html.bytecode import STATEMENTS, Statement
from canifork.report.html.recordings import (
    check_claims,
    check_counts,
    check_python,
    day_of,
    name_of,
    of_same_text,
    read_recording,
)

FILE = Path(__file__).with_name("races.json")
SPELLED = 3  # updates that are drawn one by one; of more, the first and the last
STEP, TOP = 46, 74  # of the drawing: the height of a step, and where the first one stands


@dataclass(frozen=True, kw_only=True, slots=True)
class Race(Statement):
    """A statement that changes a shared number by the one number that stands in it."""

    @property
    def number(self) -> str:
        """Return that number, as it is written."""
        return str(re.findall(r"\d+", self.text)[0])


RACES = tuple(
    Race(claim=one.claim, function=one.function, text=one.text, says=one.says)
    for one in STATEMENTS
    if one.claim in {"locks.unlocked_counter", "locks.call_between_read_and_write"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A read or a write: at which height it is drawn; of which value; None stands for those left out."""

    y: int
    value: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """A real lost update: one side read a value, the other wrote, and the first wrote over it.

    `late`: the value that the first side read and, last, the one that it wrote; `between`: what the
    other side read and wrote meanwhile, in turns; `lost`: how many updates these were.
    """

    name: str
    free_threaded: bool
    late: tuple[Step, Step]
    between: Sequence[tuple[Step, Step]]
    lost: int

    @property
    def height(self) -> int:
        """Return how high the drawing is."""
        return self.late[1].y + STEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many updates one Python made in the recorded race, and how many of them got lost."""

    name: str
    free_threaded: bool
    updates: int
    lost: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """What was recorded of one statement: losses to draw, and the counts of all Pythons."""

    race: Race
    day: str
    losses: Sequence[Loss]
    counts: Sequence[Count]


def races(cases: Mapping[str, Case], recorded: Mapping[str, Any] | None = None) -> dict[str, Recorded]:
    """Return what to draw of each claim whose race lost an update, of the same text of its case."""
    told = recorded or read_races(FILE.read_text(encoding="utf-8"))
    found = {race.claim: _recorded(race, told) for race in of_same_text(RACES, cases, told)}
    return {claim: one for claim, one in found.items() if one.losses}


def read_races(text: str) -> dict[str, Any]:
    """Return a record of races; ResultsError if it is not as tools/record_races.py writes it."""
    return read_recording(FILE, text, _check)


def _check(told: Mapping[str, Any]) -> None:
    check_claims(told, RACES)
    for asked in told["pythons"]:
        check_python(asked)
        if set(asked["races"]) != set(told["sha256"]):
            raise ValueError("other statements")
        for seen in asked["races"].values():
            check_counts(seen["updates"], seen["lost"])
            if loss := seen["shortest"]:
                check_counts(loss["read"], loss["lost"] - 1, loss["late"])


def _recorded(race: Race, told: Mapping[str, Any]) -> Recorded:
    pythons = told["pythons"]
    newest = {one["free_threaded"]: one for one in pythons if one["races"][race.claim]["shortest"]}
    return Recorded(
        race=race,
        day=day_of(told),
        losses=[_loss(race, newest[free]) for free in sorted(newest)],
        counts=[
            Count(
                name=name_of(one),
                free_threaded=one["free_threaded"],
                updates=one["races"][race.claim]["updates"],
                lost=one["races"][race.claim]["lost"],
            )
            for one in pythons
        ],
    )


def _loss(race: Race, asked: Mapping[str, Any]) -> Loss:
    """Lay a loss out; both sides read the old value at one height, as the record does not order reads."""
    seen, step = asked["races"][race.claim]["shortest"], int(race.number)
    first, lost = seen["read"], seen["lost"]
    shown: list[int | None] = list(range(lost)) if lost <= SPELLED else [0, None, lost - 1]
    between = [
        (
            Step(y=TOP + STEP * 2 * place, value=None if done is None else step * (first + done)),
            Step(y=TOP + STEP * (2 * place + 1), value=None if done is None else step * (first + done + 1)),
        )
        for place, done in enumerate(shown)
    ]
    return Loss(
        name=name_of(asked),
        free_threaded=asked["free_threaded"],
        late=(
            Step(y=TOP, value=step * first),
            Step(y=TOP + STEP * 2 * len(shown), value=step * (first + 1)),
        ),
        between=between,
        lost=lost,
    )
