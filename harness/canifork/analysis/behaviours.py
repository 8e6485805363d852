"""Say what happens where: the behaviours of a claim, each with the condition that it is seen under.

A behaviour is what a cell of a table says (`labels`).  Each comes with the shortest condition that
fits exactly the configurations that showed it; in place of the one that is the hardest to read
stands "elsewhere".  Undecided trials decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from canifork.analysis.labels import Label, render
from canifork.analysis.separate import Condition, separate
from canifork.analysis.timeline import Sighting, sightings
from canifork.axes import Configuration
from canifork.i18n.translator import Say, english
from canifork.model import ABSENT, Case, Facts, Record

YES = english("yes")
SHORT = (0, 1, 0)  # the effort of a condition of a single atom that says where it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Behaviour:
    """What was seen, in which configurations, and the condition that fits these and no others.

    Without a condition it is what is seen elsewhere; if several are without, none that is short
    enough fits, and these are counted.
    """

    label: Label
    cells: frozenset[Configuration]
    where: Condition | None


def behaviours(found: Iterable[Sighting]) -> tuple[Behaviour, ...]:
    """Return what the trials of one claim showed, the most common first, "elsewhere" last."""
    seen: dict[Label, set[Configuration]] = {}
    for sighting in found:
        seen.setdefault(sighting.word, set()).add(sighting.cell)
    every = frozenset[Configuration]().union(*seen.values())
    told = [
        Behaviour(label=label, cells=frozenset(cells), where=separate(frozenset(cells), every - cells))
        for label, cells in sorted(seen.items(), key=lambda item: -len(item[1]))
    ]
    return tuple(sorted(_with_elsewhere(told), key=lambda behaviour: behaviour.where is None))


def happening(
    records: Sequence[Record], case: Case, interpreters: Mapping[str, Facts], say: Say = english
) -> str:
    """Return the sentence that says what happens where, of the records of one claim."""
    return sentence(behaviours(sightings(records, case, interpreters)), records, say)


def sentence(found: Sequence[Behaviour], records: Iterable[Record], say: Say) -> str:
    """Say what happens where: 'lost updates until 3.9; lost none elsewhere.'."""
    if not found:
        ran = any(record.observation.kind not in ABSENT for record in records)
        return say("Undecided wherever it was run.") if ran else say("Not run.")
    key = _common_key(found)
    parts = [_part(behaviour, _named(behaviour.label, key, say), found, say) for behaviour in found]
    listed = reduce(lambda one, other: say("{one}; {other}").format(one=one, other=other), parts)
    if key is not None:
        listed = say("{what}: {how}").format(what=say(key), how=listed)
    return say("{sentence}.").format(sentence=listed)


def _with_elsewhere(found: Sequence[Behaviour]) -> list[Behaviour]:
    """Take away the condition that is the hardest to read, of the rarest behaviour if several are.

    One atom says no less than "elsewhere" in as many words, and stays.
    """
    efforts = [behaviour.where.effort for behaviour in found if behaviour.where is not None]
    if len(efforts) < len(found) or max(efforts, default=SHORT) <= SHORT:
        return list(found)
    place = max(range(len(found)), key=lambda place: (efforts[place], place))
    return [replace(behaviour, where=None) if behaviour is found[place] else behaviour for behaviour in found]


def _common_key(found: Sequence[Behaviour]) -> str | None:
    """Return the key of an answer that all behaviours are values of, if there is such a key."""
    keys = {behaviour.label[0] for behaviour in found}
    valued = any(len(behaviour.label) > 1 for behaviour in found)
    return keys.pop() if len(found) > 1 and len(keys) == 1 and valued else None


def _named(label: Label, key: str | None, say: Say) -> str:
    """Name a behaviour, by its value alone if the key stands before the list."""
    named = label if key is None else (label[1:] or (YES,))
    several = len(named) > 1 or " " in named[0]
    return say("“{what}”").format(what=render(named, say)) if several else render(named, say)


def _part(behaviour: Behaviour, what: str, found: Sequence[Behaviour], say: Say) -> str:
    """Say what is seen and where, in one part of the sentence."""
    if len(found) == 1:
        return say("{what} everywhere it was run").format(what=what)
    if behaviour.where is not None:
        return say("{what} {where}").format(what=what, where=behaviour.where.words(say))
    if sum(behaviour.where is None for behaviour in found) == 1:
        return say("{what} elsewhere").format(what=what)
    return say("{what} in {some} of {all} configurations that were run").format(
        what=what,
        some=len(behaviour.cells),
        all=len(frozenset().union(*(behaviour.cells for behaviour in found))),
    )
