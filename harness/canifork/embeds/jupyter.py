"""Show claims in a notebook: `%load_ext canifork.embeds.jupyter`, then `%canifork CLAIM`.

A mistake ends the cell with a sentence, and so a notebook that is being converted.  A claim in
canifork.lock that is published otherwise now is a warning of Python's.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path
from typing import Any, NoReturn

from canifork.embeds.piece import FORMATS, Piece, make_piece
from canifork.embeds.pins import LOCK, changes_of
from canifork.errors import HarnessError, ResultsError


def load_ipython_extension(ipython: Any) -> None:
    """Give the notebook its magic; IPython calls this."""
    ipython.register_magic_function(canifork, "line", "canifork")


def canifork(line: str) -> Piece:
    """Show a claim: %canifork CLAIM [--format strip|row|sentence|program] [--systems A,B] [--since 3.10]."""
    try:
        options = _parser().parse_args(line.split())
        systems = [name for name in options.systems.split(",") if name]
        piece = make_piece(
            options.claim, options.format, systems=systems, since=options.since, site=options.site
        )
    except HarnessError as fault:
        from IPython.core.error import UsageError  # late: only a notebook has it

        raise UsageError(str(fault)) from None
    for told in changes_of(Path(LOCK), options.claim):
        warnings.warn(told, stacklevel=2)
    return piece


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ResultsError(f"{message}; write {self.format_usage().removeprefix('usage: ').strip()}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="%canifork", add_help=False, allow_abbrev=False)
    parser.add_argument("claim")
    parser.add_argument("--format", choices=FORMATS, default="strip")
    parser.add_argument("--systems", default="")
    parser.add_argument("--since")
    parser.add_argument("--site")
    return parser
