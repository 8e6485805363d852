"""Put several collections of claims beside each other: their ids, kept apart where they would clash.

A collection is known by its title and author.  The first one keeps its ids.  Of any other, a chapter
whose name is taken gets the collection's name before it, and with it the ids of its claims.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from canifork.model import MARK, Case, Outline, plain

NAMELESS = "collection"  # where nothing of a title can stand in an id
WORDS = 3  # of a title that make a name


def known_as(outline: Outline) -> str:
    """Return what a collection is known by, in words: two outlines of it are two versions."""
    return f"of {outline.title!r} by {outline.author!r}"


def apart(outline: Outline) -> list[Outline]:
    """Return the collections of a joined outline, each as it is by itself."""
    return [
        replace(
            one,
            others=(),
            chapters=tuple(replace(chapter, name=plain(chapter.name)) for chapter in one.chapters),
        )
        for one in outline.collections
    ]


def join(outlines: Iterable[Outline]) -> Outline:
    """Return one outline of several; of two with one title and author the first counts."""
    found: dict[str, Outline] = {}
    for one in (part for outline in outlines for part in apart(outline)):
        first = found.setdefault(known_as(one), one)
        if not first.name:
            found[known_as(one)] = replace(first, name=one.name)
    first, *others = found.values()
    taken = {chapter.name for chapter in first.chapters}
    names: set[str] = set()
    return replace(first, others=tuple(_beside(one, taken, names) for one in others))


def chapters_in(outline: Outline, whole: Outline) -> Mapping[str, str]:
    """Return what the chapters of an outline are called in a joined one, which holds its collections."""
    here = {known_as(one): one for one in whole.collections}
    names = {}
    for one in outline.collections:
        there = here[known_as(one)]
        known = {plain(chapter.name): chapter.name for chapter in there.chapters}
        before = there.name + MARK if there is not whole else ""  # of what only this version of it has
        for chapter in one.chapters:
            names[chapter.name] = known.get(plain(chapter.name), before + plain(chapter.name))
    return names


def renamed(claim: str, chapters: Mapping[str, str]) -> str:
    """Return the id of a claim whose chapter is called so."""
    chapter, _, name = claim.partition(".")
    return f"{chapters.get(chapter, chapter)}.{name}"


def cases_in(outline: Outline, cases: Mapping[str, Case]) -> list[str]:
    """List the claims among `cases` that are of this collection alone."""
    chapters = {chapter.name for chapter in outline.chapters}
    return [claim for claim, case in cases.items() if case.chapter in chapters]


def cases_of(parts: Sequence[tuple[Outline, Mapping[str, Case]]]) -> tuple[Outline, dict[str, Case]]:
    """Join collections with their cases, of which each keeps the order of its outline."""
    whole = join(outline for outline, _ in parts)
    cases = {}
    for outline, some in parts:
        chapters = chapters_in(outline, whole)
        for case in some.values():
            claim = renamed(case.id, chapters)
            cases[claim] = replace(case, id=claim)
    return whole, cases


def _beside(outline: Outline, taken: set[str], names: set[str]) -> Outline:
    name = _free(outline.name or _name_of(outline.title), names)
    chapters = tuple(
        replace(one, name=f"{name}{MARK}{one.name}") if one.name in taken else one for one in outline.chapters
    )
    taken |= {one.name for one in chapters}
    return replace(outline, name=name, chapters=chapters)


def _name_of(title: str) -> str:
    """Make a name of the first words of a title: 'threads_week_3'."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall("[a-z0-9]+", letters)[:WORDS])[:40] or NAMELESS


def _free(name: str, names: set[str]) -> str:
    """Return the name, with a number behind it if another collection is called so."""
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{name}_{number}"
    names.add(free)
    return free
