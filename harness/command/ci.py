"""python -m harness matrix | gather, the commands of CI."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from harness import flow
from harness.command import Commands, add_command
from harness.errors import MatrixError, OutputError
from harness.explain import printable
from harness.gather import Claims, Gathered
from harness.gather import gather as gather_parts
from harness.judge import exit_code
from harness.matrix import SUBSETS, Matrix, from_json, lines, make_matrix, read_table, to_json
from harness.record import project
from harness.report import terminal
from harness.report.job import job_summary

INCOMPLETE = 3  # the exit code where a planned cell brought nothing of use


def add(commands: Commands) -> None:
    """Add both commands."""
    one = add_command(
        commands,
        "matrix",
        matrix,
        "python -m harness matrix\n  python -m harness matrix quick --only 'cp31*-linux-*' --json",
    )
    one.add_argument("subset", nargs="?", choices=SUBSETS, default="full", help="which cells (default: full)")
    one.add_argument(
        "--only", default="", metavar="PATTERNS", help="of these, the cells that fit one of them"
    )
    one.add_argument("--words", default="", help="claims to run, as -k takes them (default: all)")
    one.add_argument("--json", action="store_true", help="print the plan as the workflow reads it")
    one = add_command(
        commands, "gather", gather, "python -m harness gather plan.json artifacts --folder site"
    )
    one.add_argument("plan", type=Path, help="what `matrix --json` printed")
    one.add_argument("artifacts", type=Path, help="holds a folder for each cell")
    one.add_argument("--folder", type=Path, default=Path("site"), help="where the page goes (default: site)")
    one.add_argument("--summary", type=Path, metavar="FILE", help="add a summary in Markdown to this file")


def matrix(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Show which Python runs on which runner image in CI."""
    plan = make_matrix(
        read_table(),
        subset=options.subset,
        only=options.only.split(),
        words=options.words,
        commit=project()["commit"] or (None if options.json else "unknown"),
    )
    print(to_json(plan) if options.json else "\n".join(lines(plan)))
    return 0


def gather(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Merge what the jobs of CI brought, judge it anew, and name what is missing."""
    plan = _read_plan(options.plan)
    outline, cases = flow.read_claims(options.root)
    gathered = gather_parts(plan, options.artifacts, Claims(outline=outline, cases=cases))
    if gathered.results is not None:
        judged = flow.judge_with(gathered.results, options.root)
        gathered = dataclasses.replace(gathered, results=judged)
        flow.conclude(judged, options.folder, root=options.root)
        print("\n".join(terminal.summary(judged, options.folder)))
    if options.summary:
        _append(options.summary, job_summary(gathered, plan))
    for cell, why in gathered.faults.items():
        print(f"MISSING  {printable(cell)}: {printable(why)}")
    return _code(gathered)


def _code(gathered: Gathered) -> int:
    if gathered.faults or gathered.results is None:
        return INCOMPLETE
    return exit_code(gathered.results.records)


def _read_plan(path: Path) -> Matrix:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise MatrixError(f"{path}: {fault}; name what `matrix --json` printed") from None


def _append(path: Path, text: str) -> None:
    """Add to a file, as GitHub wants its summaries: what is there by now may be another step's."""
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as fault:
        raise OutputError(f"{path}: {fault.strerror}; name another --summary") from None
