"""Gather what the jobs of CI brought, against their plan: whatever is missing or strange is named.

A folder for each job, named `cell-` and its cell, with one results file in it.  A job of a pull request
runs code that nobody has read yet, so what it brings is data and not to be trusted: it has to
be of this commit, of the very cases that lie here, and whole; and it is judged anew here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from canifork.ci.jobs import Cell, Matrix
from canifork.errors import ResultsError
from canifork.ids import interpreter_id
from canifork.model import Case, Kind, Outline, Results, Trial, Unused
from canifork.results.merge import merge
from canifork.results.store import LEFT_OUT, read_results
from canifork.trials.plan import all_trials

MOST_BYTES = 64 * 2**20  # of one results file; all of Linux's together are a twentieth of it
PREFIX = "cell-"  # of an artifact's name: others of the same run are not ours to merge
NOTHING = "no result arrived"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """The results that can be used, and for every cell that brought none of use the reason.

    `absent` are the optional cells among these, which hold up nothing.
    """

    results: Results | None
    faults: Mapping[str, str]
    absent: Mapping[str, str]

    @property
    def complete(self) -> bool:
        """Tell whether every cell that is not optional brought its results, and nothing strange came."""
        return self.results is not None and not self.faults


@dataclass(frozen=True, kw_only=True, slots=True)
class Claims:
    """The article and its cases as they lie here, which results have to be of."""

    outline: Outline
    cases: Mapping[str, Case]


def gather(matrix: Matrix, folder: Path, claims: Claims) -> Gathered:
    """Merge the results in the folders below `folder`; those of no use become faults of their cell."""
    arrived = _arrived(folder, [cell.id for cell in matrix.cells])
    parts: list[tuple[str, Results]] = []
    faults: dict[str, str] = {}
    absent: dict[str, str] = {}
    for cell in matrix.cells:
        try:
            results = _fetch(arrived.pop(f"{PREFIX}{cell.id}", None))
            _check(results, cell, matrix, claims)
            parts.append((cell.id, results))
        except ResultsError as fault:
            (absent if cell.optional else faults)[cell.id] = str(fault)
    faults |= dict.fromkeys(arrived, "arrived, and no cell of the plan is called so")
    merged = _merged(parts, matrix, faults, absent) if parts else None
    return Gathered(results=merged, faults=faults, absent=absent)


def _arrived(folder: Path, cells: Sequence[str]) -> dict[str, Path]:
    """Return the folder of each artifact that arrived, by its name.

    download-artifact v8 puts a single artifact into `folder` itself, without a folder of its own
    (https://github.com/actions/download-artifact, "resolvedPath"): then its file says whose it is.
    """
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    if not entries or any(entry.is_dir() for entry in entries):
        return {entry.name: entry for entry in entries}
    names = [entry.stem for entry in entries]
    return {PREFIX + next((name for name in names if name in cells), names[0]): folder}


def _fetch(folder: Path | None) -> Results:
    """Read the one results file of a cell."""
    if folder is None or not folder.is_dir() or folder.is_symlink():
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
        if not facts["id"] == key == interpreter_id(facts):
            raise ResultsError(
                f"the facts of {key} are those of {interpreter_id(facts)}, called {facts['id']}"
            )
    if results.outline != claims.outline or dict(results.cases) != dict(claims.cases):
        raise ResultsError("its cases are not those of the commit that it names")
    for why in _incomplete(results, matrix):
        raise ResultsError(why)


def _incomplete(results: Results, matrix: Matrix) -> Iterator[str]:
    """Yield what tells that a run ended early: trials without a record, or records without a run."""
    missing = set(all_trials(results.cases, results.interpreters)) - set(_trials(results))
    if missing:
        yield f"it lacks {len(missing)} trials, such as {min(trial.id for trial in missing)}"
    chosen = matrix.keyword and results.partial == LEFT_OUT
    if results.partial is not None and not chosen:
        yield f"its run is partial: {results.partial}"
    if not chosen and any(record.observation.kind is Kind.NOT_RUN for record in results.records):
        yield "it calls itself whole, and holds trials that were not run"


def _trials(results: Results) -> Iterator[Trial]:
    return (record.trial for record in results.records)


def _merged(
    parts: list[tuple[str, Results]], matrix: Matrix, faults: Mapping[str, str], absent: Mapping[str, str]
) -> Results:
    """Merge, and keep in the results themselves which cells are missing from them.

    Without an optional cell they are still whole.
    """
    whole = merge(parts)
    reasons = {**faults, **absent}
    unused = [
        Unused(command=(f"{cell.image}: {cell.id}",), reason=_why(cell, reasons[cell.id]))
        for cell in matrix.cells
        if cell.id in reasons
    ]
    count = sum(cell.id in faults for cell in matrix.cells)
    missing = f"{count} of {len(matrix.cells)} planned cells brought no results" if count else None
    return dataclasses.replace(whole, unused=tuple(unused), partial=missing or whole.partial)


def _why(cell: Cell, reason: str) -> str:
    return f"wanted, and absent: {reason} (optional: {cell.optional})" if cell.optional else reason
