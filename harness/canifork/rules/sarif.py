"""Findings as SARIF 2.1.0, which code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from canifork.project import version
from canifork.rules.checker import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(findings: Sequence[Finding]) -> str:
    """Return one run with the rules that found something, and a result for each finding."""
    firsts = {one.rule.code: one for one in reversed(findings)}
    places = {code: place for place, code in enumerate(sorted(firsts))}
    driver = {
        "name": "canifork", "version": version(),
        "rules": [_rule(firsts[code]) for code in sorted(firsts)],
    }  # fmt: skip
    results = [_result(one, places[one.rule.code]) for one in findings]
    log = {
        "$schema": SCHEMA, "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }  # fmt: skip
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "id": rule.code,
        "name": rule.claim,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": finding.truth},
        "help": {"text": f"{rule.advice}; `canifork explain {rule.claim}` tells why."},
        "helpUri": finding.docs[0],
        "defaultConfiguration": {"level": str(rule.level)},
    }


def _result(finding: Finding, place: int) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    location = {"artifactLocation": {"uri": _uri(finding.path)}, "region": region}
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": place,
        "level": str(finding.rule.level),
        "message": {"text": finding.text},
        "locations": [{"physicalLocation": location}],
        "properties": {"claim": finding.rule.claim, "where": finding.where},
    }


def _uri(path: str) -> str:
    """Return a path as a reference: relative ones stay so, for who reads it knows the folder."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
