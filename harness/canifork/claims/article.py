"""Read article.toml: which article this is, its chapters and claims in order, what cannot be tested."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from canifork.errors import CaseFileError
from canifork.model import Case, Chapter, Outline, Untestable
from canifork.project import OUTLINE

FILE = OUTLINE


def read_outline(folder: Path) -> Outline:
    """Read the outline of the cases in `folder`; CaseFileError if it is missing or malformed."""
    path = folder / FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        outline = Outline(
            title=raw["title"],
            original_title=raw["original_title"],
            author=raw["author"],
            published=raw["published"].isoformat(),
            newest_python=raw["newest_python"],
            chapters=tuple(
                Chapter(
                    name=entry["name"],
                    title=_title(folder, entry["name"]),
                    claims=tuple(entry["claims"]),
                    since=tuple(entry.get("since", ())),
                )
                for entry in raw["chapter"]
            ),
            not_testable=tuple(
                Untestable(claim=entry["claim"], reason=entry["reason"]) for entry in raw["not_testable"]
            ),
            address=raw.get("address", ""),
            name=raw.get("name", ""),
        )
        _check_words(raw)
    except OSError as fault:
        raise CaseFileError(f"{path}: {fault.strerror}; the cases need their outline") from None
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise CaseFileError(f"{path}: {fault}; see the outline of the project's own cases") from None
    return outline


def _check_words(raw: Mapping[str, Any]) -> None:
    """Raise TypeError, naming the value, for one that should be text and is not."""
    words = [raw[key] for key in ("title", "original_title", "author", "newest_python")]
    words += [address := raw.get("address", ""), name := raw.get("name", "")]
    if isinstance(name, str) and not re.fullmatch("[a-z0-9_]{0,40}", name):
        raise ValueError(f"the name {name!r} is not made of a-z, 0-9 and _")
    if isinstance(address, str) and not re.fullmatch(r"(https?://\S+)?", address):
        raise ValueError(f"the address {address!r} does not begin with https://")
    for entry in raw["chapter"]:
        for key in ("claims", "since"):
            if not isinstance(claims := entry.get(key, []), list):
                raise TypeError(f"{key} of {entry['name']} are {claims!r}, not a list")
            words += claims
        words.append(entry["name"])
    words += [word for entry in raw["not_testable"] for word in (entry["claim"], entry["reason"])]
    for word in words:
        if not isinstance(word, str):
            raise TypeError(f"{word!r} is not text")


def claim_ids(outline: Outline) -> list[str]:
    """List the ids of all claims in the outline's order, chapter by chapter: 'fork.unix_only', ..."""
    return [
        f"{chapter.name}.{claim}" for chapter in outline.chapters for claim in chapter.claims + chapter.since
    ]


def in_order(outline: Outline, cases: Mapping[str, Case]) -> dict[str, Case]:
    """Return the cases in the outline's order; CaseFileError for a case that it does not list so."""
    ids = claim_ids(outline)
    since = {f"{chapter.name}.{claim}" for chapter in outline.chapters for claim in chapter.since}
    for case in cases.values():
        if case.id not in ids:
            raise CaseFileError(f"{case.file}:1: {FILE} does not list {case.id}; add it to its chapter")
        if case.since_then != (case.id in since):
            listed = "`since`" if case.id in since else "`claims`"
            raise CaseFileError(f"{case.file}:1: {FILE} lists it in {listed}; those in `since` have SEEN")
    return {one: cases[one] for one in ids if one in cases}


def without_case(outline: Outline, cases: Iterable[str]) -> list[str]:
    """List the claims that no case tests yet."""
    tested = set(cases)
    return [one for one in claim_ids(outline) if one not in tested]


def _title(folder: Path, chapter: str) -> str:
    """Read a chapter's title, the docstring of its folder; its name where there is none."""
    path = folder / chapter / "__init__.py"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        return ast.get_docstring(ast.parse(text)) or chapter
    except SyntaxError as fault:
        raise CaseFileError(f"{path}:{fault.lineno or 1}: {fault.msg}") from None
