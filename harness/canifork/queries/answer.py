"""Answer a query: which claims fit, and which of their trials were looked at.

`os:`, `build:`, `method:` and `python:` say where to look.  All else is asked of the trials found
there, and is true if one of them, or two that are compared, make it true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from canifork.axes import AXES, PLACES
from canifork.queries.catalog import FREED, Asked, Catalog, Shown
from canifork.queries.language import Node, Range, parse

Trials = Sequence[Shown]


def find(query: str, catalog: Catalog) -> dict[str, Trials]:
    """Return the claims that fit, by their ids, and the trials looked at; QueryError if it is no query."""
    tree = parse(query, catalog.vocabulary)
    found = {asked.claim: look(tree, asked, asked.trials) for asked in catalog.claims}
    return {claim: trials for claim, trials in found.items() if trials is not None}


def look(node: Node, asked: Asked, trials: Trials) -> Trials | None:
    """Return those of the trials that the query says to look at; None if it is not true of them."""
    if node.place:
        return [trial for trial in trials if _lies(node, trial)] or None
    if node.kind == "and":
        return _all(node.parts, asked, trials)
    if node.kind == "or":
        return _any(node.parts, asked, trials)
    if node.kind == "not":
        return trials if look(node.parts[0], asked, trials) is None else None
    return trials if _true(node, asked, trials) else None


def _all(parts: Iterable[Node], asked: Asked, trials: Trials) -> Trials | None:
    """Look where all parts say to look; then ask the others there."""
    for part in sorted(parts, key=lambda part: not part.place):
        found = look(part, asked, trials)
        if found is None:
            return None
        trials = found
    return trials


def _any(parts: Iterable[Node], asked: Asked, trials: Trials) -> Trials | None:
    """Look where one of the parts that are true says to look."""
    found = [some for part in parts if (some := look(part, asked, trials)) is not None]
    kept = {id(trial) for some in found for trial in some}
    return [trial for trial in trials if id(trial) in kept] if found else None


def _lies(node: Node, trial: Shown) -> bool:
    """Tell whether a trial ran where the query says to look."""
    if node.kind == "and":
        return all(_lies(part, trial) for part in node.parts)
    if node.kind == "or":
        return any(_lies(part, trial) for part in node.parts)
    if node.kind == "not":
        return not _lies(node.parts[0], trial)
    if isinstance(node.value, tuple):
        return _within(node.value, trial)
    return node.value in _names(trial)[node.kind]


def _names(trial: Shown) -> Mapping[str, Sequence[str | None]]:
    return {"os": trial.place.os, "build": (trial.place.build,), "method": (trial.method,)}


def _within(versions: Range, trial: Shown) -> bool:
    first, last = versions
    return (first is None or trial.place.python >= first) and (last is None or trial.place.python <= last)


def _true(node: Node, asked: Asked, trials: Trials) -> bool:
    """Tell whether what is asked is true of these trials."""
    value = node.value
    if isinstance(value, tuple):
        inside = [trial for trial in trials if _within(value, trial)]
        return _differs(inside, FREED["python"]) if node.kind == "flips" else _only(inside, trials)
    if node.kind == "text":
        return value in asked.text or any(value in trial.text for trial in trials)
    if node.kind == "chapter":
        return value == asked.chapter
    if node.kind == "state":
        return any(trial.state == value for trial in trials)
    if node.kind == "differs":
        return _differs(trials, FREED[value])
    named = [trial for trial in trials if any(value in names for names in _names(trial).values())]
    return _only(named, trials)


def _differs(trials: Trials, freed: Sequence[str]) -> bool:
    """Tell whether two trials that are unlike on these axes alone show two things."""
    ignored = {PLACES[key] for axis in freed for key in (axis, *AXES[axis].brings)}
    places = [PLACES[axis] for axis in freed]
    groups: dict[tuple[object, ...], tuple[set[object], set[object]]] = {}
    for trial in trials:
        if trial.behaviour is not None:
            rest = tuple(value for place, value in enumerate(trial.values) if place not in ignored)
            values, shown = groups.setdefault(rest, (set(), set()))
            values.add(tuple(trial.values[place] for place in places))
            shown.add(trial.behaviour)
    return any(len(values) > 1 and len(shown) > 1 for values, shown in groups.values())


def _only(inside: Trials, trials: Trials) -> bool:
    """Tell whether something is shown inside, and something outside, and not all of it in both."""
    within = {trial.behaviour for trial in inside} - {None}
    kept = {id(trial) for trial in inside}
    outside = {trial.behaviour for trial in trials if id(trial) not in kept} - {None}
    return bool(outside) and bool(within - outside)
