"""canifork check PATH..."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from canifork.claims.casefile import read_cases
from canifork.cli.options import Commands, add_command, complain, complete_files, show
from canifork.errors import ProgramError
from canifork.model import Case
from canifork.project import CASES
from canifork.rules import files, forms, sarif
from canifork.rules.checker import Finding, check_file
from canifork.rules.patterns.starting import STDIN
from canifork.rules.rule import Rule
from canifork.rules.settings import read_settings, without
from canifork.rules.table import RULES, asked
from canifork.rules.targets import Target, read_targets

FORMS = {
    "text": forms.as_text, "json": forms.as_json, "sarif": sarif.as_sarif, "github": forms.as_annotations,
}  # fmt: skip
UNREADABLE = 2


def add(commands: Commands) -> None:
    """Add the command."""
    one = add_command(
        commands, "check", check,
        "canifork check src\n"
        '  canifork check program.py --target "linux, windows; python>=3.10; start_method=default"\n'
        "  canifork check . --format sarif > findings.sarif",
    )  # fmt: skip
    complete_files(
        one.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a program, a folder, or - for standard input"
        )
    )
    one.add_argument(
        "--target", action="append", metavar="TEXT",
        help="what the programs are meant for; again for more (default: pyproject.toml's, or three systems)",
    )  # fmt: skip
    one.add_argument("--format", choices=list(FORMS), default="text", help="(default: text)")
    one.add_argument(
        "--ignore", action="append", default=[], metavar="CLAIM", help="or a code; again for more"
    )
    one.set_defaults(asks_article=True)
    one.add_argument("--exclude", action="append", default=[], metavar="PATTERN", help="files to leave out")


def check(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Read programs, without running them, and say which lines behave otherwise on some targets.

    What cannot be seen is not guessed.  Settings stand in pyproject.toml; docs/check.md lists the rules.
    """
    settings = read_settings(Path.cwd())
    cases = asked(read_cases(options.root / CASES))
    rules = without(RULES, [*settings.ignore, *options.ignore])
    targets = read_targets(options.target or settings.targets, cases)
    paths = list(files.programs(options.paths, [*settings.exclude, *options.exclude]))
    findings, unreadable = _read(paths, rules, cases, targets)
    show(FORMS[options.format](findings), end="\n" if findings or options.format != "text" else "")
    if options.format == "text":
        _conclude(findings, len(paths))
    return UNREADABLE if unreadable else int(bool(findings))


def _read(
    paths: Iterable[Path], rules: Sequence[Rule], cases: Mapping[str, Case], targets: Sequence[Target]
) -> tuple[list[Finding], int]:
    """Return the findings, and how many files could not be read, each of which is named."""
    found: list[Finding] = []
    unreadable = 0
    for path in paths:
        try:
            name = STDIN if path == files.STDIN else str(path)
            found += check_file(name, files.read(path), rules, cases, targets)
        except ProgramError as fault:
            complain(fault)
            unreadable += 1
    return found, unreadable


def _conclude(findings: Sequence[Finding], read: int) -> None:
    places = len({one.path for one in findings})
    where = f"{places} of {read}" if findings else str(read)
    count = len(findings) or "No"
    show(f"{count} finding{'s' * (count != 1)} in {where} file{'s' * (read != 1)}.")
    if findings:
        show("`canifork explain CLAIM` tells why, and what was seen where.")
