"""Which files are read: those that are named, and the Python files below the folders that are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from canifork.errors import ProgramError

STDIN = Path("-")
SUFFIXES = (".py", ".pyw")
NOWHERE = {"", ".."}  # the names of folders that only say where to look
LEFT_OUT = {"__pycache__", "node_modules", "site-packages", "venv"}  # others' programs; and hidden folders


def programs(paths: Iterable[Path], exclude: Sequence[str] = ()) -> Iterator[Path]:
    """Yield each file once, in order; ProgramError for a path where nothing is.

    `exclude`: patterns as shells have them; one that fits a part of a path, or all of it, leaves it out,
    what is named too: pre-commit names all that changed.
    """
    seen: set[Path] = set()
    for path in paths:
        if path == STDIN:
            yield path
            continue
        if not path.exists():
            raise ProgramError(f"{path}: there is no such file or folder")
        if _is_named_out(path, exclude):
            continue
        for file in _below(path, exclude) if path.is_dir() else [path]:
            if file not in seen:
                seen.add(file)
                yield file


def read(path: Path) -> bytes:
    """Read a file, or standard input; ProgramError if that cannot be done."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as fault:
        raise ProgramError(f"{path}: {fault.strerror}") from None


def _is_named_out(path: Path, exclude: Sequence[str]) -> bool:
    """Tell whether what is named, or a folder between the current one and it, is excluded."""
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    places = [path] if shown.is_absolute() else [shown, *shown.parents]
    return any(_excluded(one.name, one, exclude) for one in places if one.name not in NOWHERE)


def _below(folder: Path, exclude: Sequence[str]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(one for one in folders if not _is_left_out(one, here / one, exclude))
        for name in sorted(files):
            if name.endswith(SUFFIXES) and not _excluded(name, here / name, exclude):
                yield here / name


def _is_left_out(name: str, path: Path, exclude: Sequence[str]) -> bool:
    return name in LEFT_OUT or name.startswith(".") or _excluded(name, path, exclude)


def _excluded(name: str, path: Path, exclude: Sequence[str]) -> bool:
    return any(fnmatch(name, one) or fnmatch(path.as_posix(), one) for one in exclude)
