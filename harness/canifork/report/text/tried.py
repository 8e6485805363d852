"""Say what came of a person's own program: for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from canifork.model import Case
from canifork.programs.behaviour import Behaviour, Setting
from canifork.programs.causes import Cause
from canifork.programs.comparison import Compared
from canifork.programs.grouping import NAMES, Group

SCHEMA = 1  # of the JSON; raised when a key changes its meaning
MOST_LINES = 20  # of a difference, or of output, that a terminal shows
LONGEST = 160  # characters of a line that a terminal shows
MOST_TEXT = 20_000  # characters of output in JSON
MOST_NAMED = 6  # settings that are named where no condition fits
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def as_text(compared: Compared, cases: dict[str, Case]) -> str:
    """Return groups, differences and possible causes as lines for a terminal."""
    return "\n".join(_lines(compared, cases)) + "\n"


def as_json(compared: Compared, cases: dict[str, Case]) -> str:
    """Return all of it as JSON; docs/your-program.md says what the keys mean."""
    found = {
        "canifork_try": SCHEMA,
        "program": compared.program.shown,
        "arguments": list(compared.program.arguments),
        "alike": compared.alike,
        "groups": [_group_json(compared, place, cases) for place in range(len(compared.groups))],
        "missing": {name: _ids(some) for name, some in compared.missing.items()},
        "differs_by_itself": {
            name: sorted(NAMES[one] for one in names) for name, names in compared.varying.items()
        },
        "own_start_method": {name: _ids(some) for name, some in compared.own_method.items()},
        "notes": list(compared.notes),
    }
    return json.dumps(found, indent=1) + "\n"


def where(group: Group, compared: Compared) -> str:
    """Say in which settings a group is: by a condition, by those of all others, or by their names."""
    if compared.alike:
        return "everywhere"
    if group.where is not None:
        return group.where.words()
    if all(one.where is not None for one in compared.groups if one is not group):
        return "everywhere else"
    return f"on {_some(_ids(group.settings))}"


def headline(compared: Compared) -> str:
    """Say in a sentence whether the program behaves alike."""
    count = sum(len(one.settings) for one in compared.groups)
    interpreters = {setting.interpreter for one in compared.groups for setting in one.settings}
    ran = (
        f"{compared.program.shown} in {count} configuration{'s' * (count != 1)}, "
        f"on {len(interpreters)} interpreter{'s' * (len(interpreters) != 1)}"
    )
    if compared.alike:
        return f"{ran}: alike everywhere."
    return f"{ran}: {len(compared.groups)} groups that differ."


def letter(place: int) -> str:
    """Name a group: A is the largest."""
    return LETTERS[place] if place < len(LETTERS) else str(place + 1)


def summary(behaviour: Behaviour) -> str:
    """Say in a line how a run ended."""
    return ", ".join(filter(None, [behaviour.ended, behaviour.error, _left(behaviour)]))


def reasons(cause: Cause, total: int) -> str:
    """Say what speaks for a cause, and what does not."""
    if not cause.known:
        split = "no results of it here"
    else:
        split = f"splits alike to {cause.split:.0%}, known in {cause.known} of {total} configurations"
    there = [sign for sign, found in cause.signs.items() if found]
    lacking = [f"not seen: {sign}" for sign, found in cause.signs.items() if not found]
    return "; ".join([split, *there, *lacking])


def _lines(compared: Compared, cases: dict[str, Case]) -> Iterator[str]:
    yield headline(compared)
    total = sum(len(one.settings) for one in compared.groups)
    for place, group in enumerate(compared.groups):
        yield ""
        yield f"{letter(place)}  {len(group.settings)} of {total}: {where(group, compared)}"
        yield from _shown(group)
        for difference in compared.differences[place]:
            yield f"     {difference.name}, after A (-):"
            yield from _cut([f"       {line[:LONGEST]}" for line in difference.lines])
        yield from _why(compared.causes[place], total, cases)
    yield from _beside(compared)


def _shown(group: Group) -> Iterator[str]:
    for number, behaviour in enumerate(group.shown[:3]):
        yield f"   {'or by chance: ' if number else ''}{summary(behaviour)}"
    if group.behaviour.last:
        yield f"     stderr ends: {group.behaviour.last}"


def _why(causes: Sequence[Cause], total: int, cases: dict[str, Case]) -> Iterator[str]:
    if causes:
        yield "   why, perhaps:"
    for cause in causes:
        truth = cases[cause.claim].truth if cause.claim in cases else ""
        yield f"     {cause.fit:.2f}  {cause.claim}  {truth}"
        yield f"           {reasons(cause, total)}"
        yield f"           canifork explain {cause.claim}"


def _beside(compared: Compared) -> Iterator[str]:
    for module, some in compared.missing.items():
        yield f"\nmissing module {module}, so not compared: {', '.join(_ids(some))}"
    for method, some in compared.own_method.items():
        yield f"\nsets its own start method, {method}: {', '.join(_ids(some))}"
    if compared.varying:
        names = sorted({NAMES[one] for names in compared.varying.values() for one in names})
        yield f"\ndiffers by itself, so masked: {', '.join(names)}; seen on {_some(compared.varying)}"
    for note in compared.notes:
        yield f"\nnote: {note}"


def _cut(lines: Sequence[str]) -> Sequence[str]:
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], f"       ... {len(lines) - MOST_LINES} lines more"]


def _left(behaviour: Behaviour) -> str:
    return f"left {behaviour.left} running" if behaviour.left else ""


def _some(ids: Collection[str]) -> str:
    first, more = list(ids)[:MOST_NAMED], len(ids) - MOST_NAMED
    return ", ".join(first) + (f" and {more} more" if more > 0 else "")


def _ids(settings: Sequence[Setting]) -> list[str]:
    return [setting.id for setting in settings]


def _group_json(compared: Compared, place: int, cases: dict[str, Case]) -> dict[str, Any]:
    group = compared.groups[place]
    return {
        "name": letter(place),
        "where": where(group, compared),
        "configurations": _ids(group.settings),
        "shows": [{NAMES[name]: getattr(one, name)[-MOST_TEXT:] for name in NAMES} for one in group.shown],
        "differs_from_a": {one.name: list(one.lines) for one in compared.differences[place]},
        "why": [
            {
                "claim": cause.claim,
                "fit": cause.fit,
                "split": cause.split,
                "known": cause.known,
                "signs": dict(cause.signs),
                "truth": cases[cause.claim].truth if cause.claim in cases else None,
                "docs": list(cases[cause.claim].docs) if cause.claim in cases else [],
            }
            for cause in compared.causes[place]
        ],
    }
