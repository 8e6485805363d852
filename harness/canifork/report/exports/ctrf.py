"""The results in the Common Test Report Format (ctrf.io), a JSON that many dashboards read.

Passed and failed are what was judged so.  `skipped` is what has no meaning there, `pending`
what was not run, and `other` what decided nothing: undecided, open.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter

from canifork.analysis.findings import Findings
from canifork.analysis.grid import behaviour
from canifork.escape import one_line
from canifork.model import Expectation, Kind, Record, Results
from canifork.report.exports import Export
from canifork.results.codec import JSON

SPEC = "1.0.0"
STATUSES = ("passed", "failed", "skipped", "pending", "other")
BY_KIND = {Kind.NOT_APPLICABLE: "skipped", Kind.NOT_RUN: "pending"}


def write(found: Findings) -> str:
    """Return the whole file as text."""
    results = found.results
    tests = [_test(record, results) for record in results.records]
    document = {
        "reportFormat": "CTRF",
        "specVersion": SPEC,
        "timestamp": results.made_at,
        "generatedBy": "canifork",
        "results": {
            "tool": {"name": "canifork", "version": one_line(str(results.project["version"]))},
            "summary": _summary(tests, results),
            "tests": tests,
        },
    }
    return json.dumps(document) + "\n"  # on one line: indented it takes six times as long


def _summary(tests: list[JSON], results: Results) -> JSON:
    """Count the statuses; when a run began is not recorded, only when its results were made."""
    counts = Counter(test["status"] for test in tests)
    made_at = _milliseconds(datetime.datetime.fromisoformat(results.made_at).timestamp())
    return {
        "tests": len(tests),
        **{status: counts[status] for status in STATUSES},
        "suites": len(results.interpreters),
        "start": made_at,
        "stop": made_at,
    }


def _test(record: Record, results: Results) -> JSON:
    trial, verdict = record.trial, record.judgement
    case = results.cases[trial.case]
    return {
        "name": trial.id,
        "testId": trial.id,
        "status": _status(record),
        "rawStatus": str(verdict.expectation or record.observation.kind),
        "duration": _milliseconds(record.seconds or 0),
        "suite": [trial.interpreter, case.chapter],
        "message": one_line(behaviour(record, case)),
        "filePath": one_line(case.file),
        "labels": {
            "claim": trial.case,
            "interpreter": trial.interpreter,
            "start_method": trial.start_method or "none",
            "observation": str(record.observation.kind),
            "article": str(verdict.article or "not judged"),
        },
        "extra": {"answer": record.observation.answer, "reason": record.observation.reason},
    }


def _status(record: Record) -> str:
    if record.red:
        return "failed"
    if record.judgement.expectation is Expectation.MET:
        return "passed"
    return BY_KIND.get(record.observation.kind, "other")


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


EXPORT = Export(file="ctrf.json", title="CTRF", write=write)
