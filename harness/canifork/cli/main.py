"""The command line: canifork COMMAND; --help names the commands."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from canifork.cli.options import EXIT_CODES, Parser, complain
from canifork.errors import INTERRUPTED, UNREAD, HarnessError
from canifork.project import find_root, version

ROOMS = (
    "run", "own", "results", "cite", "lookup", "pin", "latex", "compare", "check", "ci", "collection",
    "fetch", "translate",
)  # fmt: skip
QUICK = {"run": "run", "try": "own", "report": "results"}  # waited for, while they need nothing of the others


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code.  It ends quietly if nobody reads on, as in `... | head`."""
    try:
        try:
            return _main(words)
        finally:
            print(end="", flush=True)
    except BrokenPipeError:
        # What is left in the buffer goes nowhere: https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD


def _main(words: Sequence[str] | None) -> int:
    """Run one command; a HarnessError becomes one sentence."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # Windows has code pages of 256 characters
    words = sys.argv[1:] if words is None else words
    parser = make_parser(words[0] if words else None)
    options, rest = parser.parse_known_args(words)
    if rest and not options.passes_on:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        if "root" in options:
            options.root = find_root(options.root, collections=not options.asks_article)
        return int(options.command(options, rest))
    except HarnessError as fault:
        complain(fault)
        return fault.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED


def make_parser(command: str | None = None) -> Parser:
    """Return the parser of all commands; of one that is QUICK alone if that is the command that is given."""
    parser = Parser(
        allow_abbrev=False,
        prog="canifork",
        description="Find out what Python's processes and threads really do, on every Python here.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"canifork {version()}")
    parser.set_defaults(passes_on=False, asks_article=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for room in (QUICK[command],) if command in QUICK else ROOMS:
        importlib.import_module(f"canifork.cli.{room}").add(commands)
    if command not in QUICK:
        from canifork.cli import completion

        completion.add(commands, parser)
    return parser
