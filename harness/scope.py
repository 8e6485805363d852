"""Say where a claim holds, in the shortest sentence that is true of every trial that was run.

The trials of a claim are cells with five axes: start method, version, GIL, system,
implementation.  A condition is a few atoms ("under fork", "until 3.9") joined by `and` and
`or`.  The simplest condition that fits exactly the cells in which the article is supported
makes the sentence.  It speaks of what was run and of nothing else: "until 3.9" names the
last version on which the claim was seen to hold.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.model import Article, Facts, Record, Results

SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows", "emscripten": "Emscripten"}
NAMES = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}
MOST_ATOMS = 3  # a longer condition is no sentence any more
ELSEWHERE = {
    Article.CONTRADICTED: "elsewhere it is contradicted",
    Article.NOT_SEEN: "elsewhere it did not show itself",
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

    def words(self) -> str:
        """Return the condition as part of a sentence: 'until 3.9, or without the GIL'."""
        return ", or ".join(" ".join(atom.words for atom in atoms) for atoms in self.alternatives)


def scopes(results: Results) -> dict[str, str]:
    """Return the sentence of every claim, by its id."""
    records: dict[str, list[Record]] = {case: [] for case in results.cases}
    for record in results.records:
        records[record.trial.case].append(record)
    return {case: scope(some, results.interpreters) for case, some in records.items()}


def scope(records: Iterable[Record], interpreters: Mapping[str, Facts]) -> str:
    """Return the sentence that says where one claim holds, of the trials that were run."""
    verdicts = [(one.judgement.article, _cell(one, interpreters)) for one in records if one.judgement.article]
    decided = [(verdict, cell) for verdict, cell in verdicts if verdict in {Article.SUPPORTED, *ELSEWHERE}]
    if not verdicts:
        return "Not run."
    if not decided:
        silent = any(verdict is Article.SILENT for verdict, _ in verdicts)
        return "The article is silent on this." if silent else "Undecided wherever it was run."
    return _sentence(decided)


def _sentence(decided: Sequence[tuple[Article, Cell]]) -> str:
    held = {cell for verdict, cell in decided if verdict is Article.SUPPORTED}
    failed = {verdict: {cell for one, cell in decided if one is verdict} for verdict in ELSEWHERE}
    others = failed[Article.CONTRADICTED] | failed[Article.NOT_SEEN]
    if not others:
        return "Holds everywhere it was run."
    if not held:
        if not failed[Article.NOT_SEEN]:
            return "Contradicted everywhere it was run."
        if not failed[Article.CONTRADICTED]:
            return "Did not show itself anywhere it was run."
    found = separate(held, others) if held else None
    if found is None:
        return f"Holds in {len(held)} of {len(held | others)} configurations that were run."
    rest = [words for verdict, words in ELSEWHERE.items() if failed[verdict]]
    return f"Holds only {found.words()}; {rest[0] if len(rest) == 1 else 'elsewhere it does not'}."


def separate(held: set[Cell], others: set[Cell]) -> Condition | None:
    """Return the simplest condition that fits all of `held` and none of `others`, or None."""
    if held & others:
        return None
    atoms = list(_atoms(held | others))
    for condition in _conditions(atoms):
        if all(condition.fits(cell) for cell in held) and not any(condition.fits(cell) for cell in others):
            return condition
    return None


def _conditions(atoms: Sequence[Atom]) -> Iterator[Condition]:
    """Yield conditions of one, two, then three atoms; `and` before `or`."""
    for atom in atoms:
        yield Condition(((atom,),))
    for pair in itertools.combinations(atoms, 2):
        yield Condition((pair,))
    for one, other in itertools.combinations(atoms, 2):
        yield Condition(((one,), (other,)))
    for triple in itertools.combinations(atoms, MOST_ATOMS):
        yield Condition((triple,))
    for pair in itertools.combinations(atoms, 2):
        for atom in atoms:
            yield Condition((pair, (atom,)))


def _atoms(cells: set[Cell]) -> Iterator[Atom]:
    """Yield the conditions that the run cells can be told apart by."""
    for method in sorted({cell.start_method for cell in cells if cell.start_method}):
        yield Atom(f"under {method}", _is("start_method", method))
        yield Atom(f"except under {method}", _is_not("start_method", method))
    versions = sorted({cell.python for cell in cells})
    for before, after in itertools.pairwise(versions):
        yield Atom("until {}.{}".format(*before), _until(before))
        yield Atom("since {}.{}".format(*after), _since(after))
    if len({cell.free_threaded for cell in cells}) > 1:
        yield Atom("without the GIL", _is("free_threaded", value=True))
        yield Atom("with the GIL", _is("free_threaded", value=False))
    for axis in ("system", "implementation"):
        names = sorted({getattr(cell, axis) for cell in cells})
        for name in names if len(names) > 1 else []:
            yield Atom(f"on {name}", _is(axis, name))
            yield Atom(f"not on {name}", _is_not(axis, name))


def _is(axis: str, value: object) -> Callable[[Cell], bool]:
    return lambda cell: bool(getattr(cell, axis) == value)


def _is_not(axis: str, value: object) -> Callable[[Cell], bool]:
    return lambda cell: bool(getattr(cell, axis) != value)


def _until(version: tuple[int, int]) -> Callable[[Cell], bool]:
    return lambda cell: cell.python <= version


def _since(version: tuple[int, int]) -> Callable[[Cell], bool]:
    return lambda cell: cell.python >= version


def _cell(record: Record, interpreters: Mapping[str, Facts]) -> Cell:
    facts = interpreters[record.trial.interpreter]
    major, minor = (int(number) for number in re.findall(r"\d+", facts["version"])[:2])
    system = str(SYSTEMS.get(facts["os"], facts["os"]))
    return Cell(
        start_method=record.trial.start_method,
        python=(major, minor),
        free_threaded=facts["free_threaded"],
        system=f"{system} under {facts['emulated'].title()}" if facts["emulated"] else system,
        implementation=str(NAMES.get(facts["implementation"], facts["implementation"])),
    )
