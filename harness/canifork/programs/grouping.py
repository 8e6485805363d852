"""Group the settings in which a program behaves alike, and say under which condition each group is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.separate import Condition, separate
from canifork.axes import Configuration
from canifork.programs.behaviour import CUT, Behaviour, Run, Setting
from canifork.programs.masking import COMPARED, Masks, apply, learn

Runs = Mapping[str, Sequence[Run]]
"""The runs of each setting, by its id."""

Shown = frozenset[Behaviour]
"""What a setting showed, over its runs."""

MOST_LINES = 2_000  # of a text that are compared line by line
NAMES = {
    "ended": "end", "error": "exception", "out": "stdout", "last": "last line of stderr",
    "left": "left running", "files": "files",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Settings that behave alike, with what they showed: more than one behaviour where chance decides.

    `where` is the shortest condition that fits these settings and no others, None if there is none.
    """

    settings: tuple[Setting, ...]
    shown: tuple[Behaviour, ...]
    runs: tuple[Run, ...]
    where: Condition | None

    @property
    def behaviour(self) -> Behaviour:
        """Return what it showed most often."""
        return self.shown[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One thing in which a group differs from the first: what it is called, and lines that say how."""

    name: str
    lines: tuple[str, ...]


def masked(runs: Runs, reference: str, *, exact: bool) -> dict[str, list[Behaviour]]:
    """Return the behaviours of each setting, with what differs by itself masked, unless `exact`.

    What differs between the runs of the reference differs by itself everywhere; what differs between
    the runs of another setting, in that one.
    """
    seen = {name: [run.behaviour for run in some] for name, some in runs.items()}
    if exact:
        return seen
    masks = masks_of(runs)
    unordered = frozenset().union(*(mask.unordered for mask in masks.values()))
    return {
        name: [apply(one, [masks[reference], masks[name]], unordered) for one in some]
        for name, some in seen.items()
    }


def masks_of(runs: Runs) -> dict[str, Masks]:
    """Return what differs by itself in each setting."""
    return {name: learn([run.behaviour for run in some]) for name, some in runs.items()}


def unlike(runs: Runs, reference: str) -> list[str]:
    """Name the settings that do not show what the reference shows, and could show more in another run."""
    seen = masked(runs, reference, exact=False)
    known = set(seen[reference])
    return [name for name, some in seen.items() if not set(some) <= known]


def group(runs: Runs, reference: str, *, exact: bool) -> list[Group]:
    """Return the groups, the largest first; of two as large, the one with the reference.

    A setting that showed some of what chance decides in the reference belongs to that.
    """
    seen = masked(runs, reference, exact=exact)
    common = frozenset(seen[reference])
    members: dict[Shown, list[str]] = {common: []}
    for name, some in seen.items():
        key = common if set(some) <= common else frozenset(some)
        members.setdefault(key, []).append(name)
    every = frozenset(run.setting.configuration for some in runs.values() for run in some)
    found = [_group(names, seen, runs, every) for names in members.values()]
    return sorted(found, key=lambda one: -len(one.settings))


def differences(group: Group, first: Group) -> list[Difference]:
    """Say how a group differs from the first, one thing after the other."""
    mine, other = group.behaviour, first.behaviour
    if mine == other:  # chance shows something else there, or here
        mine, other = group.shown[-1], first.shown[-1]
    found = []
    cut = CUT & {mine.ended, other.ended}
    for name in ("ended", "error", *(() if cut else COMPARED)):
        here, there = getattr(mine, name), getattr(other, name)
        if here != there:
            found.append(Difference(name=NAMES[name], lines=tuple(_diff(there, here))))
    return found


def _group(
    names: Sequence[str], seen: Mapping[str, Sequence[Behaviour]], runs: Runs, every: frozenset[Configuration]
) -> Group:
    counted: dict[Behaviour, int] = {}
    for name in names:
        for one in seen[name]:
            counted[one] = counted.get(one, 0) + 1
    some = [run for name in names for run in runs[name]]
    cells = frozenset(run.setting.configuration for run in some)
    return Group(
        settings=tuple(dict.fromkeys(run.setting for run in some)),
        shown=tuple(sorted(counted, key=lambda one: -counted[one])),
        runs=tuple(some),
        where=separate(cells, every - cells),
    )


def _diff(before: str, after: str) -> Iterable[str]:
    """Return lines with - for what the first group has, and + for what this one has."""
    one, other = (text.split("\n")[:MOST_LINES] if text else [] for text in (before, after))
    lines = list(difflib.unified_diff(one, other, n=1, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]
