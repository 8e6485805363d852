"""Show a deadlock as it was recorded: who stands on which call, and for whom that waits.

A Python ran the deadlock of the case, and was looked at when nothing moved (tools/read_waits.py);
tools/record_waits.py wrote down in waits.json where each side stood.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canifork.axes import implementation
from canifork.errors import ResultsError
from canifork.i18n.translator import english
from canifork.model import Case
from canifork.project import CASES
from canifork.report.html.bytecode import VERSION, sha256_of_case

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
class Waits:
    """The sides of a claim's deadlock; each waits for the next one, and the last for the first."""

    claim: str
    sides: tuple[Side, ...]

    def current_sha256(self, root: Path) -> str:
        """Return the checksum of the case's text below `root`, as the case's own is made."""
        return sha256_of_case(root / CASES, self.claim)


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
            python=f"{implementation(told['python'])} {told['python']['version']}",
            day=told["made_at"][:10],
            boxes=[_box(*pair) for pair in enumerate(zip(one.sides, told["stand"][one.claim], strict=True))],
        )
        for one in WAITS
        if one.claim in cases and cases[one.claim].sha256 == told["sha256"].get(one.claim)
    }


def read_waits(text: str) -> dict[str, Any]:
    """Return a record of deadlocks; ResultsError if it is not as tools/record_waits.py writes it."""
    try:
        told: dict[str, Any] = json.loads(text)
        _check(told)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ResultsError(
            f"{FILE.name}: is no record of deadlocks ({fault!r:.100}); "
            "record it again with tools/record_waits.py"
        ) from None
    return told


def _check(told: Mapping[str, Any]) -> None:
    """Raise ValueError, TypeError, KeyError or AttributeError for what the page could not show."""
    claims = {one.claim for one in WAITS}
    if set(told["sha256"]) != claims or set(told["stand"]) != claims or not told["made_at"][:10]:
        raise ValueError("other claims")
    if not VERSION.fullmatch(told["python"]["version"]) or type(told["python"]["implementation"]) is not str:
        raise ValueError(told["python"])
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
