"""Ask the published results from a program: `from canifork.data import claims, find, support`.

Names and fields here stay as they are within a major version of canifork.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from canifork.analysis.labels import labels_of, render
from canifork.axes import START_METHODS, SYSTEMS, apart, libc, machine, python
from canifork.claims.conditions import first_fit
from canifork.errors import ResultsError
from canifork.i18n.translator import english
from canifork.model import Case, Facts, Record
from canifork.queries import answer
from canifork.queries.catalog import Catalog, make_catalog
from canifork.report import table
from canifork.report.citation import Subject, as_text, cite, find_subject
from canifork.results.checksum import sha256_of
from canifork.results.published import published, published_folder
from canifork.results.store import read_results

BUILDS: Mapping[str, Mapping[str, object]] = {
    "cpython": {"implementation": "cpython", "free_threaded": False},
    "free-threaded": {"implementation": "cpython", "free_threaded": True},
    "pypy": {"implementation": "pypy"},
}
VERSION = re.compile(r"\d{1,4}\.\d{1,4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One trial: on which interpreter, under which start method (None: none), what was seen.

    `behaviour` is what a cell of the tables says; `answer` what the case answered, None if it gave
    no answer; `expectation` is met, broken, undecided or open; `article` its verdict, if any.
    """

    interpreter: str
    start_method: str | None
    behaviour: str
    answer: Mapping[str, Any] | None
    expectation: str | None
    article: str | None
    because: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Support:
    """What the published results say of one claim where it was asked for; `seen` is empty if nothing ran."""

    claim: str
    truth: str
    seen: tuple[Seen, ...]
    citation: str

    @property
    def behaviour(self) -> str:
        """Say in a word what was seen, by start method where that makes a difference."""
        words = {one.behaviour for one in self.seen}
        if len(words) <= 1:
            return words.pop() if words else "not run"
        return ", ".join(f"{one.start_method or one.interpreter}: {one.behaviour}" for one in self.seen)

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        return table.as_html(self.truth, self._rows(), self.citation)

    def _repr_markdown_(self) -> str:
        """Show it in a notebook that is converted to Markdown."""
        return table.as_markdown(self.truth, self._rows(), self.citation)

    def _repr_latex_(self) -> str:
        """Show it in a notebook that is converted to LaTeX."""
        return table.as_latex(self.truth, self._rows(), self.citation)

    def _rows(self) -> Sequence[table.Row]:
        """Return a row for each interpreter, with a cell for each start method."""
        rows: dict[str, list[table.Cell]] = {}
        for one in self.seen:
            method = f"{one.start_method}: " if one.start_method else ""
            rows.setdefault(one.interpreter, []).append(table.Cell(method + one.behaviour))
        return list(rows.items()) or [("there", [table.Cell("not run")])]


def claims() -> Mapping[str, str]:
    """Return the truth of every claim by its id: {'fork.unix_only': 'os.fork exists ...'}."""
    return {claim: case.truth for claim, case in published().cases.items()}


def find(query: str) -> Mapping[str, str]:
    """Return the truth of each claim that a query finds, by its id; docs/queries.md describes queries.

    QueryError if it cannot be read.
    """
    truths = claims()
    return {claim: truths[claim] for claim in answer.find(query, _catalog())}


@cache
def _catalog() -> Catalog:
    return make_catalog(published())


def support(
    claim: str,
    *,
    python: str | None = None,
    os: str = "linux",
    start_method: str | None = None,
    build: str = "cpython",
) -> Support:
    """Return what the published results saw of a claim.

    `python`: a version like "3.14" (None: every one that was run); `os`: linux, macos, windows or
    emscripten; `build`: cpython, free-threaded or pypy.  Of several worlds the usual one answers: what
    has no patch release or limit of CPUs of its own before what has, 64 bits before 32, glibc before
    musl, a real machine before an emulated one; the ids in `seen` say which.  ResultsError if there is
    no such claim, version, system or build.
    """
    results = published()
    if claim not in results.cases:
        raise ResultsError(f"there is no claim {claim!r}; `canifork list` names the claims")
    _check("python", python, VERSION.fullmatch(python or "3.13"), "a version like 3.14")
    _check("os", os, os in SYSTEMS, f"one of {', '.join(SYSTEMS)}")
    _check("start_method", start_method, start_method in (None, *START_METHODS), ", ".join(START_METHODS))
    _check("build", build, build in BUILDS, f"one of {', '.join(BUILDS)}")
    usual = _usual(results.interpreters, {**BUILDS[build], "os": os}, python)
    records = [
        record
        for record in results.records
        if record.trial.case == claim
        and record.trial.interpreter in usual
        and start_method in {None, record.trial.start_method}
        and record.judgement.expectation is not None
    ]
    return Support(
        claim=claim,
        truth=results.cases[claim].truth,
        seen=_seen(records, results.cases[claim], results.interpreters),
        citation=_citation(claim, records),
    )


def _seen(records: list[Record], case: Case, interpreters: Mapping[str, Facts]) -> tuple[Seen, ...]:
    found = []
    for record, label in zip(records, labels_of(records, case), strict=True):
        trial, verdict = record.trial, record.judgement
        row = first_fit(case.expect, interpreters[trial.interpreter], trial.start_method)
        found.append(
            Seen(
                interpreter=trial.interpreter,
                start_method=trial.start_method,
                behaviour=render(label, english),
                answer=record.observation.answer,
                expectation=None if verdict.expectation is None else str(verdict.expectation),
                article=None if verdict.article is None else str(verdict.article),
                because=None if row is None else row.because,
            )
        )
    return tuple(found)


def _citation(claim: str, records: list[Record]) -> str:
    """Cite the file of the newest interpreter that was asked for, or no file where none ran."""
    if not records:
        return ""
    trial = records[-1].trial
    path = published_folder() / f"{trial.interpreter}.json"
    results = read_results(path)
    place: Subject = find_subject(results, f"{claim}[{trial.interpreter}]")
    return as_text(cite(results, sha256_of(path), place)).strip()


def _check(name: str, value: object, good: object, what: str) -> None:
    if not good:
        raise ResultsError(f"{name} is {value!r}; give {what}")


def _usual(interpreters: Mapping[str, Facts], wanted: Mapping[str, object], version: str | None) -> set[str]:
    """Return the interpreters with these facts and of this version, the usual ones if several fit."""
    fitting = {
        key: _rarity(facts)
        for key, facts in interpreters.items()
        if all(facts[name] == value for name, value in wanted.items()) and version in {None, _minor(facts)}
    }
    return {key for key, rarity in fitting.items() if rarity == min(fitting.values())}


def _rarity(facts: Facts) -> tuple[bool, ...]:
    """Return how far an interpreter is from what most people have: False before True."""
    return bool(apart(facts)), bool(facts["emulated"]), libc(facts) == "musl", machine(facts) == "i686"


def _minor(facts: Facts) -> str:
    return ".".join(map(str, python(facts)))
