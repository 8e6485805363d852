"""Say when a claim's behaviour changed, and which one thing makes two configurations disagree."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from harness.language import Say, english
from harness.model import Article, Facts, Record, release
from harness.report.word import Word, decided, spoken
from harness.scope import NAMES, Cell, cell_of

FAMILY = ("implementation", "os", "machine", "emulated", "free_threaded")
"""The facts that interpreters share whose versions make a history."""

DECISIVE = frozenset({Article.SUPPORTED, Article.CONTRADICTED, Article.NOT_SEEN})
AXES = {
    "start_method": english("start method"),
    "free_threaded": english("GIL"),
    "system": english("system"),
    "implementation": english("implementation"),
    "python": english("version"),
}
"""In what two configurations can differ; a version last, as each is many differences."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One trial that showed a behaviour, and where: its axes, its family and its word."""

    record: Record
    word: Word
    cell: Cell
    family: tuple[object, ...]
    version: tuple[int, ...]

    @property
    def verdict(self) -> Article | None:
        """Return the article's verdict; None where it has none, as on what it does not speak of."""
        verdict = self.record.judgement.article
        return verdict if verdict in DECISIVE else None

    def disagrees(self, other: Seen) -> bool:
        """Tell whether the two behaved otherwise, or the article is right about one of them only."""
        verdicts = {self.verdict, other.verdict}
        return self.word != other.word or (None not in verdicts and len(verdicts) > 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Between two versions of one family, with none run in between, the behaviour changed."""

    before: Seen
    after: Seen
    methods: tuple[str, ...]

    @property
    def gap(self) -> bool:
        """Tell whether there are versions in between, which nobody ran."""
        (old, minor), (new, later) = self.before.cell.python, self.after.cell.python
        return old != new or later - minor > 1


def seen(records: Iterable[Record], words: Iterable[Word], interpreters: Mapping[str, Facts]) -> list[Seen]:
    """Return what the records of one claim showed, without those that were not run or could not tell."""
    return [
        Seen(
            record=record,
            word=word,
            cell=cell_of(record, interpreters),
            family=tuple(interpreters[record.trial.interpreter][fact] for fact in FAMILY),
            version=release(interpreters[record.trial.interpreter]),
        )
        for record, word in zip(records, words, strict=True)
        if decided(record)
    ]


def changes(found: Sequence[Seen]) -> list[Change]:
    """Return the changes of a claim; those that several start methods share are one."""
    alike: dict[tuple[object, ...], Change] = {}
    for change in _single(found):
        key = (change.before.family, change.before.cell.python, change.after.cell.python,
               change.before.word, change.after.word)  # fmt: skip
        first = alike.setdefault(key, replace(change, methods=()))
        alike[key] = replace(first, methods=(*first.methods, *change.methods))
    return list(alike.values())


def told_change(change: Change, say: Say) -> str:
    """Tell a change: 'CPython on Linux under spawn: TypeError until 3.13, starts since 3.14.'."""
    before, after = change.before.cell, change.after.cell
    sentence = say("{where}: {before} until {until}, {after} since {since}.").format(
        where=_where(change, say),
        before=spoken(change.before.word, say),
        until="{}.{}".format(*before.python),
        after=spoken(change.after.word, say),
        since="{}.{}".format(*after.python),
    )
    return sentence + (" " + say("What lies between was not run.") if change.gap else "")


def smallest_pair(found: Sequence[Seen]) -> tuple[str, Seen, Seen] | None:
    """Return the axis, and two trials that differ in it alone and disagree; None if there are none.

    Of all such pairs it is one on the newest versions, which a reader is likeliest to have.
    """
    for axis in AXES:
        pairs = [pair for pair in _pairs(found, axis) if pair[0].disagrees(pair[1])]
        if pairs:
            one, other = max(pairs, key=lambda pair: sorted((pair[0].cell.python, pair[1].cell.python)))
            return axis, one, other
    return None


def _single(found: Sequence[Seen]) -> Iterator[Change]:
    lines: dict[tuple[object, ...], list[Seen]] = {}
    for one in found:
        lines.setdefault((*one.family, one.cell.start_method), []).append(one)
    for line in lines.values():
        for before, after in itertools.pairwise(sorted(line, key=lambda one: one.version)):
            if before.disagrees(after):
                method = before.cell.start_method
                yield Change(before=before, after=after, methods=(method,) if method else ())


def _where(change: Change, say: Say) -> str:
    cell = change.before.cell
    name = NAMES.get(cell.implementation, cell.implementation)
    where = say("{name} on {system}").format(name=name, system=cell.system)
    if cell.free_threaded:
        where = say("{one} {other}").format(one=where, other=say("without the GIL"))
    for method in change.methods[:1]:
        listed = ", ".join([method, *change.methods[1:]])
        where = say("{one} {other}").format(one=where, other=say("under {method}").format(method=listed))
    return where


def _pairs(found: Sequence[Seen], axis: str) -> Iterator[tuple[Seen, Seen]]:
    """Yield trials that differ in one axis alone; along the versions, neighbours only."""
    others = [field.name for field in fields(Cell) if field.name != axis]
    groups: dict[tuple[object, ...], dict[object, Seen]] = {}
    for one in found:
        key = tuple(getattr(one.cell, name) for name in others)
        groups.setdefault(key, {}).setdefault(getattr(one.cell, axis), one)
    for group in groups.values():
        if axis == "python":
            yield from itertools.pairwise(group[place] for place in sorted(group))  # type: ignore[type-var]
        else:
            yield from itertools.combinations(group.values(), 2)
