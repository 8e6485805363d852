"""Plan the jobs of CI: which Python runs on which runner image, from the table in matrix.toml."""

from __future__ import annotations

import dataclasses
import json
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from harness.errors import MatrixError
from harness.model import Results
from harness.scope import SYSTEMS

TABLE = Path(__file__).with_name("matrix.toml")
SUBSETS = ("full", "quick", "radar")
MOST_JOBS = 256  # of one matrix, says GitHub: https://docs.github.com/actions/reference/limits
CASES = "cases"  # the session of nox that runs the cases on the Python it is told


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A runner image, the Pythons that setup-python has for it, and the ones of each subset."""

    name: str
    os: str
    machine: str
    pythons: Sequence[str]
    quick: Sequence[str]
    radar: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Emulator:
    """A session of nox that brings interpreters for a system which the image only plays."""

    name: str
    image: str
    session: str
    interpreters: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """All of matrix.toml."""

    newest: str
    next: str
    images: tuple[Image, ...]
    emulators: tuple[Emulator, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One job: its image, its session of nox, and the interpreters whose results it has to bring.

    `python` is what setup-python is asked for, empty where the session brings its own;
    `next` tells that only a pre-release can be had.
    """

    id: str
    image: str
    session: str
    python: str
    next: bool
    interpreters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """The jobs of one run of CI: `words` chooses claims as -k does, `whole` if nothing was left out.

    `pairs` are interpreters of which the second is to be compared with the first.
    """

    subset: str
    commit: str
    words: str
    whole: bool
    cells: tuple[Cell, ...]
    pairs: tuple[tuple[str, str], ...]


def read_table(path: Path = TABLE) -> Table:
    """Read matrix.toml, or another file of its form."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Table(
        newest=raw["newest"],
        next=raw["next"],
        images=tuple(Image(**one) for one in raw["image"]),
        emulators=tuple(Emulator(**one) for one in raw["emulator"]),
    )


def make_matrix(table: Table, *, subset: str, only: Sequence[str], words: str, commit: str | None) -> Matrix:
    """Plan the jobs of a subset; `only` keeps the cells that fit one of these patterns.

    MatrixError if nothing is left, or if no commit says what the results will be of.
    """
    if commit is None:
        raise MatrixError("there is no commit here to name in the plan; plan in a checkout of the project")
    cells = [
        cell
        for cell in _cells(table, subset)
        if not only or any(fnmatchcase(cell.id, pattern) for pattern in only)
    ]
    if not 0 < len(cells) <= MOST_JOBS:
        chosen = f" that fit {' '.join(only)!r}" if only else ""
        raise MatrixError(
            f"the subset {subset} has {len(cells)} cells{chosen}; a matrix takes 1 to {MOST_JOBS}"
        )
    whole = subset == "full" and not only and not words.strip()
    return Matrix(
        subset=subset,
        commit=commit,
        words=words.strip(),
        whole=whole,
        cells=tuple(cells),
        pairs=tuple(_pairs(table)) if subset == "radar" else (),
    )


def interpreter_id(image: Image, python: str) -> str:
    """Name the interpreter that setup-python installs on an image: 'cp313t-linux-aarch64'."""
    tag = re.sub(r"^pypy", "pp", python) if python.startswith("pypy") else f"cp{python}"
    return f"{tag.replace('.', '')}-{image.os}-{image.machine}"


def to_json(matrix: Matrix) -> str:
    """Return the plan on one line, as a job's output takes it."""
    return json.dumps(dataclasses.asdict(matrix))


def from_json(text: str) -> Matrix:
    """Read a plan back; MatrixError if it is none."""
    try:
        raw: dict[str, Any] = json.loads(text)
        cells = tuple(Cell(**one | {"interpreters": tuple(one["interpreters"])}) for one in raw["cells"])
        pairs = tuple((old, new) for old, new in raw["pairs"])
        return Matrix(**raw | {"cells": cells, "pairs": pairs})
    except (ValueError, TypeError, KeyError) as fault:
        raise MatrixError(f"the plan cannot be read ({fault}); make one with `matrix --json`") from None


def lines(matrix: Matrix) -> Iterator[str]:
    """Yield the plan as people read it: a line for each image, then the counts."""
    for image in dict.fromkeys(cell.image for cell in matrix.cells):
        here = [cell for cell in matrix.cells if cell.image == image]
        yield f"{image:18}{' '.join(cell.python or cell.id for cell in here)}"
    count = sum(len(cell.interpreters) for cell in matrix.cells)
    yield f"{len(matrix.cells)} jobs for {count} interpreters ({matrix.subset}) of commit {matrix.commit}"


def never_run(table: Table, *results: Results | None) -> list[str]:
    """Name the systems of the table on which none of these results were made: 'macOS (arm64, x86_64)'."""
    facts = [one for part in results if part for one in part.interpreters.values()]
    ran = {(one["os"], one["machine"]) for one in facts if not one["emulated"]}
    return [
        f"{SYSTEMS[system]} ({', '.join(machines)})"
        for system in dict.fromkeys(image.os for image in table.images)
        if (machines := _machines(table, system, ran))
    ]


def _machines(table: Table, system: str, ran: Collection[tuple[str, str]]) -> list[str]:
    return [one.machine for one in table.images if one.os == system and (system, one.machine) not in ran]


def _cells(table: Table, subset: str) -> Iterator[Cell]:
    for image in table.images:
        for python in _pythons(table, image, subset):
            key = interpreter_id(image, python)
            yield Cell(
                id=key,
                image=image.name,
                session=CASES,
                python=python,
                next=python == table.next,
                interpreters=(key,),
            )
    for one in table.emulators if subset == "full" else ():
        yield Cell(
            id=one.name,
            image=one.image,
            session=one.session,
            python="",
            next=False,
            interpreters=tuple(one.interpreters),
        )


def _pythons(table: Table, image: Image, subset: str) -> Sequence[str]:
    radar = (table.newest, table.next) if image.radar else ()
    return {"full": image.pythons, "quick": image.quick, "radar": radar}[subset]


def _pairs(table: Table) -> Iterator[tuple[str, str]]:
    for image in table.images:
        if image.radar:
            yield interpreter_id(image, table.newest), interpreter_id(image, table.next)
