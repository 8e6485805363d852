"""Read causes.toml: the changes of Python that moved claims, each with its number and its releases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from canifork.claims.article import claim_ids, read_outline
from canifork.claims.conditions import read_row
from canifork.errors import CaseFileError
from canifork.model import Cause, Move

FILE = "causes.toml"
NAME = re.compile("[a-z0-9-]+")
RELEASE = re.compile(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})")
HEADER = re.compile(r"^[ \t]*\[\[\s*cause\s*\]\]", re.MULTILINE)
KEYS = {"id", "link", "releases", "says", "moves"}
MOVE_KEYS = {"claim", "before", "after", "when"}


def read_causes(folder: Path, claims: Collection[str] | None = None) -> tuple[Cause, ...]:
    """Read the causes beside the cases in `folder`, none if there is no such file.

    `claims`: those that a cause can move, if not those of the outline in `folder`.  CaseFileError,
    with file and line, for one that is malformed, that moves none of them, or that moves what
    another one moves in the same release.
    """
    path = folder / FILE
    if not path.exists():
        return ()
    claims = claim_ids(read_outline(folder)) if claims is None else claims
    text = path.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(text).get("cause", [])
    except tomllib.TOMLDecodeError as fault:
        raise CaseFileError(f"{path}: {fault}") from None
    lines = [text.count("\n", 0, found.start()) + 1 for found in HEADER.finditer(text)]
    causes: list[Cause] = []
    for line, entry in zip(lines, raw, strict=False):
        try:
            causes.append(_cause(entry, claims))
            _check_alone(causes)
        except ValueError as fault:
            raise CaseFileError(f"{path}:{line}: {fault}") from None
    return tuple(causes)


def _cause(raw: Mapping[str, Any], claims: Collection[str]) -> Cause:
    _check_keys(raw, KEYS, "a cause")
    if not isinstance(raw["id"], str) or not NAME.fullmatch(raw["id"]):
        raise ValueError(f"the id {raw['id']!r} is not made of a-z, 0-9 and -")
    if not isinstance(raw["link"], str) or not raw["link"].startswith("https://"):
        raise ValueError(f"the link {raw['link']!r} does not begin with https://")
    if not isinstance(raw["says"], str) or not raw["says"].endswith("."):
        raise ValueError(f"`says` is {raw['says']!r}; write a sentence that ends in a full stop")
    if not isinstance(raw["releases"], list) or not raw["releases"]:
        raise ValueError(f"`releases` is {raw['releases']!r}; list releases like '3.13.5'")
    if not isinstance(raw["moves"], list) or not raw["moves"]:
        raise ValueError(f"{raw['id']} moves no claim; add [[cause.moves]]")
    return Cause(
        id=raw["id"],
        link=raw["link"],
        says=raw["says"],
        releases=tuple(sorted(map(_release, raw["releases"]))),
        moves=tuple(_move(move, claims) for move in raw["moves"]),
    )


def _move(raw: object, claims: Collection[str]) -> Move:
    if not isinstance(raw, Mapping):
        raise ValueError(f"the move {raw!r} is no table")
    _check_keys({"when": {}, **raw}, MOVE_KEYS, "a move")
    if raw["claim"] not in claims:
        raise ValueError(f"there is no claim {raw['claim']!r}; `canifork list` names the claims")
    for side in ("before", "after"):
        if not isinstance(raw[side], dict):
            raise ValueError(f"`{side}` of {raw['claim']} is {raw[side]!r}; write a table of answers")
    if raw["before"] == raw["after"]:
        raise ValueError(f"`before` and `after` of {raw['claim']} are the same, so nothing moves")
    when = read_row({"when": raw.get("when", {}), "hung": True}, reasoned=False).when
    return Move(claim=raw["claim"], before=raw["before"], after=raw["after"], when=when)


def _release(raw: object) -> tuple[int, int, int]:
    found = RELEASE.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise ValueError(f"the release {raw!r} is not like '3.13.5'")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def _check_keys(raw: Mapping[str, Any], keys: set[str], what: str) -> None:
    if missing := sorted(keys - raw.keys()):
        raise ValueError(f"{what} has no `{missing[0]}`; it has {', '.join(sorted(keys))}")
    if unknown := sorted(raw.keys() - keys):
        raise ValueError(f"{what} has no key {unknown[0]!r}; it can have {', '.join(sorted(keys))}")


def _check_alone(causes: list[Cause]) -> None:
    """Raise ValueError if the last one is called as another, or moves what another moves as well."""
    *others, last = causes
    for other in others:
        if other.id == last.id:
            raise ValueError(f"there are two causes {last.id}; give each an id of its own")
        if shared := set(other.releases) & set(last.releases):
            for claim in _moved_by_both(other, last):
                number = ".".join(map(str, min(shared)))
                raise ValueError(f"{last.id} and {other.id} both move {claim} in {number}; keep one")


def _moved_by_both(one: Cause, other: Cause) -> Iterator[str]:
    for mine in one.moves:
        for theirs in other.moves:
            same = (mine.claim, mine.when) == (theirs.claim, theirs.when)
            if same and {*mine.before, *mine.after} & {*theirs.before, *theirs.after}:
                yield mine.claim
