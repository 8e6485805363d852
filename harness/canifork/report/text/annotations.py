"""Mark broken rows in the case files, as GitHub shows them beside a change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from canifork.claims.conditions import first_fit
from canifork.escape import annotation
from canifork.model import UNREADABLE, Case, Facts, Record, Results
from canifork.verdicts.judge import describe, mismatch

TABLE = "EXPECT"


def marks(results: Results, root: Path) -> Iterator[str]:
    """Yield a line for each row of a case below `root` that broke, and for each answer that is unreadable.

    Trials that broke one row in one way share a line.
    """
    found: dict[tuple[str, int, str, str], list[str]] = {}
    for record in (record for record in results.records if record.red):
        case, facts = results.cases[record.trial.case], results.interpreters[record.trial.interpreter]
        line, why = _broken(record, case, facts, root)
        found.setdefault((case.file, line, case.id, why), []).append(record.trial.id)
    for (file, line, key, why), trials in found.items():
        yield annotation("error", "\n".join([why, ", ".join(trials)]), file=file, line=line, title=key)


def _broken(record: Record, case: Case, facts: Facts, root: Path) -> tuple[int, str]:
    """Return the line of the row that broke, and how; line 1 where no row was judged."""
    row = first_fit(case.expect, facts, record.trial.start_method)
    if row is None or record.observation.kind in UNREADABLE:
        return 1, describe(record.observation)
    lines = row_lines(root / case.file)
    number = next(place for place, other in enumerate(case.expect) if other is row)
    line = lines[number] if number < len(lines) else 1
    return line, f"{mismatch(row, record.observation)}; expected because {row.because}"


def row_lines(path: Path) -> list[int]:
    """Return the line of each row of EXPECT in a case file; [] if it holds no such table."""
    try:
        body = ast.parse(path.read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return []
    for node in body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == TABLE:
            return [row.lineno for row in getattr(node.value, "elts", [])]
    return []
