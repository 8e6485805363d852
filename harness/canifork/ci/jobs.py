"""Plan the jobs of CI: which Python runs on which runner image, from the table in jobs.toml."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from canifork.axes import SYSTEMS
from canifork.ci.estimate import minutes, start_order
from canifork.ci.table import Image, Table
from canifork.errors import MatrixError
from canifork.model import Results

SUBSETS = ("full", "quick", "radar")
MOST_JOBS = 256  # of one matrix, says GitHub: https://docs.github.com/actions/reference/limits
CASES = "cases"  # the session of nox that runs the cases on the Python it is given
PATCH_RELEASE = re.compile(r"\d+\.\d+\.\d+")
KEYWORD = re.compile(r"[\w:+.\[\]\\/() -]*")  # of what pytest's -k is made of


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One job: its image, its session of nox, and the interpreters whose results it has to bring.

    `python` and `architecture` are what setup-python is asked for, `python` empty where the session
    brings its own; with a `container` the cases run in it.  `next`: only a pre-release can be had.
    `each_patch`: it is told apart by its patch release.
    `optional` says why the cell holds up nothing when it is missing or broken; '' where it does.
    """

    id: str
    image: str
    architecture: str
    container: str
    session: str
    python: str
    next: bool
    each_patch: bool
    optional: str
    minutes: float
    interpreters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """The jobs of one run of CI: `keyword` chooses claims as -k does, `whole` if nothing was left out.

    `pairs` are interpreters of which the second is to be compared with the first.
    """

    subset: str
    commit: str
    keyword: str
    whole: bool
    cells: tuple[Cell, ...]
    pairs: tuple[tuple[str, str], ...]


def make_matrix(
    table: Table, *, subset: str, only: Sequence[str], keyword: str, commit: str | None
) -> Matrix:
    """Plan the jobs of a subset; `only` keeps the cells that fit one of these patterns.

    MatrixError if nothing is left, if no commit says what the results will be of, or if the keyword
    is none: better in one job than in every cell.
    """
    if commit is None:
        raise MatrixError("there is no commit here to name in the plan; plan in a checkout of the project")
    if not KEYWORD.fullmatch(keyword):
        raise MatrixError(f"{keyword!r} is no keyword; write names, `and`, `or`, `not` and parentheses")
    cells = tuple(_chosen(table, subset, only))
    return Matrix(
        subset=subset,
        commit=commit,
        keyword=keyword.strip(),
        whole=subset == "full" and not only and not keyword.strip(),
        cells=cells,
        pairs=tuple(_pairs(table)) if subset == "radar" else (),
    )


def _chosen(table: Table, subset: str, only: Sequence[str]) -> list[Cell]:
    cells = [
        cell
        for cell in _cells(table, subset)
        if not only or any(fnmatchcase(cell.id, pattern) for pattern in only)
    ]
    if not 0 < len(cells) <= MOST_JOBS:
        fitting = f" that fit {' '.join(only)!r}" if only else ""
        raise MatrixError(
            f"the subset {subset} has {len(cells)} cells{fitting}; a matrix takes 1 to {MOST_JOBS}"
        )
    return sorted(cells, key=lambda cell: start_order(cell.image, cell.minutes))


def to_json(matrix: Matrix) -> str:
    """Return the plan on one line, as a job's output takes it."""
    return json.dumps(dataclasses.asdict(matrix))


def from_json(text: str) -> Matrix:
    """Read a plan back; MatrixError if it is none."""
    try:
        raw: dict[str, Any] = json.loads(text)
        cells = tuple(Cell(**cell | {"interpreters": tuple(cell["interpreters"])}) for cell in raw["cells"])
        pairs = tuple((old, new) for old, new in raw["pairs"])
        return Matrix(**raw | {"cells": cells, "pairs": pairs})
    except (ValueError, TypeError, KeyError) as fault:
        raise MatrixError(
            f"the plan cannot be read ({fault}); make one with `canifork matrix --json`"
        ) from None


def lines(matrix: Matrix) -> Iterator[str]:
    """Yield the plan as people read it: a line for each image, the optional cells, the counts, the time."""
    for image, architecture, container in dict.fromkeys(_place(cell) for cell in matrix.cells):
        here = [cell for cell in matrix.cells if _place(cell) == (image, architecture, container)]
        words = " ".join(cell.python or cell.id for cell in here)
        yield f"{image:17} {architecture:6}{words}{' in a container' if container else ''}"
    for reason in dict.fromkeys(cell.optional for cell in matrix.cells if cell.optional):
        yield f"optional: {' '.join(cell.id for cell in matrix.cells if cell.optional == reason)}: {reason}"
    count = sum(len(cell.interpreters) for cell in matrix.cells)
    yield f"{len(matrix.cells)} jobs for {count} interpreters ({matrix.subset}) of commit {matrix.commit}"
    jobs = [(cell.image, cell.minutes) for cell in matrix.cells]
    total = sum(cell.minutes for cell in matrix.cells)
    yield f"estimated: {minutes(jobs):.0f} minutes, {total:.0f} minutes of runners"


def _place(cell: Cell) -> tuple[str, str, bool]:
    return cell.image, cell.architecture, bool(cell.container)


def never_run(table: Table, *results: Results | None) -> list[str]:
    """Name the systems of the table on which none of these results were made: 'macOS (arm64, x86_64)'."""
    facts = [each for part in results if part for each in part.interpreters.values()]
    ran = {(each["os"], each["machine"]) for each in facts if not each["emulated"]}
    return [
        f"{SYSTEMS[system]} ({', '.join(machines)})"
        for system in dict.fromkeys(image.os for image in table.images)
        if (machines := _machines(table, system, ran))
    ]


def _machines(table: Table, system: str, ran: Collection[tuple[str, str]]) -> list[str]:
    machines = dict.fromkeys(image.machine for image in table.images if image.os == system)
    return [machine for machine in machines if (system, machine) not in ran]


def _cells(table: Table, subset: str) -> Iterator[Cell]:
    for image in table.images:
        for python in table.pythons(image, subset):
            yield _cell(table, image, python)
    for emulator in table.emulators if subset == "full" else ():
        yield Cell(
            id=emulator.name,
            image=emulator.image,
            architecture=emulator.architecture,
            container="",
            session=emulator.session,
            python="",
            next=False,
            each_patch=False,
            optional=table.reason(emulator.name),
            minutes=emulator.minutes,
            interpreters=tuple(emulator.interpreters),
        )


def _cell(table: Table, image: Image, python: str) -> Cell:
    key = table.interpreter_id(image, python)
    return Cell(
        id=key,
        image=image.name,
        architecture=image.architecture,
        container=image.container.format(python=python),
        session=CASES,
        python=python,
        next=python == table.next,
        each_patch=bool(PATCH_RELEASE.fullmatch(python)),
        optional=table.reason(key),
        minutes=image.minutes,
        interpreters=(key,),
    )


def _pairs(table: Table) -> Iterator[tuple[str, str]]:
    for image in table.images:
        if image.radar:
            yield table.interpreter_id(image, table.newest), table.interpreter_id(image, table.next)
