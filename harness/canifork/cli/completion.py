"""canifork completion SHELL."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Sequence

import shtab

from canifork.cli.options import COMPLETED, EXIT_CODES, Commands, Parser

SHELLS = ("bash", "zsh", "fish")
EXAMPLE = """example:
  canifork completion bash > ~/.local/share/bash-completion/completions/canifork
  canifork completion zsh > ~/.zfunc/_canifork      (a folder of $fpath)
  canifork completion fish > ~/.config/fish/completions/canifork.fish
"""


def add(commands: Commands, parser: Parser) -> None:
    """Add the command, which completes what `parser` takes."""
    about = "Print a script that lets a shell complete canifork's commands and options."
    added = commands.add_parser(
        "completion", allow_abbrev=False, help=about, description=about, epilog=f"{EXAMPLE}\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    added.add_argument("shell", choices=SHELLS, help="the shell")
    added.set_defaults(command=functools.partial(completion, parser))


def completion(parser: Parser, options: argparse.Namespace, _: Sequence[str]) -> int:
    """Print the script: as it is, for it holds what a terminal would not show."""
    _mark_places(parser)
    sys.stdout.write(shtab.complete(parser, shell=options.shell) + "\n")
    return 0


def _mark_places(parser: argparse.ArgumentParser) -> None:
    """Tell shtab which arguments of a parser, and of those below it, are files and folders."""
    for action in parser._actions:  # noqa: SLF001 - no public name
        if (what := getattr(action, COMPLETED, None)) is not None:
            action.complete = getattr(shtab, what)  # type: ignore[attr-defined]
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for below in action.choices.values():
                _mark_places(below)
