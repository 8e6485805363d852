"""Say whose claims are cited: canifork's own, or those of somebody else's collection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from canifork.claims.article import read_outline
from canifork.claims.collections import known_as
from canifork.escape import one_line
from canifork.model import Outline
from canifork.project import CASES, PACKAGE, copy_of

NOBODY = "unknown"  # the author of a collection of which none was named


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """The author of claims; the title and address of the collection, empty for canifork's own."""

    author: str = "The canifork authors"
    title: str = ""
    address: str = ""


OURS = Work()


def work_of(collection: Outline) -> Work:
    """Return whose claims these are; a collection without an author is known by its title."""
    if known_as(collection) == _article():
        return OURS
    title, author = one_line(collection.title), one_line(collection.author)
    return Work(
        author=title if author == NOBODY else author, title=title, address=one_line(collection.address)
    )


@cache
def _article() -> str:
    return known_as(read_outline(copy_of(PACKAGE).root / CASES))
