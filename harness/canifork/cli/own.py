"""canifork try PROGRAM: a person's own program, everywhere."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from canifork.cli.options import REPORT, Commands, add_command, add_python, complain, complete_files, show
from canifork.errors import ProgramError, ResultsError
from canifork.escape import annotation
from canifork.model import Case, Interpreter, Results
from canifork.programs.program import STDIN, Program
from canifork.project import PUBLISHED
from canifork.results.store import RESULTS

if TYPE_CHECKING:
    from canifork.programs.attempt import Wish

MOST_DEADLINE, MOST_REPEAT = 3600.0, 1000


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "try", try_program,
        "canifork try script.py\n"
        "  canifork try --python found --python 'wine /opt/cp313/python.exe' script.py --its-own option\n"
        "  canifork try --expect-alike --html try.html -m package",
    )  # fmt: skip
    parser.set_defaults(asks_article=True)
    add_python(parser)
    parser.add_argument(
        "--deadline", type=_seconds, default=20.0, metavar="SECONDS", help="for each run (default: 20)"
    )
    parser.add_argument("--repeat", type=_count, default=1, metavar="N", help="run N times everywhere")
    parser.add_argument("--at-once", type=_count, metavar="N", help="runs at a time (default: CPUs and 3)")
    parser.add_argument("--exact", action="store_true", help="mask nothing that differs by itself")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--expect-alike", action="store_true",
        help="fail also where a package is missing, and say it as GitHub shows it",
    )  # fmt: skip
    complete_files(
        parser.add_argument("--html", type=Path, metavar="FILE", help="also write a page of it"),
        parser.add_argument("--input", type=Path, metavar="FILE", help="what standard input is to be"),
        parser.add_argument(
            "-m", nargs=argparse.REMAINDER, dest="module", metavar="MODULE [ARGUMENT]", help="run a module"
        ),
        parser.add_argument(
            "program",
            nargs=argparse.REMAINDER,
            metavar="PROGRAM [ARGUMENT]",
            help="a file, or - for standard input",
        ),
    )


def try_program(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Run a program of yours on every Python found, under every start method, and compare what comes of it.

    All that is done beforehand is to set the default start method.  It runs in a copy of its folder,
    as it would be run there, and everything that it starts is ended.  Exits with 1 if it differs.
    """
    # Late: the other commands need none of these.
    from canifork.programs.attempt import attempt

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be ended is to be interrupted
    program, wish = _program(options), _wish(options)
    attempted = attempt(program, lambda: _interpreters(options), wish, _progress)
    from canifork.pipeline import read_claims
    from canifork.programs.comparison import compare
    from canifork.report.text import tried

    compared = compare(
        program, attempted, lambda: _results(options.root), exact=options.exact, deadline=options.deadline
    )
    cases: Mapping[str, Case] = read_claims(options.root)[1] if any(compared.causes) else {}
    show((tried.as_json if options.json else tried.as_text)(compared, dict(cases)), end="")
    if options.html:
        from canifork.report.html.tried import write_page

        write_page(compared, cases, options.html)
    failed = not compared.alike or (options.expect_alike and bool(compared.missing))
    if failed and options.expect_alike and os.environ.get("GITHUB_ACTIONS"):
        print(annotation("error", tried.headline(compared), title="canifork try"), file=sys.stderr)
    return int(failed)


def _interpreters(options: argparse.Namespace) -> Sequence[Interpreter]:
    from canifork.interpreters.discovery import discover

    found, _ = discover(options.python, options.root, anew=options.probe, each_patch=options.each_patch)
    if not found:
        raise ProgramError("no Python was found; name one with --python")
    return found


def _wish(options: argparse.Namespace) -> Wish:
    from canifork.programs.attempt import AT_ONCE, Wish

    return Wish(
        deadline=options.deadline,
        repeat=options.repeat,
        exact=options.exact,
        at_once=options.at_once or AT_ONCE,
        given=_given(options.input),
    )


def _program(options: argparse.Namespace) -> Program:
    from canifork.programs.program import from_file, from_module, from_stdin

    words = options.module if options.module is not None else options.program
    if words[:1] == ["--"]:
        words = words[1:]
    if not words or not words[0]:
        raise ProgramError("try: names no program; name a Python file, -m MODULE, or - for standard input")
    word, *arguments = words
    if options.module is not None:
        return from_module(word, arguments)
    if word == STDIN:
        return from_stdin(sys.stdin.buffer.read(), arguments)
    return from_file(word, arguments)


def _given(path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError as fault:
        raise ProgramError(f"--input {path}: {fault.strerror}; name a file that can be read") from None


def _results(root: Path) -> Results | None:
    """Return what the claims showed: in the last run, or where that lacks a trial in published ones."""
    from canifork import pipeline
    from canifork.report.html.site import together
    from canifork.results.beside import read_published

    try:
        if (REPORT / RESULTS).exists():
            own = pipeline.merge_files([REPORT / RESULTS])
            return together(own, read_published(root, own)[0])
        published = sorted((root / PUBLISHED).glob("*.json"))
        return pipeline.merge_files(published) if published else None
    except ResultsError as fault:
        complain(f"no causes can be offered: {fault}")
        return None


def _progress(ended: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{ended} of {of} runs ", end="" if ended < of else "\r", file=sys.stderr, flush=True)


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_DEADLINE:
        raise argparse.ArgumentTypeError(
            f"{word!r} is not a number of seconds, more than 0 and at most {MOST_DEADLINE:g}"
        )
    return seconds


def _count(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) <= MOST_REPEAT:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 1 to {MOST_REPEAT}")
    return int(word)
