"""The results as a tidy table: a row for each trial, a column for each fact of it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from canifork.analysis.findings import Findings
from canifork.analysis.grid import behaviour
from canifork.axes import limits
from canifork.escape import one_line
from canifork.model import Facts, Record, Results
from canifork.report.exports import Export

FACTS = (
    "implementation", "version", "free_threaded", "gil", "os", "os_release", "machine", "emulated",
    "emulator", "libc", "pointer_bits", "byte_order", "thread_stack_kib", "container", "cpu_limit",
)  # fmt: skip
COLUMNS = (
    "trial", "claim", "chapter", "interpreter", "start_method", *FACTS, "limits", "observation", "seen",
    "answer", "reason", "expectation", "article", "seconds", "case_sha256", "made_at", "project_version",
    "commit",
)  # fmt: skip
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # the last four: full width, for East Asian spreadsheets


def write(found: Findings) -> str:
    """Return the table as CSV (RFC 4180), with a line of column names.

    An empty field is a missing value.  Texts stand on one line; one that a spreadsheet would
    calculate has an apostrophe before it (see owasp.org, CSV Injection).
    """
    results, out = found.results, io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    facts = {key: _fields(_facts(one)) for key, one in results.interpreters.items()}
    for record in results.records:
        row = _fields(_row(record, results)) | facts[record.trial.interpreter]
        writer.writerow([row[key] for key in COLUMNS])
    return out.getvalue()


def _facts(facts: Facts) -> dict[str, Any]:
    """Return what is the same in all rows of an interpreter."""
    return {
        **{key: facts.get(key) for key in FACTS},
        "limits": limits(facts).strip() or None,  # of CPUs, where a launcher set them
    }


def _row(record: Record, results: Results) -> dict[str, Any]:
    trial, observation, verdict = record.trial, record.observation, record.judgement
    case = results.cases[trial.case]
    return {
        "trial": trial.id,
        "claim": trial.case,
        "chapter": case.chapter,
        "interpreter": trial.interpreter,
        "start_method": trial.start_method,
        "observation": str(observation.kind),
        "seen": behaviour(record, case),
        "answer": None if observation.answer is None else json.dumps(observation.answer),
        "reason": observation.reason,
        "expectation": verdict.expectation,
        "article": verdict.article,
        "seconds": record.seconds,
        "case_sha256": case.sha256,
        "made_at": results.made_at,
        "project_version": results.project["version"],
        "commit": results.project["commit"],
    }


def _fields(row: dict[str, Any]) -> dict[str, object]:
    return {key: _field(value) for key, value in row.items()}


def _field(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    text = one_line(value)
    return f"'{text}" if text.startswith(FORMULA) else text


EXPORT = Export(file="trials.csv", title="CSV", write=write)
