"""Say when a claim's behaviour changed, and which one thing makes two configurations disagree.

A history speaks of what is judged, and of the trials that could tell.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from canifork.analysis.diff import JudgedPart, judged_part
from canifork.analysis.labels import Label, decided, label_of_key, labels_of, render
from canifork.analysis.scope import by_claim
from canifork.analysis.separate import Places, join
from canifork.analysis.states import STATES
from canifork.axes import AXES, Axis, Configuration, last, release
from canifork.claims.conditions import cuts
from canifork.i18n.translator import Say
from canifork.model import Article, Case, Facts, Record, Results
from canifork.verdicts.judge import same

DECISIVE = frozenset({Article.SUPPORTED, Article.CONTRADICTED, Article.NOT_SEEN})
PLACE = ("implementation", "system", "free_threaded")  # what a change names beside start methods
TURNING = sorted(AXES.values(), key=lambda axis: axis.ordered)
"""In what two configurations can differ; a version last, as each is many differences."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """One trial that showed a behaviour, and where."""

    record: Record
    word: Label
    judged: JudgedPart
    cell: Configuration
    version: tuple[int, ...]

    @property
    def verdict(self) -> Article | None:
        """Return the article's verdict; None where it has none, as on what it does not speak of."""
        verdict = self.record.judgement.article
        return verdict if verdict in DECISIVE else None

    def disagrees(self, other: Sighting) -> bool:
        """Tell whether a table shows the two otherwise, or the article is right about one of them only."""
        return (bool(self.differing(other)) and self.word != other.word) or self.turns(other)

    def names(self, label: Label) -> bool:
        """Tell whether a table shows this label of a key, or its value alone."""
        return self.word in {label, label[1:]}

    def differing(self, other: Sighting) -> list[str]:
        """Return what is judged and not the same in both, by its keys."""
        one, two = self.judged, other.judged
        return [key for key in {**one, **two} if not (key in one and key in two and same(one[key], two[key]))]

    def turns(self, other: Sighting) -> bool:
        """Tell whether the article's verdict on the two differs."""
        verdicts = {self.verdict, other.verdict}
        return None not in verdicts and len(verdicts) > 1


Pair = tuple[str, Sighting, Sighting]
"""The key of an axis, and two trials."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """Between two versions of one family, with none run in between, the behaviour changed.

    `labels`: what it was and what it became, for each thing that changed.
    """

    before: Sighting
    after: Sighting
    labels: tuple[tuple[Label, Label], ...]
    methods: tuple[str, ...]

    @property
    def gap(self) -> bool:
        """Tell whether there are versions in between, which nobody ran."""
        before, after = self.before.cell["python"], self.after.cell["python"]
        if before == after:
            return self.after.version[2] - self.before.version[2] > 1
        if before[:2] == after[:2]:
            return bool(before[3:] != after[2:3])
        neighbours = before[0] == after[0] and after[1] - before[1] == 1
        return bool(not neighbours or before[3:] or any(after[2:3]))


def all_sightings(results: Results) -> dict[str, list[Sighting]]:
    """Return what the records of each claim showed, by its id."""
    return {
        claim: sightings(records, results.cases[claim], results.interpreters)
        for claim, records in by_claim(results).items()
    }


def sightings(
    records: Sequence[Record], case: Case, interpreters: Mapping[str, Facts], places: Places | None = None
) -> list[Sighting]:
    """Return what the records of one claim showed, without those that were not run or could not tell.

    `places`: those of these interpreters, if other claims ask for them too.
    """
    turns, places = cuts(case.expect), places or Places(interpreters)
    return [
        Sighting(
            record=record,
            word=label,
            judged=judged_part(record, case),
            cell=places.of(record, turns),
            version=release(interpreters[record.trial.interpreter]),
        )
        for record, label in zip(records, labels_of(records, case), strict=True)
        if decided(record)
    ]


def changes(found: Sequence[Sighting]) -> list[Change]:
    """Return the changes of a claim; those that several start methods share are one."""
    alike: dict[tuple[object, ...], Change] = {}
    for change in _single(found):
        before, after = change.before, change.after
        key = (before.cell.without("start_method"), after.cell["python"], change.labels)
        first = alike.setdefault(key, replace(change, methods=()))
        alike[key] = replace(first, methods=(*first.methods, *change.methods))
    return list(alike.values())


def change_sentence(change: Change, say: Say) -> str:
    """Tell a change: 'CPython on Linux under spawn: TypeError until 3.13, starts since 3.14.'."""
    before, after = change.before.cell, change.after.cell
    was, became = (", ".join(render(labels[side], say) for labels in change.labels) for side in (0, 1))
    until, since = last(before["python"]), AXES["python"].name(after["python"])
    if before["python"] == after["python"]:  # of two patch releases, and no row of the claim speaks of them
        until, since = (".".join(map(str, one.version)) for one in (change.before, change.after))
    place = _where(*(before[key] for key in PLACE), change.methods, say)
    sentence = say("{where}: {before} until {until}, {after} since {since}.").format(
        where=place, before=was, until=until, after=became, since=since
    )
    return sentence + (" " + say("What lies between was not run.") if change.gap else "")


def smallest_pair(found: Sequence[Sighting]) -> Pair | None:
    """Return the axis, and two trials that differ in it alone and disagree; None if there are none.

    Of all such pairs it is one on the newest versions, which a reader is likeliest to have.
    """
    for axis in TURNING:
        pairs = [pair for pair in _pairs(found, axis) if pair[0].disagrees(pair[1])]
        if pairs:
            one, other = max(pairs, key=lambda pair: sorted(seen.cell["python"] for seen in pair))
            return axis.key, one, other
    return None


def _single(found: Sequence[Sighting]) -> Iterator[Change]:
    lines: dict[tuple[object, ...], list[Sighting]] = {}
    for sighting in found:
        lines.setdefault(sighting.cell.without("python"), []).append(sighting)
    for line in lines.values():
        for before, after in itertools.pairwise(sorted(line, key=lambda one: one.version)):
            if labels := tuple(_changed(before, after)):
                method = before.cell["start_method"]
                yield Change(before=before, after=after, labels=labels, methods=(method,) if method else ())


def _changed(before: Sighting, after: Sighting) -> Iterator[tuple[Label, Label]]:
    """Yield what changed: the label, each further key that is judged, or else the verdict alone."""
    keys = before.differing(after)
    pairs = [(label_of_key(before.judged, key), label_of_key(after.judged, key)) for key in keys]
    if pairs and before.word != after.word:
        yield before.word, after.word
        answered = before.record.observation.answer and after.record.observation.answer
        pairs = [(was, now) for was, now in pairs if answered and not (before.names(was) or after.names(now))]
    yield from pairs
    if not keys and before.verdict and after.verdict and before.turns(after):
        yield (STATES[before.verdict].meaning,), (STATES[after.verdict].meaning,)


@lru_cache(maxsize=1024)  # many changes are of one place
def _where(implementation: str, system: str, freed: bool, methods: tuple[str, ...], say: Say) -> str:  # noqa: FBT001
    name, on = AXES["implementation"].name(implementation, say), AXES["system"].name(system, say)
    where = say("{name} on {system}").format(name=name, system=on)
    conditions = [say("without the GIL")] if freed else []
    if methods:
        conditions.append(say("under {name}").format(name=", ".join(methods)))
    if not conditions:
        return where
    return say("{where} {how}").format(where=where, how=join(say("{one} {other}"), conditions))


def _pairs(found: Sequence[Sighting], axis: Axis) -> Iterator[tuple[Sighting, Sighting]]:
    """Yield trials that differ in one axis alone; along the versions, neighbours only."""
    groups: dict[tuple[object, ...], dict[object, Sighting]] = {}
    for sighting in found:
        groups.setdefault(sighting.cell.without(axis.key, *axis.brings), {}).setdefault(
            sighting.cell[axis.key], sighting
        )
    for group in groups.values():
        if axis.ordered:
            yield from itertools.pairwise(group[place] for place in sorted(group))  # type: ignore[type-var]
        else:
            yield from itertools.combinations(group.values(), 2)
