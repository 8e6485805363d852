"""Show a deadlock as it was recorded: who stands on which call, and for whom that waits.

A Python ran the deadlock of the case, and was looked at when nothing moved (tools/read_waits.py);
tools/record_waits.py wrote down in waits.json where each side stood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canifork.i18n.translator import english
from canifork.model import Case
from canifork.report.html.recordings import (
    Subject,
    check_claims,
    check_python,
    day_of,
    name_of,
    of_same_text,
    read_recording,
)

FILE = Path(__file__).with_name("waits.json")
LONGEST = 48  # characters of a line that fits into its box
BOX, GAP = 84, 50  # of the drawing: the height of a box, and between two of them


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """Who waits: its name, in which function and on what call it is to be found, and until when."""

    name: str
    function: str
    call: str
    until: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Waits(Subject):
    """The sides of a claim's deadlock; each waits for the next one, and the last for the first."""

    sides: tuple[Side, ...]


WAITS = (
    Waits(
        claim="locks.opposite_order",
        sides=(
            Side(
                name=english("one thread"), function="take", call="other.acquire(",
                until=english("until the other thread gives back the lock that it holds"),
            ),
            Side(
                name=english("the other thread"), function="take", call="other.acquire(",
                until=english("until the first one gives back the lock that it holds"),
            ),
        ),
    ),
    Waits(
        claim="ipc.join_before_drain",
        sides=(
            Side(
                name=english("the main process"), function="poll", call="os.waitpid(",
                until=english("until the child process has ended"),
            ),
            Side(
                name=english("the child process at its end"), function="_finalize_join", call="thread.join(",
                until=english("until the queue's thread has written everything"),
            ),
            Side(
                name=english("the queue's thread in the child"), function="_send", call="write(",
                until=english("until somebody reads from the pipe, which is full"),
            ),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A side where it stood, and the height at which it is drawn."""

    side: Side
    y: int
    line: str
    place: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Standstill:
    """A deadlock to be drawn: its sides one below another, on which Python and on which day."""

    python: str
    day: str
    boxes: Sequence[Box]

    @property
    def height(self) -> int:
        """Return how high the drawing is."""
        return len(self.boxes) * (BOX + GAP)


def waits(cases: Mapping[str, Case], recorded: Mapping[str, Any] | None = None) -> dict[str, Standstill]:
    """Return the deadlock of each claim that has one, if it was recorded of the case's same text."""
    told = recorded or read_waits(FILE.read_text(encoding="utf-8"))
    return {
        one.claim: Standstill(
            python=name_of(told["python"]),
            day=day_of(told),
            boxes=[_box(*pair) for pair in enumerate(zip(one.sides, told["stand"][one.claim], strict=True))],
        )
        for one in of_same_text(WAITS, cases, told)
    }


def read_waits(text: str) -> dict[str, Any]:
    """Return a record of deadlocks; ResultsError if it is not as tools/record_waits.py writes it."""
    return read_recording(FILE, text, _check)


def _check(told: Mapping[str, Any]) -> None:
    check_claims(told, WAITS)
    check_python(told["python"])
    if set(told["stand"]) != set(told["sha256"]):
        raise ValueError("other claims")
    for one in WAITS:
        for side, stood in zip(one.sides, told["stand"][one.claim], strict=True):
            _check_place(side, **stood)


def _check_place(side: Side, *, function: str, file: str, number: int, line: str) -> None:
    if function != side.function or side.call not in line or len(line) > LONGEST:
        raise ValueError(f"{side.name} stood on {line}")
    if type(number) is not int or len(file) > LONGEST:
        raise ValueError(f"{file}:{number}")


def _box(place: int, pair: tuple[Side, Mapping[str, Any]]) -> Box:
    side, stood = pair
    return Box(
        side=side,
        y=place * (BOX + GAP) + 4,
        line=stood["line"],
        place=f"{stood['function']}, {stood['file']}:{stood['number']}",
    )
