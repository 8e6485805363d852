"""canifork diff OLD NEW | explain CLAIM."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from canifork import pipeline
from canifork.analysis import diff as comparing
from canifork.claims.causes import read_causes
from canifork.claims.collections import join
from canifork.cli.options import Commands, add_command, complete_files, show, stored_results
from canifork.errors import ResultsError
from canifork.project import CASES
from canifork.report.citation import find_subject
from canifork.report.text import changed, changes, claim
from canifork.results.fitting import fit
from canifork.results.store import read_results

FORMS = {"text": changes.as_text, "markdown": changes.as_markdown, "json": changes.as_json}


def add(commands: Commands) -> None:
    """Add both commands."""
    one = add_command(
        commands, "diff", diff,
        "canifork diff results/cp313-linux-x86_64.json results/cp314-linux-x86_64.json\n"
        "  canifork diff last-week.json report/results.json --format markdown\n"
        "  canifork diff report/results.json --then cp39-linux-x86_64 --now cp310-linux-x86_64",
    )  # fmt: skip
    complete_files(
        one.add_argument("old", type=Path, help="a results file"),
        one.add_argument("new", type=Path, nargs="?", help="another (left out: the same)"),
    )
    one.add_argument("--then", metavar="INTERPRETER", help="of the old file, this interpreter only")
    one.add_argument("--now", metavar="INTERPRETER", help="of the new file, this interpreter only")
    one.add_argument("--format", choices=list(FORMS), default="text", help="(default: text)")
    one = add_command(
        commands, "explain", explain,
        "canifork explain locks.unlocked_counter\n"
        "  canifork explain 'pool.default_size[cp313-linux-x86_64-spawn]'\n"
        "  canifork explain --release 3.14",
    )  # fmt: skip
    one.add_argument(
        "claim", nargs="?", help="a claim, or a trial as the report names it: claim[interpreter-method]"
    )
    one.add_argument("--release", metavar="VERSION", type=_minor, help="what this version changed")
    complete_files(
        one.add_argument(
            "--results", type=Path, nargs="+", metavar="FILE",
            help="results files (default: the last run's, or else those published)",
        )
    )  # fmt: skip


def diff(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Tell what flipped, appeared and vanished between two results; exit with 1 if an expectation broke.

    Compared is what is judged, by claim, interpreter and start method.  Two files, or two
    choices, of one interpreter each are compared with one another whatever they are called.
    """
    old = read_results(options.old)
    new = read_results(options.new) if options.new else old
    whole = join([new.outline, old.outline])
    old, new = fit(old, whole), fit(new, whole)
    found = comparing.diff(
        comparing.only(old, options.then) if options.then else old,
        comparing.only(new, options.now) if options.now else new,
    )
    show(FORMS[options.format](found), end="")
    return found.exit_code


def explain(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Explain a claim: what is true and why, what the article says, where it holds, what was seen.

    With --release: what changed in that version of Python, of all claims, and by which cause.
    """
    if (options.claim is None) == (options.release is None):
        raise ResultsError("explain takes a claim, or --release 3.14: name one of them")
    results = pipeline.merge_files(options.results or stored_results(options.root))
    if options.release is not None:
        show(changed.page(results, read_causes(options.root / CASES), options.release), end="")
        return 0
    show(claim.page(results, find_subject(results, options.claim)), end="")
    show(f"The program is run from {options.root}, which holds `{CASES}`.")
    return 0


def _minor(word: str) -> tuple[int, int]:
    if not re.fullmatch(r"\d{1,4}\.\d{1,4}", word):
        raise argparse.ArgumentTypeError(f"{word!r} is no version of Python; write one like 3.14")
    major, minor = word.split(".")
    return int(major), int(minor)
