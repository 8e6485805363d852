"""The matrix of the site: a row per claim, a column per interpreter, start methods within a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.grid import ClaimRow, Column, Section, TrialCell
from canifork.analysis.labels import Label, labels_of
from canifork.axes import AXES, build, platform, system


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Trials of one cell that behaved alike: their state (a key of STATES), their word, their start methods.

    `methods` is empty where the claim has none.
    """

    state: str
    word: Label
    methods: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """Columns of one platform, side by side: 'Linux x86_64', 'Windows amd64 under Wine'."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """The columns by system, the reader's own first, and each cell by (claim, column's key).

    `words`: by (claim, column's key, start method).  `anchors`: by a column's key, the name under
    which a claim's page shows it.
    """

    systems: tuple[System, ...]
    cells: Mapping[tuple[str, str], tuple[Entry, ...]]
    words: Mapping[tuple[str, str, str | None], Label]
    anchors: Mapping[str, str]

    @property
    def columns(self) -> list[Column]:
        """Return the columns in the order of the table."""
        return [column for system in self.systems for column in system.columns]

    def choices(self, name: str) -> list[str]:
        """Return what a filter can choose from: 'os', 'python', 'build' or 'whose'."""
        return list(dict.fromkeys(traits(column)[name] for column in self.columns))


def make_matrix(chapters: Sequence[Section], shown: Sequence[Column]) -> Matrix:
    """Return the matrix of these chapters and columns."""
    own = {column.interpreter for column in shown if not column.published}
    labels = {key: word for chapter in chapters for line in chapter.lines for key, word in _words(line)}
    return Matrix(
        systems=tuple(_systems(shown)),
        cells={
            (line.case.id, key): _entries(
                [(cell, labels[line.case.id, key, cell.start_method]) for cell in marks]
            )
            for chapter in chapters
            for line in chapter.lines
            for key, marks in line.cells.items()
        },
        words=labels,
        anchors={
            one.key: ("published-" if one.published and one.interpreter in own else "") + one.interpreter
            for one in shown
        },
    )


def traits(column: Column) -> dict[str, str]:
    """Return what the filters ask of a column."""
    facts, python = column.facts, AXES["python"]
    return {
        "os": system(facts),
        "python": python.name(python.read(facts)),
        "build": build(facts),
        "whose": "published" if column.published else "yours",
    }


def _words(line: ClaimRow) -> Iterator[tuple[tuple[str, str, str | None], Label]]:
    marks = [(key, mark) for key, some in line.cells.items() for mark in some]
    labels = labels_of((mark.record for _, mark in marks), line.case)
    for (key, mark), word in zip(marks, labels, strict=True):
        yield (line.case.id, key, mark.start_method), word


def _entries(some: Iterable[tuple[TrialCell, Label]]) -> tuple[Entry, ...]:
    """Put trials that behaved alike together, in the order of the start methods."""
    alike: dict[tuple[str, Label], list[str]] = {}
    for mark, word in some:
        alike.setdefault((mark.state, word), []).extend(filter(None, [mark.start_method]))
    return tuple(
        Entry(state=state, word=word, methods=tuple(methods)) for (state, word), methods in alike.items()
    )


def _systems(shown: Sequence[Column]) -> list[System]:
    """Return the columns by system: the systems that the reader has run on first."""
    found: dict[str, list[Column]] = {}
    for column in sorted(shown, key=lambda column: column.published):
        found.setdefault(platform(column.facts), []).append(column)
    return [System(name=name, columns=tuple(members)) for name, members in found.items()]
