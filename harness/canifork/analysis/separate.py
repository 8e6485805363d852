"""Find the shortest condition that tells some configurations from others.

An atom is one condition ("under fork", "until 3.9"); a condition is alternatives, of which one
has to fit with all of its atoms.  Configurations are the bits of a number here, so that what two
atoms fit together is one `&`.  The search is exhaustive: if it returns nothing, there is no
condition of MOST_ATOMS atoms with at most LONGEST in an alternative.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from canifork.axes import AXES, PLACES, Configuration, configuration, last
from canifork.i18n.translator import Say, english
from canifork.model import Facts, Record

MOST_ATOMS = 6  # what is longer is no sentence any more
LONGEST = 4  # atoms of one alternative
INCIDENTAL = frozenset({"libc", "machine"})  # named last: what they tell, the system mostly decides
IN_ORDER = sorted(AXES, key=lambda key: (AXES[key].ordered, -PLACES[key]))  # "on Linux under fork since 3.9"
EITHER = english("{one}, or {other}")
SPAN, SINGLE = english("from {first} to {last}"), english("in {name}")


class How(StrEnum):
    """How an atom compares; the order is that of preference where two say the same."""

    IS = "is"
    UNTIL = "until"
    SINCE = "since"
    IS_NOT = "is not"


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition: the value of a configuration on the axis of this key is (not) this one."""

    key: str
    how: How
    value: Any

    def fits(self, cell: Configuration) -> bool:
        """Tell whether the condition speaks of this cell."""
        found = cell[self.key]
        if self.how is How.UNTIL:
            return bool(found <= self.value)
        if self.how is How.SINCE:
            return bool(found >= self.value)
        return (found == self.value) is (self.how is How.IS)

    def words(self, say: Say) -> str:
        """Return the condition as part of a sentence: 'until 3.9', 'except on Linux'."""
        axis = AXES[self.key]
        if self.value in axis.said:
            return say(axis.said[self.value])
        phrase = axis.phrases[self.how in {How.IS_NOT, How.SINCE}]
        until = axis.ordered and self.how is How.UNTIL
        return say(phrase).format(name=last(self.value) if until else axis.name(self.value, say))


@dataclass(frozen=True, slots=True)
class Condition:
    """Atoms in alternatives: one alternative has to fit with all of its atoms."""

    alternatives: tuple[tuple[Atom, ...], ...]

    def fits(self, cell: Configuration) -> bool:
        """Tell whether the condition speaks of this cell."""
        return any(all(atom.fits(cell) for atom in atoms) for atoms in self.alternatives)

    def words(self, say: Say = english, joint: str = EITHER) -> str:
        """Return the condition as part of a sentence: 'until 3.9, or without the GIL'."""
        return join(say(joint), [_all_of(atoms, say) for atoms in self.alternatives])

    @property
    def effort(self) -> tuple[int, int, int]:
        """Return how hard it is to read: alternatives that only say where it is not, atoms, such atoms."""
        negative = [[atom.how is How.IS_NOT for atom in atoms] for atoms in self.alternatives]
        return sum(map(all, filter(None, negative))), sum(map(len, negative)), sum(map(sum, negative))


class _Part(NamedTuple):  # of which there are thousands, and frozen dataclasses are slow to make
    """An alternative: the atoms, by their places, and the cells that it fits, as bits."""

    fits: int
    atoms: tuple[int, ...] = ()
    negative: int = 0

    def no_better(self, other: _Part) -> bool:
        """Tell whether the other one, found before, does all that this one does."""
        return self.fits & ~other.fits == 0 and self.negative >= other.negative


def cell_of(
    record: Record, interpreters: Mapping[str, Facts], cuts: Iterable[tuple[int, ...]] = ()
) -> Configuration:
    """Return where a record's trial was run; `cuts`: the patch releases at which the claim turns."""
    trial = record.trial
    return configuration(interpreters[trial.interpreter], trial.start_method, cuts)


class Places:
    """Where trials were run; what is the same place for several claims is worked out once."""

    def __init__(self, interpreters: Mapping[str, Facts]) -> None:
        """Take the facts of all interpreters that the trials were run on."""
        self.interpreters = interpreters
        self._known: dict[Hashable, Configuration] = {}

    def of(self, record: Record, cuts: tuple[tuple[int, ...], ...] = ()) -> Configuration:
        """Return where a record's trial was run, as `cell_of` does."""
        key = record.trial.interpreter, record.trial.start_method, cuts
        if key not in self._known:
            self._known[key] = cell_of(record, self.interpreters, cuts)
        return self._known[key]


@lru_cache(maxsize=1024)  # each language asks for the same conditions
def separate(held: frozenset[Configuration], others: frozenset[Configuration]) -> Condition | None:
    """Return the shortest condition that fits all of `held` and none of `others`, or None."""
    if not held or held & others:
        return None
    cells = [*held, *others]
    target = (1 << len(held)) - 1
    atoms = _telling(_atoms(cells), cells)
    levels = _levels(atoms, (1 << len(cells)) - 1, target)
    parts: list[_Part] = []
    for most in range(MOST_ATOMS + 1):
        parts += [part for part in next(levels, ()) if not any(map(part.no_better, parts))]
        covers = {_places(cover) for cover in _covers(target, parts, most)}
        if covers:
            named = [*atoms.values()]
            found = [_condition(one, named) for one in sorted(covers, key=lambda one: (len(one), one))]
            return min(found, key=lambda condition: condition.effort)
    return None


def _atoms(cells: Iterable[Configuration]) -> Iterator[Atom]:
    """Yield the conditions that speak of values of these cells, an axis after the other."""
    for key, axis in AXES.items():
        values = sorted({cell[key] for cell in cells if cell[key] is not None})
        if axis.ordered:
            for before, after in itertools.pairwise(values):
                yield from (Atom(key, How.UNTIL, before), Atom(key, How.SINCE, after))
        else:
            hows = (How.IS,) if axis.said else (How.IS, How.IS_NOT)
            yield from (Atom(key, how, value) for value in values for how in hows)


def _telling(atoms: Iterable[Atom], cells: Sequence[Configuration]) -> dict[int, Atom]:
    """Return the first atom for each set of cells that some atom fits, as bits, if it tells any apart."""
    found: dict[int, Atom] = {}
    for atom in sorted(atoms, key=lambda atom: (atom.key in INCIDENTAL, atom.how is How.IS_NOT)):
        found.setdefault(sum(1 << place for place, cell in enumerate(cells) if atom.fits(cell)), atom)
    return {fits: atom for fits, atom in found.items() if 0 < fits < (1 << len(cells)) - 1}


def _levels(atoms: Mapping[int, Atom], every: int, target: int) -> Iterator[list[_Part]]:
    """Yield the alternatives of no atom, of a single atom, of two and so on that fit in `target` only."""
    others = every & ~target
    known = [(fits, others & ~fits, atom.how is How.IS_NOT) for fits, atom in atoms.items()]
    level = {every: _Part(every)}
    for _ in range(LONGEST + 1):
        yield [part for part in level.values() if not part.fits & others]
        level = _longer([part for part in level.values() if part.fits & others], known, target)


def _longer(parts: Iterable[_Part], atoms: Sequence[tuple[int, int, bool]], target: int) -> dict[int, _Part]:
    """Return the alternatives with another atom that rules out a cell; the plainest for each set of cells.

    `atoms`: which cells each fits, which it rules out beside `target`, and whether it only says where it
    is not.
    """
    found: dict[int, _Part] = {}
    for fits, places, negatives in parts:
        for place, (fitting, ruled_out, negative) in enumerate(atoms):
            if fits & ruled_out and (both := fits & fitting) & target:
                count = negatives + negative
                if both not in found or count < found[both].negative:
                    found[both] = _Part(both, (*places, place), count)
    return found


def _covers(left: int, parts: Sequence[_Part], most: int) -> Iterator[tuple[_Part, ...]]:
    """Yield the alternatives, of at most so many atoms together, that fit all cells that are left."""
    if not left:
        yield ()
        return
    able = [part for part in parts if len(part.atoms) <= most and part.fits & left]
    first = left & -left
    for part in able:
        if part.fits & first:
            for rest in _covers(left & ~part.fits, able, most - len(part.atoms)):
                yield (part, *rest)


def _places(parts: Iterable[_Part]) -> tuple[tuple[int, ...], ...]:
    return tuple(sorted(tuple(sorted(part.atoms)) for part in parts))


def _condition(places: Iterable[Iterable[int]], atoms: Sequence[Atom]) -> Condition:
    return Condition(tuple(tuple(atoms[place] for place in part) for part in places))


def _all_of(atoms: Sequence[Atom], say: Say) -> str:
    """Say what fits where all atoms fit: 'on Linux from 3.9 to 3.11 except under fork'."""
    but = [atom.words(say) for atom in atoms if atom.how is How.IS_NOT]
    parts = list(filter(None, (_on(key, atoms, say) for key in IN_ORDER)))
    if not parts and not but:
        return say("everywhere")
    without = [join(say("{one} and {other}"), but)] if but else []
    if not parts:
        return say("everywhere {where}").format(where=without[0])
    return join(say("{one} {other}"), [*parts, *without])


def _on(key: str, atoms: Sequence[Atom], say: Say) -> str:
    """Say what the atoms ask for on one axis, or nothing if they do not."""
    mine = {atom.how: atom for atom in atoms if atom.key == key and atom.how is not How.IS_NOT}
    if How.UNTIL not in mine or How.SINCE not in mine:
        return "".join(atom.words(say) for atom in mine.values())
    first, end = AXES[key].name(mine[How.SINCE].value, say), last(mine[How.UNTIL].value)
    return say(SINGLE).format(name=first) if first == end else say(SPAN).format(first=first, last=end)


def join(pattern: str, parts: Sequence[str]) -> str:
    """Put texts together, by a pattern that says how `one` stands before `other`."""
    return reduce(lambda one, other: pattern.format(one=one, other=other), parts)
