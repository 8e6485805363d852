"""Offer causes: claims that split the settings as the program does, and whose signs it shows.

A claim's answer has several keys.  Of each the results say which value it had where.  A key splits
the settings as a group does if some of its values were seen in the settings of that group and in no
others.  How well both fit is a number; that it is the cause is never said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from canifork.analysis.labels import decided
from canifork.analysis.separate import cell_of, separate
from canifork.axes import Configuration
from canifork.model import Record, Results
from canifork.programs.behaviour import CUT, Behaviour, Setting
from canifork.programs.grouping import Group
from canifork.programs.signatures import Evidence, Signature, evidence_of, signatures, signs, weight

LEAST = 0.4  # fit of a cause that is offered at all
ENOUGH = 2  # what signs have to be worth to fit wholly: a single weak one says little
MOST = 3  # causes that are offered for a group

Values = Mapping[str, Mapping[Setting, Any]]
"""What was seen in each setting, by the key of an answer; a setting that is not known is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """A claim that may be the cause, and how well it fits, from 0 to 1.

    `split`: to what part the settings of the group are those of the claim's values; `known`: of how many
    of them the results tell.  `signs`: what was looked for, and whether it was there.
    """

    claim: str
    fit: float
    split: float
    known: int
    signs: Mapping[str, bool]


def causes(
    group: Group, groups: Sequence[Group], varies: Iterable[str], source: str, seen: Mapping[str, Values]
) -> list[Cause]:
    """Return the causes of what a group does that fit best, the best first.

    `groups`: all of them, the largest first, which the others are measured against; `varies`: settings
    whose output differs by itself; `seen`: what the results of the claims say of each setting, by claim.
    A claim may tell the group from all others, or the first one, or what ends badly from what does not.
    """
    found: dict[str, Cause] = {}
    others = [one for one in groups if one is not group]
    evidence = _evidence(group, others, set(varies))
    every = [setting for one in groups for setting in one.settings]
    apart = [setting for one in groups[1:] for setting in one.settings] or every
    troubled = [setting for one in groups if one.behaviour.troubled for setting in one.settings]
    for signature in signatures():
        cause = _cause(
            signature, evidence, source, ([group.settings, apart, troubled], every), seen.get(signature.claim)
        )
        if cause is not None and (signature.claim not in found or found[signature.claim].fit < cause.fit):
            found[signature.claim] = cause
    return sorted(found.values(), key=lambda cause: -cause.fit)[:MOST]


def values_of(results: Results, settings: Sequence[Setting]) -> dict[str, Values]:
    """Return what the results say of these settings, by claim.

    Where an interpreter is not in the results, the shortest condition of what was seen elsewhere tells.
    """
    records: dict[str, list[Record]] = defaultdict(list)
    for record in results.records:
        if decided(record):
            records[record.trial.case].append(record)
    return {
        claim: {key: _in(settings, seen, results) for key, seen in _keys(some).items()}
        for claim, some in records.items()
        if claim in {signature.claim for signature in signatures()}
    }


def _evidence(group: Group, others: Sequence[Group], varies: set[str]) -> Evidence:
    """Take the group itself if anything is wrong with it, else the first of the others."""
    unsteady = any(setting.id in varies for setting in group.settings)
    strange = bool(group.behaviour.last) or unsteady
    mine = not others or group.behaviour.troubled or (strange and not others[0].behaviour.troubled)
    chosen = group if mine else others[0]
    return evidence_of(
        chosen,
        varies=any(setting.id in varies for setting in chosen.settings) or len(chosen.shown) > 1,
        output=bool(others) and _prints_another(group.behaviour, others[0].behaviour),
    )


def _prints_another(one: Behaviour, other: Behaviour) -> bool:
    return one.out != other.out and not CUT & {one.ended, other.ended}


def _cause(
    signature: Signature,
    evidence: Evidence,
    source: str,
    settings: tuple[Sequence[Sequence[Setting]], Sequence[Setting]],
    values: Values | None,
) -> Cause | None:
    found = signs(signature, evidence, source)
    if found is None or not any(found.values()):
        return None
    some, every = settings
    split, known = max(
        (_split(one, every, seen) for seen in (values or {}).values() for one in some), default=(0.0, 0)
    )
    fit = (split + weight(found, only=True) / max(weight(found, only=False), ENOUGH)) / 2
    if fit < LEAST:
        return None
    return Cause(claim=signature.claim, fit=round(fit, 2), split=round(split, 2), known=known, signs=found)


def _split(
    group: Sequence[Setting], every: Sequence[Setting], values: Mapping[Setting, Any]
) -> tuple[float, int]:
    """Return to what part a choice of values names the group's settings, and how many are known."""
    known = [setting for setting in every if setting in values]
    mine = {setting for setting in group if setting in values}
    if len(group) == len(every):
        return float(len(set(map(repr, values.values()))) == 1), len(known)
    cells: dict[str, set[Setting]] = defaultdict(set)
    for setting in known:
        cells[repr(values[setting])].add(setting)
    chosen: set[Setting] = set()
    best = 0.0
    for some in sorted(cells.values(), key=lambda one: -len(one & mine) / len(one)):
        chosen |= some
        if len(chosen) < len(known):  # all of them are no choice
            best = max(best, len(chosen & mine) / len(chosen | mine))
    return best, len(known)


def _keys(records: Iterable[Record]) -> dict[str, list[tuple[Record, Any]]]:
    """Return the records of a claim, each with its value, for each key of its answers."""
    found: dict[str, list[tuple[Record, Any]]] = defaultdict(list)
    for record in records:
        observation = record.observation
        for key, value in (observation.answer or {"": observation.reason}).items():
            if not isinstance(value, (float, Mapping)):
                found[key].append((record, value))
    return found


def _in(
    settings: Sequence[Setting], seen: Sequence[tuple[Record, Any]], results: Results
) -> dict[Setting, Any]:
    """Return the value in each of these settings, as far as it is known."""
    exact = {(record.trial.interpreter, record.trial.start_method): value for record, value in seen}
    cells: dict[str, set[Configuration]] = defaultdict(set)
    for record, value in seen:
        cells[repr(value)].add(cell_of(record, results.interpreters))
    named = {repr(value): value for _, value in seen}
    found = {}
    for setting in settings:
        method = setting.start_method if (setting.interpreter, None) not in exact else None
        place = (setting.interpreter, method)
        if place in exact:
            found[setting] = exact[place]
        elif setting.interpreter not in results.interpreters:
            word = _foretold(setting.configuration, cells)
            found |= {} if word is None else {setting: named[word]}
    return found


def _foretold(cell: Configuration, cells: Mapping[str, set[Configuration]]) -> str | None:
    """Return the only value whose condition fits a cell that was not seen."""
    every = set().union(*cells.values())
    fitting = []
    for value, some in cells.items():
        where = separate(frozenset(some), frozenset(every - some))
        if where is not None and where.fits(cell):
            fitting.append(value)
    return fitting[0] if len(fitting) == 1 else None
