"""CSV, JUnit XML and CTRF: a row or test for each trial, nothing lost, nothing calculated or obeyed."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from junitparser import JUnitXml

from builders import (
    HOSTILE,
    LINUX,
    answered,
    make_case,
    make_facts,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.analysis.findings import Findings
from canifork.model import Case, Kind, Observation, Record, Results
from canifork.report.exports import comma_separated, ctrf, junit

UNDECIDED = answered(undecided="one CPU")
OPEN = make_case(expect=())
STATES: list[tuple[Observation, Case, str, str]] = [  # observation, case, JUnit's word, CTRF's word
    (answered(), make_case(), "passed", "passed"),
    (answered(works=False), make_case(), "failure", "failed"),
    (Observation(kind=Kind.GARBLED, reason="x"), make_case(), "error", "failed"),
    (Observation(kind=Kind.MISTAKEN, reason="x"), make_case(), "error", "failed"),
    (UNDECIDED, make_case(), "skipped", "other"),
    (answered(), OPEN, "skipped", "other"),
    (Observation(kind=Kind.NOT_APPLICABLE, reason="no fork"), make_case(), "skipped", "skipped"),
    (not_run(), make_case(), "skipped", "pending"),
]


def rows(shown: Results) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(comma_separated.write(Findings(shown)), newline="")))


def listed(shown: Results) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ctrf.write(Findings(shown)))["results"]["tests"]
    return found


def hostile(text: str) -> Results:
    seen = Observation(kind=Kind.DIED, reason=text, detail=text)
    records = [make_record(observation=seen), make_record(make_trial(method="fork"), answered(works=text))]
    return make_results(
        records,
        cases={"pool.size": make_case(file=text, truth=text)},
        interpreters={LINUX: make_facts(os_release=text, machine=text, version=f"3.13{text}")},
        project={"version": text, "commit": text},
    )


def test_a_trial_is_a_row_and_a_missing_value_an_empty_field() -> None:
    (row,) = rows(make_results())
    assert row["trial"] == make_trial().id
    assert (row["start_method"], row["emulated"], row["reason"]) == ("", "", "")
    assert (row["free_threaded"], row["gil"]) == ("false", "true")
    assert json.loads(row["answer"]) == {"works": True}
    assert (row["expectation"], row["article"], row["seconds"]) == ("met", "contradicted", "0.25")


@given(shown=results())
def test_the_table_holds_every_trial_with_its_verdicts(shown: Results) -> None:
    read = rows(shown)
    assert [row["trial"] for row in read] == [record.trial.id for record in shown.records]
    for row, record in zip(read, shown.records, strict=True):
        assert row["observation"] == record.observation.kind
        assert row["article"] == (record.judgement.article or "")
        answer = record.observation.answer
        assert json.loads(row["answer"] or "null") == (None if answer is None else dict(answer))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "\uff1d"])
def test_a_spreadsheet_calculates_nothing(start: str) -> None:
    shown = hostile(f'{start}HYPERLINK("https://evil.example")')
    for row in rows(shown):
        for field in row.values():
            assert not field.startswith(("=", "+", "-", "@", "\t", "\r", " ", "\uff1d"))
    assert rows(shown)[0]["commit"].startswith("'")


@pytest.mark.parametrize("text", [*HOSTILE, 'a,"b",c'])
def test_a_hostile_text_stays_one_field_on_one_line(text: str) -> None:
    lines = comma_separated.write(Findings(hostile(text))).removesuffix("\r\n").split("\r\n")
    assert len(lines) == 3
    assert all(line.isprintable() for line in lines)
    assert all(len(row) == len(comma_separated.COLUMNS) for row in csv.reader(lines))


def outcome(record: Record, case: Case) -> tuple[str, str]:
    """Return what JUnit and CTRF call it."""
    shown = make_results([record], cases={case.id: case})
    ((one,),) = JUnitXml.fromstring(junit.write(Findings(shown)).encode())
    [test] = listed(shown)
    return (type(one.result[0]).__name__.lower() if one.result else "passed"), str(test["status"])


@pytest.mark.parametrize(("observation", "case", "in_junit", "in_ctrf"), STATES)
def test_only_what_met_its_expectation_has_passed(
    observation: Observation, case: Case, in_junit: str, in_ctrf: str
) -> None:
    absent = observation.kind is Kind.NOT_RUN
    record = unjudged(make_trial(), observation) if absent else make_record(None, observation, case)
    assert outcome(record, case) == (in_junit, in_ctrf)


def test_a_skipped_test_says_why() -> None:
    shown = make_results([make_record(observation=UNDECIDED)])
    ((one,),) = JUnitXml.fromstring(junit.write(Findings(shown)).encode())
    assert one.result[0].message == "undecided: one CPU"


def test_junit_has_a_suite_for_each_interpreter_with_its_counts() -> None:
    other = "cp312-linux-x86_64"
    records = [make_record(), make_record(make_trial(interpreter=other), answered(works=False))]
    whole = JUnitXml.fromstring(junit.write(Findings(make_results(records))).encode())
    assert [(suite.name, suite.tests, suite.failures) for suite in whole] == [(LINUX, 1, 0), (other, 1, 1)]
    assert (whole.tests, whole.failures, whole.errors) == (2, 1, 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_leaves_the_xml_well_formed_and_is_only_text(text: str) -> None:
    plain, spoilt = (
        JUnitXml.fromstring(junit.write(Findings(hostile(word))).encode()) for word in ("WORD", text)
    )
    assert [[one.name for one in suite] for suite in plain] == [
        [one.name for one in suite] for suite in spoilt
    ]
    assert junit.write(Findings(hostile(text))).count("<") == junit.write(Findings(hostile("WORD"))).count(
        "<"
    )


@given(shown=results())
def test_junit_and_ctrf_hold_every_trial_and_count_alike(shown: Results) -> None:
    whole = JUnitXml.fromstring(junit.write(Findings(shown)).encode())
    assert whole.tests == len(shown.records)
    told = json.loads(ctrf.write(Findings(shown)))["results"]
    counts = Counter(test["status"] for test in told["tests"])
    assert {status: told["summary"][status] for status in ctrf.STATUSES} == {
        status: counts[status] for status in ctrf.STATUSES
    }
    assert (
        sum(told["summary"][one] for one in ("passed", "failed", "skipped", "pending", "other"))
        == whole.tests
    )
    assert counts["failed"] == whole.failures + whole.errors == sum(one.red for one in shown.records)


def test_ctrf_keeps_claim_configuration_and_answer() -> None:
    [test] = listed(make_results([make_record(make_trial(method="spawn"))]))
    assert test["name"] == f"pool.size[{LINUX}-spawn]"
    assert test["suite"] == [LINUX, "pool"]
    assert test["labels"]["start_method"] == "spawn"
    assert test["extra"]["answer"] == {"works": True}
    assert test["duration"] == 250
    assert test["rawStatus"] == "met"
