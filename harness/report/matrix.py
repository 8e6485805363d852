"""The matrix of the site: a row per claim, a column per interpreter, start methods within a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.model import Facts
from harness.report.table import Column, Line, Mark, Section
from harness.report.word import Word, words
from harness.scope import NAMES, SYSTEMS

SIGNS = {
    "supported": "✓",
    "contradicted": "✗",
    "not_seen": "○",
    "silent": "·",
    "undecided": "?",
    "red": "!",
    "not_applicable": "-",
    "not_run": "",
}
"""What stands before a word, by the keys of MARKS: colour is never the only sign."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """Trials of one cell that behaved alike: their state, their word, their start methods.

    `methods` is empty where the claim has none; `alone` tells that no other entry is in the cell.
    """

    state: str
    word: Word
    methods: tuple[str, ...]
    alone: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """Columns of one system, side by side: 'Linux x86_64', 'Windows amd64', under Wine."""

    name: str
    emulated: str | None
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """The columns by system, the reader's own first, and each cell by (claim, column's key).

    `words`: by (claim, column's key, start method).  `anchors`: by a column's key, the name under
    which a claim's page shows it.
    """

    systems: tuple[System, ...]
    cells: Mapping[tuple[str, str], tuple[Entry, ...]]
    words: Mapping[tuple[str, str, str | None], Word]
    anchors: Mapping[str, str]

    @property
    def columns(self) -> list[Column]:
        """Return the columns in the order of the table."""
        return [column for system in self.systems for column in system.columns]

    def choices(self, name: str) -> list[str]:
        """Return what a filter can choose from: 'os', 'python', 'build' or 'whose'."""
        return list(dict.fromkeys(traits(one)[name] for one in self.columns))


def make_matrix(chapters: Sequence[Section], shown: Sequence[Column]) -> Matrix:
    """Return the matrix of these chapters and columns."""
    own = {column.interpreter for column in shown if not column.published}
    told = {key: word for chapter in chapters for line in chapter.lines for key, word in _words(line)}
    return Matrix(
        systems=tuple(_systems(shown)),
        cells={
            (line.case.id, key): _entries([(one, told[line.case.id, key, one.start_method]) for one in marks])
            for chapter in chapters
            for line in chapter.lines
            for key, marks in line.cells.items()
        },
        words=told,
        anchors={
            one.key: ("published-" if one.published and one.interpreter in own else "") + one.interpreter
            for one in shown
        },
    )


def traits(column: Column) -> dict[str, str]:
    """Return what the filters ask of a column."""
    facts = column.facts
    name = str(NAMES.get(facts["implementation"], facts["implementation"]))
    system = str(SYSTEMS.get(facts["os"], facts["os"]))
    return {
        "os": f"{system} ({facts['emulated']})" if facts["emulated"] else system,
        "python": version(facts),
        "build": f"{name}, free-threaded" if facts["free_threaded"] else name,
        "whose": "published" if column.published else "yours",
    }


def version(facts: Facts) -> str:
    """Return major and minor version: '3.13'."""
    return ".".join(re.findall(r"\d+", facts["version"])[:2])


def _words(line: Line) -> Iterator[tuple[tuple[str, str, str | None], Word]]:
    marks = [(key, mark) for key, some in line.cells.items() for mark in some]
    told = words((mark.record for _, mark in marks), line.case)
    for (key, mark), word in zip(marks, told, strict=True):
        yield (line.case.id, key, mark.start_method), word


def _entries(some: Iterable[tuple[Mark, Word]]) -> tuple[Entry, ...]:
    """Put trials that behaved alike together, in the order of the start methods."""
    alike: dict[tuple[str, Word], list[str]] = {}
    for mark, word in some:
        alike.setdefault((mark.state, word), []).extend(filter(None, [mark.start_method]))
    return tuple(
        Entry(state=state, word=word, methods=tuple(methods), alone=len(alike) == 1)
        for (state, word), methods in alike.items()
    )


def _systems(shown: Sequence[Column]) -> list[System]:
    """Return the columns by system: the systems that the reader has run on first."""
    found: dict[tuple[str, str | None], list[Column]] = {}
    for column in sorted(shown, key=lambda one: one.published):
        facts = column.facts
        name = f"{SYSTEMS.get(facts['os'], facts['os'])} {facts['machine']}"
        found.setdefault((name, facts["emulated"]), []).append(column)
    return [
        System(name=name, emulated=emulated, columns=tuple(members))
        for (name, emulated), members in found.items()
    ]
