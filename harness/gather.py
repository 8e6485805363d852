"""Gather what the jobs of CI brought, against their plan: whatever is missing or strange is named.

A folder for each job, named `cell-` and its cell, with one results file in it.  A job of a pull request
runs code that nobody has read yet, so what it brings is data and not to be trusted: it has to
be of this commit, of the very cases that lie here, and whole; and it is judged anew here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.errors import ResultsError
from harness.matrix import Cell, Matrix
from harness.merge import merge
from harness.model import Case, Facts, Kind, Outline, Results, Trial, Unused
from harness.plan import all_trials
from harness.record import LEFT_OUT, read_results

MOST_BYTES = 64 * 2**20  # of one results file; all of Linux's together are a twentieth of it
PREFIX = "cell-"  # of an artifact's name: others of the same run are not ours to merge
TAGS = {"cpython": "cp", "pypy": "pp"}  # of implementations in the ids of their interpreters
NOTHING = "no result arrived"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """The results that can be used, and for every cell that brought none of use the reason."""

    results: Results | None
    faults: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claims:
    """The article and its cases as they lie here, which results have to be of."""

    outline: Outline
    cases: Mapping[str, Case]


def gather(matrix: Matrix, folder: Path, claims: Claims) -> Gathered:
    """Merge the results in the folders below `folder`; those of no use become faults of their cell."""
    parts: list[tuple[str, Results]] = []
    faults: dict[str, str] = {}
    for cell in matrix.cells:
        try:
            results = _fetch(folder / f"{PREFIX}{cell.id}")
            _check(results, cell, matrix, claims)
            parts.append((cell.id, results))
        except ResultsError as fault:
            faults[cell.id] = str(fault)
    known = {f"{PREFIX}{cell.id}" for cell in matrix.cells}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in known:
            faults[path.name] = "arrived, and no cell of the plan is called so"
    return Gathered(results=_merged(parts, matrix, faults) if parts else None, faults=faults)


def _fetch(folder: Path) -> Results:
    """Read the one results file of a cell."""
    if not folder.is_dir() or folder.is_symlink():
        raise ResultsError(NOTHING)
    files = sorted(folder.iterdir())
    if len(files) != 1:
        names = ", ".join(path.name for path in files) or "nothing"
        raise ResultsError(f"one results file was to arrive, and there is {names}")
    if files[0].is_symlink() or not files[0].is_file():
        raise ResultsError(f"{files[0].name} is no plain file")
    if files[0].stat().st_size > MOST_BYTES:
        raise ResultsError(f"{files[0].name} has more than {MOST_BYTES // 2**20} MB")
    return read_results(files[0])


def _check(results: Results, cell: Cell, matrix: Matrix, claims: Claims) -> None:
    """Refuse results that are not what this cell was to bring."""
    commit = results.project["commit"]
    if commit != matrix.commit:
        raise ResultsError(f"its results are of commit {commit}, not of {matrix.commit}")
    if set(results.interpreters) != set(cell.interpreters):
        raise ResultsError(
            f"its results are of {', '.join(results.interpreters) or 'no interpreter'}, "
            f"not of {', '.join(cell.interpreters)}"
        )
    for key, facts in results.interpreters.items():
        if not facts["id"] == key == name_of(facts):
            raise ResultsError(f"the facts of {key} are those of {name_of(facts)}, called {facts['id']}")
    if results.outline != claims.outline or dict(results.cases) != dict(claims.cases):
        raise ResultsError("its cases are not those of the commit that it names")
    for why in _incomplete(results, matrix):
        raise ResultsError(why)


def name_of(facts: Facts) -> str:
    """Return the id that goes with an interpreter's facts, put together as cases/_probe.py does."""
    tag = TAGS.get(facts["implementation"]) or facts["implementation"]
    version = "".join(facts["version"].split(".")[:2]) + ("t" if facts["free_threaded"] else "")
    parts = [f"{tag}{version}", facts["os"], facts["machine"], facts["emulated"]]
    return "-".join(str(part) for part in parts if part)


def _incomplete(results: Results, matrix: Matrix) -> Iterator[str]:
    """Yield what tells that a run ended early: trials without a record, or records without a run."""
    missing = set(all_trials(results.cases, results.interpreters)) - set(_trials(results))
    if missing:
        yield f"it lacks {len(missing)} trials, such as {min(trial.id for trial in missing)}"
    chosen = matrix.words and results.partial == LEFT_OUT
    if results.partial is not None and not chosen:
        yield f"its run is partial: {results.partial}"
    if not chosen and any(one.observation.kind is Kind.NOT_RUN for one in results.records):
        yield "it calls itself whole, and holds trials that were not run"


def _trials(results: Results) -> Iterator[Trial]:
    return (record.trial for record in results.records)


def _merged(parts: list[tuple[str, Results]], matrix: Matrix, faults: Mapping[str, str]) -> Results:
    """Merge, and keep in the results themselves which cells are missing from them."""
    whole = merge(parts)
    absent = [cell for cell in matrix.cells if cell.id in faults]
    unused = [Unused(command=(f"{one.image}: {one.id}",), reason=faults[one.id]) for one in absent]
    missing = f"{len(absent)} of {len(matrix.cells)} planned cells brought no results" if absent else None
    return dataclasses.replace(whole, unused=tuple(unused), partial=missing or whole.partial)
