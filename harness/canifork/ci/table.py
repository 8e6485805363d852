"""Read jobs.toml: the runner images, the Pythons on them, and which of these cells are optional."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

TABLE = Path(__file__).with_name("jobs.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A runner image with one architecture, the Pythons that it can have, and those of each subset.

    `architecture` is setup-python's word for `machine`.  `minutes` is what one cell takes, estimated.
    With a `container` the cases run in it, on its own Python; '{python}' stands for the version.
    """

    name: str
    os: str
    machine: str
    architecture: str
    minutes: float
    pythons: Sequence[str]
    quick: Sequence[str]
    radar: bool
    container: str = ""
    libc: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Emulator:
    """A session of nox that brings interpreters by itself, for systems which the image only plays."""

    name: str
    image: str
    architecture: str
    minutes: float
    session: str
    interpreters: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Optional:
    """Cells that may be missing or broken without holding up the others, by a pattern, and why."""

    cells: str
    because: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """All of jobs.toml; `tags` names the interpreters whose id does not follow from their version."""

    newest: str
    next: str
    tags: Mapping[str, str]
    images: tuple[Image, ...]
    emulators: tuple[Emulator, ...]
    optional: tuple[Optional, ...]

    def pythons(self, image: Image, subset: str) -> Sequence[str]:
        """Return the Pythons of an image in a subset."""
        radar = (self.newest, self.next) if image.radar else ()
        return {"full": image.pythons, "quick": image.quick, "radar": radar}[subset]

    def interpreter_id(self, image: Image, python: str) -> str:
        """Name the interpreter that a cell brings: 'cp313t-linux-aarch64', 'cp39-linux-x86_64-musl'.

        A patch release that is asked for is told apart: '3.13.0' is 'cp313.0-linux-x86_64'.
        """
        tag = self.tags.get(python) or re.sub(r"^pypy|^(?=\d)", _prefix, python).replace(".", "", 1)
        return "-".join(part for part in (tag, image.os, image.machine, image.libc) if part)

    def reason(self, cell: str) -> str:
        """Return why a cell is optional, '' where it is not."""
        return next((entry.because for entry in self.optional if fnmatchcase(cell, entry.cells)), "")


def read_table(path: Path = TABLE) -> Table:
    """Read jobs.toml, or another file of its form."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Table(
        newest=raw["newest"],
        next=raw["next"],
        tags=raw["tags"],
        images=tuple(Image(**entry) for entry in raw["image"]),
        emulators=tuple(Emulator(**entry) for entry in raw["emulator"]),
        optional=tuple(Optional(**entry) for entry in raw["optional"]),
    )


def _prefix(found: re.Match[str]) -> str:
    return "pp" if found[0] else "cp"
