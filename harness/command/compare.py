"""python -m harness diff OLD NEW | explain CLAIM."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from harness import diff as comparing
from harness import flow
from harness.cite import find_place
from harness.command import Commands, add_command, stored_results
from harness.record import read_results
from harness.report import changes, claim

FORMS = {"text": changes.as_text, "markdown": changes.as_markdown, "json": changes.as_json}


def add(commands: Commands) -> None:
    """Add both commands."""
    one = add_command(
        commands, "diff", diff,
        "python -m harness diff results/cp313-linux-x86_64.json results/cp314-linux-x86_64.json\n"
        "  python -m harness diff last-week.json report/results.json --format markdown\n"
        "  python -m harness diff report/results.json --then cp39-linux-x86_64 --now cp310-linux-x86_64",
    )  # fmt: skip
    one.add_argument("old", type=Path, help="a results file")
    one.add_argument("new", type=Path, nargs="?", help="another (left out: the same)")
    one.add_argument("--then", metavar="INTERPRETER", help="of the old file, this interpreter only")
    one.add_argument("--now", metavar="INTERPRETER", help="of the new file, this interpreter only")
    one.add_argument("--format", choices=FORMS, default="text", help="(default: text)")
    one = add_command(
        commands, "explain", explain,
        "python -m harness explain locks.unlocked_counter\n"
        "  python -m harness explain 'pool.default_size[cp313-linux-x86_64-spawn]'",
    )  # fmt: skip
    one.add_argument("claim", help="a claim, or a trial as the report names it: claim[interpreter-method]")
    one.add_argument(
        "--results", type=Path, nargs="+", metavar="FILE",
        help="results files (default: the last run's, or else those published)",
    )  # fmt: skip


def diff(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Tell what flipped, appeared and vanished between two results; exit with 1 if an expectation broke.

    Compared is what is judged, by claim, interpreter and start method.  Two files, or two
    choices, of one interpreter each are compared with one another whatever they are called.
    """
    old = read_results(options.old)
    new = read_results(options.new) if options.new else old
    found = comparing.diff(
        comparing.only(old, options.then) if options.then else old,
        comparing.only(new, options.now) if options.now else new,
    )
    print(FORMS[options.format](found), end="")
    return found.exit_code


def explain(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Explain a claim: what is true and why, what the article says, where it holds, what was seen."""
    results = flow.merge_files(options.results or stored_results(options.root))
    print(claim.page(results, find_place(results, options.claim)), end="")
    return 0
