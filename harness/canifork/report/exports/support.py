"""What is known of each claim, for programs that build on it: by system and build, since and until when."""

from __future__ import annotations

import json
from typing import Any

from canifork.analysis.findings import Findings
from canifork.analysis.labels import render
from canifork.analysis.spans import Line
from canifork.i18n.translator import english
from canifork.report.answers import answer
from canifork.report.exports import Export

SCHEMA = 1  # grows with a change that an old reader would misread; docs/data.md describes it


def document(findings: Findings) -> dict[str, Any]:
    """Return everything as one object: claims by id, each with a list of lines."""
    results, claims = findings.results, {}
    for claim, found in findings.claims.items():
        case = found.case
        claims[claim] = {
            "truth": case.truth,
            "part": "since" if case.since_then else "article",
            "says": case.says,
            "docs": list(case.docs),
            "seen": list(case.seen),
            "sha256": case.sha256,
            "answers_sha256": answer(case, found.lines).sha256,
            "depends_on": found.nature.word(),
            "happens": found.happening(),
            "support": [_line(line) for line in found.lines],
        }
    return {
        "schema": SCHEMA,
        "made_at": results.made_at,
        "version": results.project["version"],
        "commit": results.project["commit"],
        "partial": results.partial,
        "claims": claims,
    }


def _line(line: Line) -> dict[str, Any]:
    facts = line.facts
    return {
        "name": line.name,
        "os": facts["os"],
        "machine": facts["machine"],
        "emulated": facts["emulated"],
        "libc": facts["libc"].split()[0] if facts["libc"] else None,
        "implementation": facts["implementation"],
        "free_threaded": facts["free_threaded"],
        "start_methods": list(line.methods),
        "versions": [
            {
                "since": span.since,
                "until": span.until,
                "run": [".".join(map(str, version[:2])) for version in span.versions],
                "behaviour": render(span.label, english),
                "state": span.state.key,
            }
            for span in line.spans
        ],
    }


def write(findings: Findings) -> str:
    """Return the document as JSON."""
    return json.dumps(document(findings), indent=1) + "\n"


EXPORT = Export(file="claims.json", title="JSON by claim", write=write)
