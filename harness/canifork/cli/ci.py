"""canifork matrix | gather | annotate, the commands of CI."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from canifork import pipeline
from canifork.analysis.findings import Findings
from canifork.ci.collect import Claims, Gathered
from canifork.ci.collect import gather as gather_parts
from canifork.ci.jobs import SUBSETS, Matrix, from_json, lines, make_matrix, to_json
from canifork.ci.table import read_table
from canifork.cli.options import Commands, add_command, show
from canifork.errors import MatrixError, OutputError
from canifork.escape import printable
from canifork.project import project
from canifork.report.text import markdown, terminal
from canifork.report.text.annotations import marks
from canifork.report.text.job_summary import job_summary
from canifork.results.store import read_results
from canifork.verdicts.judge import exit_code

INCOMPLETE = 4  # the exit code where a planned cell brought nothing of use


def add(commands: Commands) -> None:
    """Add the three commands."""
    one = add_command(
        commands,
        "matrix",
        matrix,
        "canifork matrix\n  canifork matrix quick --only 'cp31*-linux-*' --json",
    )
    one.add_argument(
        "subset", nargs="?", choices=list(SUBSETS), default="full", help="which cells (default: full)"
    )
    one.add_argument(
        "--only", default="", metavar="PATTERNS", help="of these, the cells that fit one of them"
    )
    one.add_argument("--keyword", default="", help="claims to run, as -k takes them (default: all)")
    one.add_argument("--json", action="store_true", help="print the plan as the workflow reads it")
    one = add_command(commands, "gather", gather, "canifork gather plan.json artifacts --folder site")
    one.add_argument("plan", type=Path, help="what `canifork matrix --json` printed")
    one.add_argument("artifacts", type=Path, help="holds a folder for each cell")
    one.add_argument("--folder", type=Path, default=Path("site"), help="where the page goes (default: site)")
    one.add_argument("--summary", type=Path, metavar="FILE", help="add a summary in Markdown to this file")
    one.add_argument(
        "--outputs", type=Path, metavar="FILE", help="add `complete=true` or `false` to this file"
    )
    one = add_command(commands, "annotate", annotate, "canifork annotate report/results.json")
    one.add_argument("results", type=Path, help="a results file")
    one.add_argument("--summary", type=Path, metavar="FILE", help="add a summary in Markdown to this file")


def matrix(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Show which Python runs on which runner image in CI."""
    plan = make_matrix(
        read_table(),
        subset=options.subset,
        only=options.only.split(),
        keyword=options.keyword,
        commit=project()["commit"] or (None if options.json else "unknown"),
    )
    show(to_json(plan) if options.json else lines(plan))
    return 0


def gather(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Merge what the jobs of CI brought, judge it anew, and name what is missing."""
    plan = _read_plan(options.plan)
    outline, cases = pipeline.read_claims(options.root)
    gathered = gather_parts(plan, options.artifacts, Claims(outline=outline, cases=cases))
    if gathered.results is not None:
        judged = pipeline.judge_with(gathered.results, options.root)
        gathered = dataclasses.replace(gathered, results=judged)
        pipeline.conclude(judged, options.folder, root=options.root)
        show(terminal.summary(judged, options.folder))
    if options.summary:
        _append(options.summary, job_summary(gathered, plan))
    for word, cells in (("absent ", gathered.absent), ("MISSING", gathered.faults)):
        for cell, why in cells.items():
            show(f"{word}  {printable(cell)}: {printable(why)}")
    complete = f"complete={str(gathered.complete).lower()}"
    show(complete)
    if options.outputs:
        _append(options.outputs, f"{complete}\n")
    return _code(gathered, plan)


def annotate(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Mark the rows that broke, as GitHub shows them; 0 whatever broke."""
    results = read_results(options.results)
    if options.summary:
        _append(options.summary, markdown.summary(Findings(results)))
    for line in marks(results, options.root):
        show(line)
    return 0


def _code(gathered: Gathered, plan: Matrix) -> int:
    """Return the exit code; what broke in an optional cell is shown, and is no failure."""
    if not gathered.complete or gathered.results is None:
        return INCOMPLETE
    optional = {key for cell in plan.cells if cell.optional for key in cell.interpreters}
    return exit_code(
        record for record in gathered.results.records if record.trial.interpreter not in optional
    )


def _read_plan(path: Path) -> Matrix:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "is not UTF-8 text"
        raise MatrixError(f"{path}: {why}; name what `canifork matrix --json` printed") from None


def _append(path: Path, text: str) -> None:
    """Add to a file, as GitHub wants its summaries: what is there by now may be another step's."""
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as fault:
        raise OutputError(f"{path}: {fault.strerror}; name another file") from None
