"""Say where a claim holds, in the shortest sentence that is true of every trial that was run.

The trials of a claim are cells with five axes: start method, version, GIL, system,
implementation.  A condition is a few atoms ("under fork", "until 3.9") joined by `and` and
`or`.  The simplest condition that fits exactly the cells in which the article is supported
makes the sentence.  It speaks of what was run and of nothing else: "until 3.9" names the
last version on which the claim was seen to hold.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.language import Say, english
from harness.model import Article, Facts, Record, Results

SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows", "emscripten": "Emscripten"}
NAMES = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}
UNDER = " under "  # between a system and what plays it: "Windows under Wine"
MOST_ATOMS = 3  # a longer condition is no sentence any more
ONLY = {
    Article.CONTRADICTED: english("Holds only {where}; elsewhere it is contradicted."),
    Article.NOT_SEEN: english("Holds only {where}; elsewhere it did not show itself."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """The axes of one trial that decided something."""

    start_method: str | None
    python: tuple[int, int]
    free_threaded: bool
    system: str
    implementation: str


@dataclass(frozen=True, slots=True)
class Atom:
    """One condition and its words."""

    words: str
    fits: Callable[[Cell], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """Atoms in alternatives: one alternative has to fit with all of its atoms."""

    alternatives: tuple[tuple[Atom, ...], ...]

    def fits(self, cell: Cell) -> bool:
        """Tell whether the condition speaks of this cell."""
        return any(all(atom.fits(cell) for atom in atoms) for atoms in self.alternatives)

    def words(self, say: Say = english) -> str:
        """Return the condition as part of a sentence: 'until 3.9, or without the GIL'."""
        both, either = say("{one} {other}"), say("{one}, or {other}")
        return _join(either, [_join(both, [atom.words for atom in atoms]) for atoms in self.alternatives])


def scopes(results: Results, say: Say = english) -> dict[str, str]:
    """Return the sentence of every claim, by its id, in the language of `say`."""
    records: dict[str, list[Record]] = {case: [] for case in results.cases}
    for record in results.records:
        records[record.trial.case].append(record)
    return {case: scope(some, results.interpreters, say) for case, some in records.items()}


def scope(records: Iterable[Record], interpreters: Mapping[str, Facts], say: Say = english) -> str:
    """Return the sentence that says where one claim holds, of the trials that were run."""
    verdicts = [
        (one.judgement.article, cell_of(one, interpreters)) for one in records if one.judgement.article
    ]
    decided = [(verdict, cell) for verdict, cell in verdicts if verdict in {Article.SUPPORTED, *ONLY}]
    if not verdicts:
        return say("Not run.")
    if not decided:
        silent = any(verdict is Article.SILENT for verdict, _ in verdicts)
        return say("The article is silent on this.") if silent else say("Undecided wherever it was run.")
    return _sentence(decided, say)


def _sentence(decided: Sequence[tuple[Article, Cell]], say: Say) -> str:
    held = {cell for verdict, cell in decided if verdict is Article.SUPPORTED}
    failed = {verdict: {cell for one, cell in decided if one is verdict} for verdict in ONLY}
    others = failed[Article.CONTRADICTED] | failed[Article.NOT_SEEN]
    if not others:
        return say("Holds everywhere it was run.")
    if not held:
        if not failed[Article.NOT_SEEN]:
            return say("Contradicted everywhere it was run.")
        if not failed[Article.CONTRADICTED]:
            return say("Did not show itself anywhere it was run.")
    found = separate(held, others, say) if held else None
    if found is None:
        counted = say("Holds in {held} of {run} configurations that were run.")
        return counted.format(held=len(held), run=len(held | others))
    rest = [sentence for verdict, sentence in ONLY.items() if failed[verdict]]
    only = say(rest[0]) if len(rest) == 1 else say("Holds only {where}; elsewhere it does not.")
    return only.format(where=found.words(say))


def separate(held: set[Cell], others: set[Cell], say: Say = english) -> Condition | None:
    """Return the simplest condition that fits all of `held` and none of `others`, or None."""
    if held & others:
        return None
    atoms = list(_atoms(held | others, say))
    wide = [atom for atom in atoms if all(atom.fits(cell) for cell in held)]
    safe = [atom for atom in atoms if not any(atom.fits(cell) for cell in others)]
    for condition in _conditions(atoms, wide, safe):
        if all(condition.fits(cell) for cell in held) and not any(condition.fits(cell) for cell in others):
            return condition
    return None


def _conditions(atoms: Sequence[Atom], wide: Sequence[Atom], safe: Sequence[Atom]) -> Iterator[Condition]:
    """Yield conditions of one, two, then three atoms; `and` before `or`.

    Only a `wide` atom, which fits all that has to fit, can stand in an only alternative; only a
    `safe` one, which fits nothing else, can be an alternative by itself.
    """
    for atom in wide:
        yield Condition(((atom,),))
    for pair in itertools.combinations(wide, 2):
        yield Condition((pair,))
    for one, other in itertools.combinations(safe, 2):
        yield Condition(((one,), (other,)))
    for triple in itertools.combinations(wide, MOST_ATOMS):
        yield Condition((triple,))
    for pair in itertools.combinations(atoms, 2) if safe else ():
        for atom in safe:
            yield Condition((pair, (atom,)))


def _atoms(cells: set[Cell], say: Say) -> Iterator[Atom]:
    """Yield the conditions that the run cells can be told apart by, in one order for all languages."""
    for method in sorted({cell.start_method for cell in cells if cell.start_method}):
        yield Atom(say("under {method}").format(method=method), _is("start_method", method))
        yield Atom(say("except under {method}").format(method=method), _is_not("start_method", method))
    versions = sorted({cell.python for cell in cells})
    for before, after in itertools.pairwise(versions):
        yield Atom(say("until {version}").format(version="{}.{}".format(*before)), _until(before))
        yield Atom(say("since {version}").format(version="{}.{}".format(*after)), _since(after))
    if len({cell.free_threaded for cell in cells}) > 1:
        yield Atom(say("without the GIL"), _is("free_threaded", value=True))
        yield Atom(say("with the GIL"), _is("free_threaded", value=False))
    for axis in ("system", "implementation"):
        names = sorted({getattr(cell, axis) for cell in cells})
        for name in names if len(names) > 1 else []:
            yield Atom(say("on {name}").format(name=_named(name, say)), _is(axis, name))
            yield Atom(say("not on {name}").format(name=_named(name, say)), _is_not(axis, name))


def _named(name: str, say: Say) -> str:
    """Name a system or an implementation: 'Linux', 'Windows under Wine'."""
    system, under, emulator = name.partition(UNDER)
    return say("{system} under {emulator}").format(system=system, emulator=emulator) if under else name


def _join(pattern: str, parts: Sequence[str]) -> str:
    return functools.reduce(lambda one, other: pattern.format(one=one, other=other), parts)


def _is(axis: str, value: object) -> Callable[[Cell], bool]:
    return lambda cell: bool(getattr(cell, axis) == value)


def _is_not(axis: str, value: object) -> Callable[[Cell], bool]:
    return lambda cell: bool(getattr(cell, axis) != value)


def _until(version: tuple[int, int]) -> Callable[[Cell], bool]:
    return lambda cell: cell.python <= version


def _since(version: tuple[int, int]) -> Callable[[Cell], bool]:
    return lambda cell: cell.python >= version


def cell_of(record: Record, interpreters: Mapping[str, Facts]) -> Cell:
    """Return the axes of a record's trial."""
    facts = interpreters[record.trial.interpreter]
    major, minor = (int(number) for number in re.findall(r"\d+", facts["version"])[:2])
    system = str(SYSTEMS.get(facts["os"], facts["os"]))
    return Cell(
        start_method=record.trial.start_method,
        python=(major, minor),
        free_threaded=facts["free_threaded"],
        system=f"{system}{UNDER}{facts['emulated'].title()}" if facts["emulated"] else system,
        implementation=str(NAMES.get(facts["implementation"], facts["implementation"])),
    )
