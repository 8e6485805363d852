"""Which copy of the project runs: a checkout, or an installed one with the bundle that its wheel brought.

A checkout holds `cases`, `results` and `pyproject.toml` beside `harness`; an installed copy has them
in its `bundle`, for which tools/bundle.py sees when a wheel is built.
Only this module knows where they are, and of which version and commit the copy is.
"""

from __future__ import annotations

import hashlib
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from canifork.errors import CopyError

CASES = "cases"  # the package in which trials run; a `root` is the folder that holds it
OUTLINE = "article.toml"  # the file in it that lists the claims
PUBLISHED = "results"  # the folder beside it with results that the project publishes
BUNDLE = "bundle"  # the folder of an installed package that holds both
COMMIT = "COMMIT"  # a file beside them, where there is no git to ask: in a bundle, in an sdist
PACKAGE = Path(__file__).resolve().parent
NAMED = 3  # files that a sentence names; it counts the rest


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy of the project: its version, its Python package, and the folder that holds its cases."""

    version: str
    package: Path
    root: Path


def copy_of(package: Path) -> Copy:
    """Return the copy that a package belongs to: the wheel's, if it has a bundle, or a checkout's."""
    bundle = package / BUNDLE
    root = bundle if bundle.is_dir() else package.parents[1]
    return Copy(version=_version(root), package=package, root=root)


def checkout_at(folder: Path) -> Copy | None:
    """Return the checkout that a folder is, None if it is none."""
    package = folder / "harness" / "canifork"
    if not (package / "__init__.py").is_file() or not (folder / CASES).is_dir():
        return None
    return Copy(version=_version(folder), package=package.resolve(), root=folder)


def find_root(
    asked: Path | None = None,
    here: Path | None = None,
    package: Path = PACKAGE,
    *,
    collections: bool = False,
) -> Path:
    """Return the folder that holds the cases: the one asked for, or that of the copy that runs.

    With `collections`, a person's own collection around the current folder comes before the copy's.
    CopyError if the command is given in a checkout (or asks for one) that differs from the copy
    that runs: what such a mixture measures would be of neither.
    """
    running = copy_of(package)
    if asked is None and collections and (mine := collection_around(here or _current())):
        return mine
    around = checkout_at(asked) if asked else _checkout_around(here or _current())
    if around is not None and (why := difference(around, running)) is not None:
        raise CopyError(
            f"{around.root} is a checkout of canifork, and {running.package}, which runs, is another copy: "
            f"{why}; run this elsewhere, or `pip install --editable` the checkout"
        )
    if asked is None and not (running.root / CASES).is_dir():
        raise CopyError(f"{running.package}: has no cases beside it; install canifork again")
    return asked or running.root


def collection_around(folder: Path) -> Path | None:
    """Return the nearest folder, from here upwards, that is a person's own collection and no checkout."""
    resolved = folder.resolve()
    for place in (resolved, *resolved.parents):
        if checkout_at(place) is not None:
            return None
        if (place / CASES / OUTLINE).is_file():
            return place
    return None


def difference(checkout: Copy, running: Copy) -> str | None:
    """Say in what a checkout differs from the copy that runs; None if it has the same version and cases."""
    if checkout.package == running.package:
        return None
    if checkout.version != running.version:
        return f"{checkout.version} there, {running.version} here"
    there, here = dict(_sums(checkout.root)), dict(_sums(running.root))
    names = sorted(name for name in there.keys() | here.keys() if there.get(name) != here.get(name))
    if not names:
        return None
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"they differ in {', '.join(names[:NAMED])}{more}"


def own_folder(root: Path) -> Path:
    """Return where the user's own files lie (interpreters.toml, pytest's cache): never in a bundle."""
    return Path.cwd() if root == PACKAGE / BUNDLE else root


def version() -> str:
    """Return the version of the copy that runs."""
    return copy_of(PACKAGE).version


@cache
def project(package: Path = PACKAGE) -> dict[str, str | None]:
    """Return version and commit of the copy that runs; the commit is None where nothing tells it."""
    running = copy_of(package)
    return {"version": running.version, "commit": commit_of(running.root)}


def commit_of(root: Path) -> str | None:
    """Return the commit of a checkout, with '-dirty' if it was changed, or the one written into a copy."""
    if (root / COMMIT).is_file():
        return (root / COMMIT).read_text(encoding="ascii").strip()
    if not (root / ".git").exists():  # git would look for a repository above, which is another one
        return None
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            cwd=root, capture_output=True, encoding="utf-8", check=True, timeout=10,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return described.stdout.strip()


@cache
def _version(root: Path) -> str:
    """Return the version that a checkout's or a bundle's pyproject.toml states."""
    try:
        return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError):
        return "unknown"


def _current() -> Path:
    try:
        return Path.cwd()
    except OSError as fault:
        raise CopyError(f"the current folder: {fault.strerror}; change to another folder") from None


def _checkout_around(folder: Path) -> Copy | None:
    resolved = folder.resolve()
    return next(filter(None, map(checkout_at, (resolved, *resolved.parents))), None)


def _sums(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file of the cases with its sum; the ends of lines may be another system's."""
    for path in (root / CASES).rglob("*"):
        if path.suffix in {".py", ".toml"} and path.is_file():
            text = path.read_bytes().replace(b"\r\n", b"\n")
            yield path.relative_to(root).as_posix(), hashlib.sha256(text).digest()
