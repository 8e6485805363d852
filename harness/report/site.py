"""Gather, once for all languages, what the pages of the site show."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.model import ABSENT, Record, Results, table_order
from harness.report.history import Change, Seen, changes, seen, smallest_pair
from harness.report.matrix import Matrix, make_matrix
from harness.report.pictures import Picture, picture
from harness.report.program import programs
from harness.report.surprise import surprises
from harness.report.table import Column, Mark, Section, columns, differences, sections
from harness.report.then import LAPSED, Era, eras, fates
from harness.report.word import Word, words

Fates = Mapping[str, Sequence[tuple[str, Seen, Seen]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """All that the pages show; mappings are by the ids of claims, if nothing else is said.

    `together`: the reader's own results and, where they lack a trial, the published ones that
    were seen with the same text of its case.  `words`: by a record's place in `together`.
    """

    results: Results
    published: Results | None
    together: Results
    sections: Sequence[Section]
    columns: Mapping[str, Column]
    matrix: Matrix
    seen: Mapping[str, Sequence[Seen]]
    changes: Mapping[str, Sequence[Change]]
    pairs: Mapping[str, tuple[str, Seen, Seen] | None]
    eras: Sequence[tuple[Era, Fates]]
    surprises: Sequence[str]
    differences: Sequence[tuple[Mark, Mark]]
    pictures: Mapping[str, Picture]
    programs: Mapping[str, str]


def make_site(results: Results, published: Results | None, root: Path | None) -> Site:
    """Gather what the site shows of these results; `root` holds the cases, or there is none."""
    whole = together(results, published)
    found = _seen(whole)
    times = [(era, fates(era, found, whole.interpreters)) for era in eras(whole)]
    lapsed = {claim for _, fate in times for title in LAPSED for claim, _, _ in fate[title]}
    chapters = sections(results, published)
    drawn = {claim: picture(records) for claim, records in _by_claim(whole).items()}
    return Site(
        results=results,
        published=published,
        together=whole,
        sections=chapters,
        columns={column.key: column for column in columns(results, published)},
        matrix=make_matrix(chapters, columns(results, published)),
        seen=found,
        changes={claim: changes(some) for claim, some in found.items()},
        pairs={claim: smallest_pair(some) for claim, some in found.items()},
        eras=times,
        surprises=surprises(found, lapsed),
        differences=list(differences(results, published)),
        pictures={claim: one for claim, one in drawn.items() if one},
        programs=programs(results.cases, root),
    )


def together(results: Results, published: Results | None) -> Results:
    """Return the reader's own results, and what the published ones add to them.

    A published trial of another text of the case asked another question, and adds nothing.
    """
    if published is None:
        return results
    own = {one.trial for one in results.records if one.observation.kind not in ABSENT}
    added = {
        one.trial: one
        for one in published.records
        if one.trial not in own and _same_text(one.trial.case, results, published)
    }
    kept = [one for one in results.records if one.trial not in added]
    facts = {**published.interpreters, **results.interpreters}
    return dataclasses.replace(
        results,
        interpreters={key: facts[key] for key in sorted(facts, key=lambda key: table_order(facts[key]))},
        records=(*kept, *added.values()),
    )


def _same_text(claim: str, results: Results, published: Results) -> bool:
    return claim in results.cases and results.cases[claim].sha256 == published.cases[claim].sha256


def _seen(whole: Results) -> dict[str, list[Seen]]:
    return {
        claim: seen(records, _words(records, claim, whole), whole.interpreters)
        for claim, records in _by_claim(whole).items()
    }


def _words(records: Sequence[Record], claim: str, whole: Results) -> list[Word]:
    return words(records, whole.cases[claim])


def _by_claim(whole: Results) -> dict[str, list[Record]]:
    """Return the records of each claim, in the order of the interpreters."""
    place = {key: number for number, key in enumerate(whole.interpreters)}
    found: dict[str, list[Record]] = {claim: [] for claim in whole.cases}
    for record in sorted(whole.records, key=lambda one: place[one.trial.interpreter]):
        found[record.trial.case].append(record)
    return found
