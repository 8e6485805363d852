"""The page of a claim in a terminal: what is true and why, what was seen, when it changed."""

from __future__ import annotations

import dataclasses
import itertools
import json
import textwrap
from collections.abc import Iterator

from harness.cite import Place, configuration, records_of
from harness.diff import diff, families, only
from harness.explain import by_hand, printable
from harness.judge import told
from harness.model import Case, Record, Results, Row, table_order
from harness.report.changes import told_change
from harness.report.table import behaviour, words
from harness.rows import first_fit
from harness.scope import scope

WIDTH = 100
INDENT = 14


def page(results: Results, place: Place) -> str:
    """Return the page; every line of it can be shown by a terminal."""
    return "".join(f"{printable(line)}\n" for line in _lines(results, place))


def history(results: Results, claim: str) -> Iterator[str]:
    """Say between which two versions a claim's observations changed, and how."""
    for members in families(results.interpreters):
        for before, after in itertools.pairwise(members):
            then, now = (_alone(results, claim, one) for one in (before, after))
            found = diff(then, now)
            for change in found.changes:
                if change.then is not None and change.now is not None:
                    method = f", {change.start_method}" if change.start_method else ""
                    yield f"{before} to {after}{method}: {told_change(change, found)}"


def _lines(results: Results, place: Place) -> Iterator[str]:
    case = results.cases[place.claim]
    known = results.interpreters
    records = sorted(records_of(results, place), key=lambda one: table_order(known[one.trial.interpreter]))
    yield from _field(case.id, case.truth)
    yield from _field("why", case.why)
    yield from _field("article", f"It says: {case.says}" if case.says else "It is silent on this.")
    yield from _field("scope", scope(records, results.interpreters))
    yield from _field("by hand", by_hand(case.id, ["python"], next(iter(case.start_methods), None)))
    for link in case.docs:
        yield from _field("source", link)
    yield from ["", "What was seen"]
    for record in records:
        yield from _seen(record, case, results)
    yield from ["", "When it changed"]
    changed = list(history(results, place.claim)) or [
        "not between any two neighbouring versions that were run"
    ]
    for line in changed:
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
    evidence = json.dumps(observation.answer, ensure_ascii=False) if observation.answer else told(observation)
    yield from _field("    evidence", evidence)
    for line in (observation.detail or "").splitlines():
        yield from _field("", line)
    row = first_fit(case.expect, facts, trial.start_method)
    if row is not None:
        yield from _field("    expected", f"{_foretold(row)}, because {row.because}")
    yield from _field("    verdict", f"expectation {verdict.expectation}, article {words(verdict.article)}")


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
    certain = [f"{words(key)}: {words(value)}" for key, value in row.sees.items()]
    open_to_chance = [
        f"{words(key)}: {' or '.join(words(value) for value in values)}"
        for key, values in row.may_see.items()
    ]
    return ", ".join(certain + open_to_chance)


def _alone(results: Results, claim: str, interpreter: str) -> Results:
    """Return what was recorded of one claim on one interpreter."""
    part = only(results, interpreter)
    return dataclasses.replace(part, records=tuple(one for one in part.records if one.trial.case == claim))
