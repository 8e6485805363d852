"""What all commands of `canifork` share: how one is added, its options, and what it says."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn, TypeAlias

from canifork.errors import ResultsError
from canifork.escape import printable
from canifork.project import CASES, PUBLISHED
from canifork.results.store import RESULTS

Action = Callable[[argparse.Namespace, Sequence[str]], int]

REPORT = Path("report")
COMPLETED = "completed"  # the attribute of an argument that says with what a shell completes it
EXIT_CODES = """exit codes:
  0  every expectation was met (or is undecided or open, which the report says)
  1  an expectation is broken (diff: broken now, and not before); verify: another file was cited;
     pin --check: a published answer is not the one that was pinned;
     check: a line behaves otherwise on some target; try: the program is not alike everywhere;
     lint: there is a slip
  2  wrong usage, a file that cannot be read, or a checkout that is not the copy that runs
  3  the harness or an interpreter failed: an answer was garbled or mistaken, a folder not writable
  4  gather: a planned cell that is not optional brought no results of use
  130  interrupted; what was measured is kept
  141  nobody read the output to its end
"""


class Parser(argparse.ArgumentParser):
    """A parser whose messages, which quote arguments, hold nothing that a terminal obeys."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit with 2."""
        super().error(printable(message))


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - no public name


def show(text: str | Iterable[str], *, end: str = "\n") -> None:
    """Print text, or lines, without what a terminal would obey: it may quote a file or a program."""
    lines = text.split("\n") if isinstance(text, str) else (part for one in text for part in one.split("\n"))
    print("\n".join(map(printable, lines)), end=end)


def complain(message: object) -> None:
    """Print what is wrong, on one line, to standard error."""
    print(f"canifork: {printable(str(message))}", file=sys.stderr)


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
    complete_folders(
        parser.add_argument(
            "--root", type=_root, metavar="FOLDER",
            help="holds the folder `cases` (default: your collection's, the checkout's, or the wheel's)",
        )
    )  # fmt: skip
    parser.set_defaults(command=action)
    return parser


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Add --folder."""
    complete_folders(
        parser.add_argument("--folder", default=REPORT, help="where the report goes (default: report)")
    )


def add_python(parser: argparse.ArgumentParser) -> None:
    """Add --python, --probe and --each-patch."""
    parser.add_argument(
        "--python", action="append", default=[], metavar="COMMAND",
        help="run on this Python only; any command that starts one; again for more; "
        "'found' stands for all that are found",
    )  # fmt: skip
    parser.add_argument(
        "--probe", action="store_true", help="ask each Python again what it is and can do, if that is known"
    )
    parser.add_argument(
        "--each-patch", action="store_true",
        help="tell patch releases of a version apart, by ids such as cp313.0-linux-x86_64",
    )  # fmt: skip


def complete_files(*arguments: argparse.Action) -> None:
    """Let a shell complete these arguments with files."""
    for argument in arguments:
        setattr(argument, COMPLETED, "FILE")


def complete_folders(*arguments: argparse.Action) -> None:
    """Let a shell complete these arguments with folders."""
    for argument in arguments:
        setattr(argument, COMPLETED, "DIRECTORY")


def stored_results(root: Path) -> list[Path]:
    """Return the results that are here: of the last run, or else those published with the project."""
    last = REPORT / RESULTS
    found = [last] if last.exists() else sorted((root / PUBLISHED).glob("*.json"))
    if not found:
        raise ResultsError(
            f"{last}: there are no results yet; run `canifork run`, or name a file with --results"
        )
    return found


def site(word: str) -> str:
    """Read the address at which a report is published."""
    if not re.fullmatch(r"https?://\S+", word):
        raise argparse.ArgumentTypeError(f"{word!r} is no address; write one like https://example.org/report")
    return word


def _root(word: str) -> Path:
    path = Path(word).absolute()
    if not (path / CASES).is_dir():
        raise argparse.ArgumentTypeError(f"{word} holds no folder {CASES}")
    return path
