"""Commands of `python -m harness`, and what all of them share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from harness.errors import ResultsError
from harness.flow import CASES, PUBLISHED
from harness.record import RESULTS

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - no public name
Action = Callable[[argparse.Namespace, Sequence[str]], int]

ROOT = Path(__file__).resolve().parent.parent.parent
REPORT = Path("report")
EXIT_CODES = """exit codes:
  0  every expectation was met (or is undecided or open, which the report says)
  1  an expectation is broken; diff: broke; verify: the file is not the one that was cited
  2  wrong usage, or a file that cannot be read
  3  the harness or an interpreter failed: an answer was garbled or mistaken, a folder not writable
  130  interrupted; what was measured is kept
"""


def add_command(commands: Commands, name: str, action: Action, example: str) -> argparse.ArgumentParser:
    """Add a command that runs `action`; its docstring and the example make the help."""
    about = action.__doc__ or ""
    parser = commands.add_parser(
        name,
        allow_abbrev=False,
        help=about.splitlines()[0],
        description=about,
        epilog=f"example:\n  {example}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--root", type=_root, default=ROOT, metavar="FOLDER", help="holds the folder `cases` (default: here)"
    )
    parser.set_defaults(command=action)
    return parser


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Add --folder."""
    parser.add_argument("--folder", default=REPORT, help="where the report goes (default: report)")


def stored_results(root: Path) -> list[Path]:
    """Return the results that are here: of the last run, or else those published with the project."""
    last = REPORT / RESULTS
    found = [last] if last.exists() else sorted((root / PUBLISHED).glob("*.json"))
    if not found:
        raise ResultsError(f"{last}: there are no results yet; run `nox`, or name a file with --results")
    return found


def _root(word: str) -> Path:
    path = Path(word).absolute()
    if not (path / CASES).is_dir():
        raise argparse.ArgumentTypeError(f"{word} holds no folder {CASES}")
    return path
