"""The page of a claim in a terminal: what is true and why, what was seen, when it changed."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from canifork.analysis.behaviours import happening
from canifork.analysis.grid import behaviour, judged, value_text
from canifork.analysis.scope import by_claim, scope
from canifork.analysis.timeline import change_sentence, changes, sightings
from canifork.axes import table_order
from canifork.claims.conditions import first_fit
from canifork.escape import printable
from canifork.i18n.translator import english
from canifork.model import Case, Record, Results, Row
from canifork.report.citation import Subject, configuration, records_of
from canifork.report.text.explain import by_hand
from canifork.verdicts.judge import describe

WIDTH = 100
INDENT = 14


def page(results: Results, place: Subject) -> str:
    """Return the page; every line of it can be shown by a terminal."""
    return "".join(f"{printable(line)}\n" for line in _lines(results, place))


def history(results: Results, claim: str) -> list[str]:
    """Say between which versions a claim's behaviour changed, and how; the site says the same."""
    records = by_claim(results)[claim]
    found = sightings(records, results.cases[claim], results.interpreters)
    return [change_sentence(change, english) for change in changes(found)]


def _lines(results: Results, place: Subject) -> Iterator[str]:
    case = results.cases[place.claim]
    known = results.interpreters
    records = sorted(records_of(results, place), key=lambda one: table_order(known[one.trial.interpreter]))
    yield from _field(case.id, case.truth)
    yield from _field("why", case.why)
    if case.since_then:
        yield from _field("article", "It came after the article.")
    else:
        yield from _field("article", f"It says: {case.says}" if case.says else "It is silent on this.")
        yield from _field("scope", scope(records, results.interpreters))
    yield from _field("what happens", happening(records, case, results.interpreters))
    yield from _field("by hand", by_hand(case.id, ["python"], next(iter(case.start_methods), None)))
    for link in case.docs:
        yield from _field("source", link)
    for link in case.seen:
        yield from _field("met by", link)
    yield from ["", "What was seen"]
    for record in records:
        yield from _seen(record, case, results)
    yield from ["", "When it changed"]
    unchanged = "not between any two neighbouring versions that were run"
    for line in history(results, place.claim) or [unchanged]:
        yield from _field("", line)
    yield from ["", f"results of {results.made_at}, canifork {results.project['version']}"]
    if results.partial:
        yield f"PARTIAL: trials are missing: {results.partial}"


def _seen(record: Record, case: Case, results: Results) -> Iterator[str]:
    trial, observation, verdict = record.trial, record.observation, record.judgement
    facts = results.interpreters[trial.interpreter]
    method = f", {trial.start_method}" if trial.start_method else ""
    yield f"  {trial.interpreter}{method}: {configuration(facts)}"
    yield from _field("    seen", behaviour(record, case))
    if verdict.expectation is None:
        return
    evidence = (
        json.dumps(observation.answer, ensure_ascii=False) if observation.answer else describe(observation)
    )
    yield from _field("    evidence", evidence)
    for line in (observation.detail or "").splitlines():
        yield from _field("", line)
    row = first_fit(case.expect, facts, trial.start_method)
    if row is not None:
        yield from _field("    expected", f"{_foretold(row)}, because {row.because}")
    yield from _field("    verdict", judged(verdict))


def _field(label: str, text: str) -> list[str]:
    """Return a label and a text beside it, in as many lines as it takes."""
    gap = " " * INDENT
    start = f"{label:{INDENT}}" if len(label) < INDENT else f"{label}\n{gap}"
    shown = textwrap.fill(
        printable(" ".join(text.split())), WIDTH, initial_indent=gap, subsequent_indent=gap,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return (start + shown[INDENT:]).split("\n")


def _foretold(row: Row) -> str:
    """Say what a row of the expectation foretells."""
    if row.hung:
        return "that it hangs"
    if row.raises is not None:
        return f"{row.raises} to be raised"
    if row.died is not None:
        return "that it dies" if row.died is True else f"that it dies with {row.died}"
    certain = [f"{value_text(key)}: {value_text(value)}" for key, value in row.sees.items()]
    open_to_chance = [
        f"{value_text(key)}: {' or '.join(value_text(value) for value in values)}"
        for key, values in row.may_see.items()
    ]
    return ", ".join(certain + open_to_chance)
