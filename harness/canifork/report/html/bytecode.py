"""Show a statement as interpreters see it: its bytecode by version, and where another thread can run.

The bytecode was told by `dis` on each interpreter, and is kept in bytecode.json, which
tools/record_bytecode.py writes.  The same record counts after which instructions the handler of a
signal ran: evaluation loops call handlers where they also give the GIL away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from canifork.axes import implementation, python
from canifork.i18n.translator import english
from canifork.model import Case
from canifork.report.html.recordings import (
    Subject,
    check_claims,
    check_counts,
    check_python,
    day_of,
    of_same_text,
    read_recording,
)
from canifork.report.html.switches import Rule, rule_of

FILE = Path(__file__).with_name("bytecode.json")
NAME, LONGEST = re.compile(r"[A-Z][A-Z0-9_]*"), 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement(Subject):
    """The statement that a claim turns on: in which function of its case it stands, and what to see."""

    function: str
    text: str
    says: str


STATEMENTS = (
    Statement(
        claim="locks.unlocked_counter", function="count", text="number.value += 1",
        says=english(
            "Until CPython 3.9 another thread can run after the value has been read, and its update is then "
            "overwritten; since 3.10 it can run only after the jump back to the loop's start, when the new "
            "value has been stored."
        ),
    ),
    Statement(
        claim="locks.unlocked_balance", function="change_it", text="balance = balance + n",
        says=english(
            "Until CPython 3.9 another thread can run after the balance has been read, and its change is "
            "then overwritten; since 3.10 it can run nowhere in the statement, because nothing is called and "
            "no loop jumps back."
        ),
    ),
    Statement(
        claim="locks.call_between_read_and_write", function="deposit",
        text="balance.value = add(balance.value, 5)",
        says=english(
            "Since CPython 3.10 too another thread can run at the call, which stands between reading the "
            "balance and storing it."
        ),
    ),
    Statement(
        claim="locks.many_instructions", function="deposit", text="balance = balance + n",
        says=english(
            "Every version takes several instructions for it; between which of them another thread can run "
            "is another question."
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Instruction:
    """An instruction: its name, what it works on, how many signals were handled after it, the rule's word."""

    name: str
    argument: str
    signals: int
    switches: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What some interpreters share: instructions and rule; all their signals; sources by their version."""

    name: str
    free_threaded: bool
    rule: Rule
    signals: int
    code: Sequence[Instruction]
    sources: Mapping[str, str]

    @property
    def inside(self) -> int:
        """Return how many of the signals were handled in the statement."""
        return sum(one.signals for one in self.code)

    @property
    def unmarked(self) -> int:
        """Return how many of those were handled where the rule lets no other thread run."""
        return sum(one.signals for one in self.code if not one.switches)

    @property
    def checked(self) -> bool:
        """Tell whether signals could have contradicted the rule: it names places, and signals came."""
        return not all(one.switches for one in self.code) and self.signals > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Bytecode:
    """The columns of one statement, and the day on which they were recorded."""

    statement: Statement
    day: str
    columns: Sequence[Column]

    @property
    def rows(self) -> Iterator[Sequence[Instruction | None]]:
        """Return the n-th instruction of every column, None where it has none."""
        return zip_longest(*(column.code for column in self.columns))


def bytecode(cases: Mapping[str, Case], recorded: Mapping[str, Any] | None = None) -> dict[str, Bytecode]:
    """Return the bytecode of each claim that has a statement, if it was recorded of the case's same text."""
    told = recorded or read_bytecode(FILE.read_text(encoding="utf-8"))
    return {
        one.claim: Bytecode(statement=one, day=day_of(told), columns=_columns(one.claim, told["pythons"]))
        for one in of_same_text(STATEMENTS, cases, told)
    }


def read_bytecode(text: str) -> dict[str, Any]:
    """Return a record of bytecode; ResultsError if it is not as tools/record_bytecode.py writes it."""
    return read_recording(FILE, text, _check)


def _check(told: Mapping[str, Any]) -> None:
    check_claims(told, STATEMENTS)
    for asked in told["pythons"]:
        check_python(asked)
        if rule_of(asked) is None or set(asked["statements"]) != set(told["sha256"]):
            raise ValueError(asked["implementation"])
        for told_of in asked["statements"].values():
            check_counts(told_of["signals"])
            for one in told_of["code"]:
                _check_instruction(*one)


def _check_instruction(name: str, argument: str, signals: int) -> None:
    if not NAME.fullmatch(name) or len(argument) > LONGEST:
        raise ValueError(f"{name} {argument}")
    check_counts(signals)


def _columns(claim: str, pythons: Sequence[Mapping[str, Any]]) -> list[Column]:
    """Make a column of all Pythons that have the same bytecode and the same rule."""
    alike: dict[Any, list[Mapping[str, Any]]] = {}
    for asked in pythons:
        code = tuple((name, what) for name, what, _ in asked["statements"][claim]["code"])
        alike.setdefault((_rule(asked).says, code), []).append(asked)
    return [_column(claim, some) for some in alike.values()]


def _column(claim: str, some: Sequence[Mapping[str, Any]]) -> Column:
    rule, told = _rule(some[0]), [asked["statements"][claim] for asked in some]
    code = [
        Instruction(
            name=each[0][0],
            argument=each[0][1],
            signals=sum(one[2] for one in each),
            switches=rule.allows(each[0][0]),
        )
        for each in zip(*(one["code"] for one in told), strict=True)
    ]
    versions = ", ".join(f"{major}.{minor}" for major, minor in map(python, some))
    return Column(
        name=f"{implementation(some[0])} {versions}",
        free_threaded=some[0]["free_threaded"],
        rule=rule,
        signals=sum(one["signals"] for one in told),
        code=code,
        sources={asked["version"]: _rule(asked).link.format(version=asked["version"]) for asked in some},
    )


def _rule(asked: Mapping[str, Any]) -> Rule:
    rule = rule_of(asked)
    assert rule is not None, "the record was checked"
    return rule
