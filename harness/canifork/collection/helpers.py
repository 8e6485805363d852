"""The files that cases share: copied from the copy that runs, and brought up to date with it."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from canifork.errors import CollectionError
from canifork.files import write_atomically
from canifork.project import CASES, Copy

SUMS = "_helpers.json"  # the sums of the helpers as they were written, by which a changed one is known


class Fate(StrEnum):
    """What became of a helper."""

    NEW = "new"
    RENEWED = "brought up to date"
    KEPT = "kept, because it was changed here"


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """A helper that differs from today's, what became of it, and how the two differ."""

    path: Path
    fate: Fate
    diff: tuple[str, ...]


def write_helpers(cases: Path, source: Copy) -> None:
    """Write all helpers into a folder, and their sums."""
    helpers = dict(_helpers(source))
    for name, text in helpers.items():
        write_atomically(cases / name, text)
    _write_sums(cases, source, {name: _sum(text) for name, text in helpers.items()})


def update(cases: Path, source: Copy) -> list[Update]:
    """Bring the helpers up to date; one that was changed here stays as it is.

    CollectionError if it is not known how they were written.
    """
    sums, updates = _read_sums(cases), []
    for name, text in _helpers(source):
        path = cases / name
        mine = _read(path) if path.exists() else ""
        if mine != text:
            fate = _fate(path, mine, sums.get(name))
            diff = difflib.unified_diff(
                mine.splitlines(),
                text.splitlines(),
                f"{CASES}/{name}",
                f"canifork {source.version}",
                lineterm="",
            )
            updates.append(Update(path=path, fate=fate, diff=tuple(diff)))
            if fate is Fate.KEPT:
                continue
            write_atomically(path, text)
        sums[name] = _sum(text)
    _write_sums(cases, source, sums)
    return updates


def _fate(path: Path, mine: str, written: str | None) -> Fate:
    if not path.exists():
        return Fate.NEW
    return Fate.RENEWED if _sum(mine) == written else Fate.KEPT


def _helpers(source: Copy) -> Iterator[tuple[str, str]]:
    for path in sorted((source.root / CASES).glob("_*.py")):
        yield path.name, _read(path)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")  # the ends of lines become "\n", whatever git made of them
    except UnicodeDecodeError:
        raise CollectionError(
            f"{path}: is not UTF-8 text; take it away, and --update writes it anew"
        ) from None
    except OSError as fault:
        raise CollectionError(f"{path}: {fault.strerror}; it has to be a file that can be read") from None


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read_sums(cases: Path) -> dict[str, str]:
    path = cases / SUMS
    try:
        sums = json.loads(path.read_text(encoding="utf-8"))["sha256"]
        return {str(name): str(value) for name, value in sums.items()}
    except FileNotFoundError:
        raise CollectionError(
            f"{path.parent.parent}: has no {CASES}/{SUMS}; --update is for collections of `canifork init`"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CollectionError(
            f"{path}: cannot be read as the sums that `canifork init` writes; bring it back as it was"
        ) from None


def _write_sums(cases: Path, source: Copy, sums: dict[str, str]) -> None:
    told = {"canifork": source.version, "sha256": sums}
    write_atomically(cases / SUMS, json.dumps(told, indent=1, sort_keys=True) + "\n")
