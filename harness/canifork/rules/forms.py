"""Findings as text, as JSON, and as annotations on GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from canifork.escape import annotation
from canifork.rules.checker import Finding
from canifork.rules.rule import Level

GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def as_text(findings: Sequence[Finding]) -> str:
    """Return a line for each finding: place, code, what is there, where it hurts, what to do, claim."""
    return "\n".join(
        f"{one.path}:{one.line}:{one.column}: {one.rule.code} {one.text} ({one.rule.claim})"
        for one in findings
    )


def as_json(findings: Sequence[Finding]) -> str:
    """Return a list with an object for each finding."""
    return json.dumps([_object(one) for one in findings], indent=2, ensure_ascii=False)


def as_annotations(findings: Sequence[Finding]) -> str:
    """Return a workflow command for each finding, as GitHub shows them beside a change."""
    return "\n".join(_annotations(findings))


def _annotations(findings: Sequence[Finding]) -> Iterator[str]:
    for one in findings:
        yield annotation(
            GITHUB[one.rule.level],
            f"{one.text}\n{one.truth} {one.docs[0]}",
            file=one.path, line=one.line, col=one.column, title=f"{one.rule.code} {one.rule.claim}",
        )  # fmt: skip


def _object(one: Finding) -> dict[str, object]:
    return {
        "path": one.path, "line": one.line, "column": one.column, "code": one.rule.code,
        "level": str(one.rule.level), "claim": one.rule.claim, "what": one.what, "where": one.where,
        "advice": one.rule.advice, "truth": one.truth, "docs": list(one.docs),
    }  # fmt: skip
