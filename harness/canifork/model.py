"""Every word of the project as a frozen dataclass or an enum; the stages hand these on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

Answer = Mapping[str, Any]
Facts = Mapping[str, Any]


MARK = "-"  # between a collection's name and an id of it that would clash; no id has one


def plain(claim: str) -> str:
    """Return a claim's or a chapter's id as its own collection has it: 'pool.size' of 'week3-pool.size'."""
    return claim.rpartition(MARK)[2]


class Kind(StrEnum):
    """What came of a trial; the last two come with a reason and no trial."""

    ANSWERED = "answered"
    RAISED = "raised"
    HUNG = "hung"
    DIED = "died"
    GARBLED = "garbled"
    MISTAKEN = "mistaken"
    NOT_APPLICABLE = "not_applicable"
    NOT_RUN = "not_run"


ABSENT = frozenset({Kind.NOT_APPLICABLE, Kind.NOT_RUN})
UNREADABLE = frozenset({Kind.GARBLED, Kind.MISTAKEN})


class Expectation(StrEnum):
    """An observation judged against EXPECT; `open` where no row speaks of the interpreter."""

    MET = "met"
    BROKEN = "broken"
    UNDECIDED = "undecided"
    OPEN = "open"


class Article(StrEnum):
    """An observation judged against ARTICLE; `not_seen`: a race that did not show itself."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_SEEN = "not_seen"
    UNDECIDED = "undecided"
    SILENT = "silent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of ARTICLE or EXPECT: where it holds (`when`) and what one sees there."""

    when: Mapping[str, Any]
    sees: Answer = field(default_factory=dict)
    may_see: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    raises: str | None = None
    hung: bool = False
    died: int | bool | None = None
    because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One claim and the header of the file that tests it; `deadline` in seconds.

    `seen`: threads where people met it, of a claim that came after the article: no row of the
    article judges it.
    """

    id: str
    file: str
    sha256: str
    truth: str
    why: str
    says: str | None
    docs: tuple[str, ...]
    start_methods: tuple[str, ...]
    needs: tuple[str, ...]
    alone: bool
    deadline: float
    article: tuple[Row, ...]
    expect: tuple[Row, ...]
    seen: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Return what equal cases share; their rows hold dicts, which have no hash."""
        return hash((self.id, self.sha256))

    @property
    def since_then(self) -> bool:
        """Tell whether it came after the article."""
        return bool(self.seen)

    @property
    def chapter(self) -> str:
        """Name the folder that holds the case: 'pool'."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """The folder of its cases, its title, the article's claims in order and those that came since."""

    name: str
    title: str
    claims: tuple[str, ...]
    since: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Untestable:
    """A statement of the article that no program can test, and why."""

    claim: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """The article: what it is called, by whom and when, its chapters, what cannot be tested.

    `address`: where it is on the web, or "".  `others`: collections that lie beside it in one file.
    Ids of theirs have the collection's `name` before them where they would clash: 'week3-pool.size'.
    """

    title: str
    original_title: str
    author: str
    published: str
    newest_python: str
    chapters: tuple[Chapter, ...]
    not_testable: tuple[Untestable, ...]
    address: str = ""
    name: str = field(default="", compare=False)
    others: tuple[Outline, ...] = ()

    @property
    def collections(self) -> tuple[Outline, ...]:
        """Return itself and the others."""
        return (self, *self.others)

    @property
    def every_chapter(self) -> tuple[Chapter, ...]:
        """Return the chapters of all collections."""
        return tuple(chapter for one in self.collections for chapter in one.chapters)

    def collection(self, chapter: str) -> Outline:
        """Return the collection that a chapter belongs to."""
        return next(one for one in self.collections if any(chapter == own.name for own in one.chapters))


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What a change of Python did to a claim: what is judged of its answers before and after, and `when`."""

    claim: str
    before: Answer
    after: Answer
    when: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """A change of Python that moved claims: its issue, the releases that it came in, what it moved."""

    id: str
    link: str
    says: str
    releases: tuple[tuple[int, int, int], ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Interpreter:
    """A command that starts a Python, and the facts that this Python found out about itself.

    `asked_at`: when it was asked, in UTC, if that was in an earlier run.
    `pace`: how many times slower than usual it is; deadlines and patience are longer by it.
    """

    command: tuple[str, ...]
    facts: Facts
    asked_at: str | None = None
    pace: float = 1.0

    @property
    def id(self) -> str:
        """Name the interpreter: 'cp313t-linux-x86_64'."""
        return str(self.facts["id"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Unused:
    """A command that was found and is not used, and why."""

    command: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """One case on one interpreter under one start method, or none."""

    case: str
    interpreter: str
    start_method: str | None

    @property
    def plain(self) -> Trial:
        """Return it as its case's own collection names it."""
        return replace(self, case=plain(self.case))

    @property
    def id(self) -> str:
        """Name the trial: 'pool.default_size[cp314-linux-x86_64-forkserver]'."""
        method = f"-{self.start_method}" if self.start_method else ""
        return f"{self.case}[{self.interpreter}{method}]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Exit:
    """How a trial's process ended: `status` as subprocess gives it, None if it had to be killed.

    `out` and `err` are the ends of what it wrote; `written` counts all bytes of its output.
    `left`: processes that it left behind, if they were counted; of one that was killed, those that ran.
    `crowded`: it was killed because it had started more processes than it may.
    `lost`: the worker was killed during the trial meanwhile, and nobody knows the rest.
    `fault`: why the way to the interpreter or back failed, and nobody knows how the trial ended.
    """

    status: int | None = None
    out: bytes = b""
    err: bytes = b""
    written: int = 0
    seconds: float = 0.0
    left: int = 0
    crowded: bool = False
    lost: bool = False
    fault: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What came of a trial: an answer, or a reason (class name, signal, sentence) and details."""

    kind: Kind
    answer: Answer | None = None
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """An observation measured against both tables; None where there was no trial.

    `article` is None too where a claim came after the article.
    """

    expectation: Expectation | None
    article: Article | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A trial, or an absent one, with what was observed and how it was judged."""

    trial: Trial
    observation: Observation
    judgement: Judgement
    seconds: float | None = None

    @property
    def red(self) -> bool:
        """Tell whether it needs attention: broken, garbled or mistaken, and nothing else."""
        return self.judgement.expectation is Expectation.BROKEN or self.observation.kind in UNREADABLE


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What will be run, and what will not, with the reason.

    `roots`: the folder that holds the cases of each chapter.  `faults`: sentences on what cannot be read
    of the claims, and is left out.
    """

    outline: Outline
    cases: Mapping[str, Case]
    interpreters: Mapping[str, Interpreter]
    unused: tuple[Unused, ...]
    trials: tuple[Trial, ...]
    absences: tuple[Record, ...]
    roots: Mapping[str, Path] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def root_of(self, claim: str) -> Path:
        """Return the folder that holds the cases of a claim's collection."""
        return self.roots[self.cases[claim].chapter]


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """All that results.json holds; `partial` says why trials are missing, if any are."""

    made_at: str
    project: Mapping[str, str | None]
    partial: str | None
    outline: Outline
    interpreters: Mapping[str, Facts]
    unused: tuple[Unused, ...]
    cases: Mapping[str, Case]
    records: tuple[Record, ...]
