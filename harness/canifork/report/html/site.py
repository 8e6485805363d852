"""Gather, once for all languages, what the pages of the site show."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from canifork.analysis.attribution import Turn, turns
from canifork.analysis.eras import LAPSED, Era, eras, outcomes
from canifork.analysis.findings import Finding, Findings
from canifork.analysis.grid import Column, Section, TrialCell, columns, differences, sections
from canifork.analysis.ranking import surprises
from canifork.analysis.timeline import Sighting
from canifork.axes import table_order
from canifork.ci.forecasts import Unseen, unseen
from canifork.ci.table import read_table
from canifork.claims.causes import read_causes
from canifork.model import ABSENT, Cause, Results
from canifork.project import CASES
from canifork.report.html.bars import Bars, make_bars
from canifork.report.html.bytecode import Bytecode, bytecode
from canifork.report.html.live import Live, Pyodide, here, live
from canifork.report.html.matrix import Matrix, make_matrix
from canifork.report.html.overview import overview
from canifork.report.html.pictures import Picture, picture
from canifork.report.html.program import Program, programs, show
from canifork.report.html.races import Recorded, races
from canifork.report.html.trees import Family, trees
from canifork.report.html.waits import Standstill, waits
from canifork.results.selection import chosen, only

Outcomes = Mapping[str, Sequence[tuple[str, Sighting, Sighting]]]


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
    bars: Bars
    overview: str
    found: Mapping[str, Finding]
    eras: Sequence[tuple[Era, Outcomes]]
    surprises: Sequence[str]
    differences: Sequence[tuple[TrialCell, TrialCell]]
    pictures: Mapping[str, Picture]
    programs: Mapping[str, Program]
    bytecode: Mapping[str, Bytecode]
    races: Mapping[str, Recorded]
    waits: Mapping[str, Standstill]
    trees: Mapping[str, Family]
    live: Mapping[str, Live]
    unseen: Sequence[Unseen]
    causes: Sequence[Cause]
    turns: Sequence[Turn]


def make_site(
    findings: Findings, published: Results | None, root: Path | None, pyodide: Pyodide | None = None
) -> Site:
    """Gather what the site shows of results; `root` holds the cases, or there is none.

    Of claims that a run left out it shows nothing.  With `pyodide` readers can run in their browser
    what it can run.
    """
    claims = chosen(findings.results)
    results, published = only(findings.results, claims), only(published, claims) if published else None
    whole = together(results, published)
    every = findings if published is None else Findings(whole)
    found = {claim: every.claims[claim] for claim in results.cases}
    seen = {claim: one.seen for claim, one in found.items()}
    texts = programs(results.cases, root)
    times = [(era, outcomes(era, seen, whole.interpreters)) for era in eras(whole)]
    lapsed = {claim for _, outcome in times for title in LAPSED for claim, _, _ in outcome[title]}
    chapters = sections(results, published)
    matrix = make_matrix(chapters, columns(results, published))
    causes = read_causes(root / CASES) if root else ()
    moved = {claim: one.changes for claim, one in found.items()}
    drawn = {claim: picture(one.records) for claim, one in found.items()}
    return Site(
        results=results,
        published=published,
        together=whole,
        sections=chapters,
        columns={column.key: column for column in columns(results, published)},
        matrix=matrix,
        bars=make_bars(whole, found),
        overview=overview(chapters, matrix.columns),
        found=found,
        eras=times,
        surprises=surprises(seen, lapsed),
        differences=list(differences(results, published)),
        pictures={claim: one for claim, one in drawn.items() if one},
        programs={claim: show(results.cases[claim], text) for claim, text in texts.items()},
        bytecode=bytecode(results.cases),
        races=races(results.cases),
        waits=waits(results.cases),
        trees=trees(results.cases),
        live=live(whole, here(texts, root), pyodide),
        unseen=unseen(read_table(), results.cases, whole),
        causes=causes,
        turns=turns(moved, causes, whole.interpreters),
    )


def together(results: Results, published: Results | None) -> Results:
    """Return the reader's own results, and what the published ones add to them.

    A published trial of another text of the case asked another question, and adds nothing.
    """
    if published is None:
        return results
    own = {record.trial for record in results.records if record.observation.kind not in ABSENT}
    added = {
        record.trial: record
        for record in published.records
        if record.trial not in own and _same_text(record.trial.case, results, published)
    }
    kept = [record for record in results.records if record.trial not in added]
    facts = {**published.interpreters, **results.interpreters}
    return dataclasses.replace(
        results,
        interpreters={key: facts[key] for key in sorted(facts, key=lambda key: table_order(facts[key]))},
        records=(*kept, *added.values()),
    )


def _same_text(claim: str, results: Results, published: Results) -> bool:
    return claim in results.cases and results.cases[claim].sha256 == published.cases[claim].sha256
