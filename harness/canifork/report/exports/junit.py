"""The results as JUnit XML, which CI systems show: a suite for each interpreter.

JUnit knows passed, failed, error and skipped alone.  What decided nothing (undecided, open,
not applicable, not run) is `skipped`, with the reason: it must not count as passed.
"""

from __future__ import annotations

import json

import junitparser
from junitparser.junitparser import FinalResult

from canifork.analysis.findings import Findings
from canifork.analysis.grid import behaviour, judged
from canifork.escape import one_line, printable
from canifork.model import ABSENT, UNREADABLE, Expectation, Record, Results
from canifork.report.exports import Export

COUNTS = ("tests", "failures", "errors")
HEAD = '<?xml version="1.0" encoding="utf-8"?>'


def write(found: Findings) -> str:
    """Return the whole file; a trial is a test case, named as everywhere."""
    results, root = found.results, junitparser.JUnitXml("canifork")
    by_interpreter: dict[str, list[Record]] = {}
    for record in results.records:
        by_interpreter.setdefault(record.trial.interpreter, []).append(record)
    for interpreter in results.interpreters:
        suite = junitparser.TestSuite(interpreter)
        suite.timestamp = results.made_at.removesuffix("Z")
        suite.add_testcases([_case(record, results) for record in by_interpreter.get(interpreter, [])])
        root.append(suite)
    for name in COUNTS:  # its update_statistics() also writes `skipped`, which Jenkins' schema has not here
        setattr(root, name, sum(getattr(suite, name) for suite in root))
    return f"{HEAD}\n{root.tostring().decode('utf-8')}\n"


def _case(record: Record, results: Results) -> junitparser.TestCase:
    case = junitparser.TestCase(record.trial.id, record.trial.case, record.seconds)
    outcome = _outcome(record, results)
    if outcome is not None:
        case.result = outcome
    if record.observation.kind not in ABSENT:
        case.system_out = _output(record)
    return case


def _outcome(record: Record, results: Results) -> FinalResult | None:
    """Return what JUnit calls the outcome; None is passed."""
    expectation, kind = record.judgement.expectation, record.observation.kind
    seen = one_line(behaviour(record, results.cases[record.trial.case]))
    if expectation is Expectation.MET:
        return None
    if expectation is Expectation.BROKEN:
        return junitparser.Failure(seen, str(expectation))
    if kind in UNREADABLE:
        return junitparser.Error(seen, str(kind))
    if expectation is Expectation.OPEN:
        return junitparser.Skipped(f"open: no expectation speaks of it; {seen}", str(expectation))
    return junitparser.Skipped(seen, str(expectation or kind))


def _output(record: Record) -> str:
    """Tell the verdicts, the answer and the last words of a trial, a line each."""
    verdict, observation = record.judgement, record.observation
    lines = [judged(verdict)]
    if observation.answer is not None:
        lines.append(f"answer {json.dumps(observation.answer)}")
    lines += (observation.detail or "").splitlines()
    return "\n".join(map(printable, lines))


EXPORT = Export(file="trials.xml", title="JUnit", write=write)
