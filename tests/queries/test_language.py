"""A query is read, or one sentence says what is wrong with it, and where."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given

from asked import WRONG, made_up, queries
from canifork.errors import QueryError
from canifork.queries.catalog import make_catalog
from canifork.queries.language import parse, read_range

VOCABULARY = make_catalog(made_up()).vocabulary


@pytest.mark.parametrize("query", WRONG)
def test_a_mistake_is_a_sentence_with_its_place(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query, VOCABULARY)
    assert str(caught.value) == WRONG[query]


@given(queries())
def test_anything_else_is_read(query: str) -> None:
    with contextlib.suppress(QueryError):
        parse(query, VOCABULARY)


def test_a_chapter_that_stands_beside_another_can_be_asked_for() -> None:
    beside = {**VOCABULARY, "chapter": ("fork", "week_3-fork")}
    assert parse("chapter:week_3-fork", beside).value == "week_3-fork"


def test_of_alternatives_all_parts_have_to_fit() -> None:
    tree = parse("a b or c and not d", VOCABULARY)
    assert [part.kind for part in tree.parts] == ["and", "and"]
    assert [part.kind for part in tree.parts[1].parts] == ["text", "not"]


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("3.14", ((3, 14), (3, 14))),
        ("3.9..3.12", ((3, 9), (3, 12))),
        ("3.10..", ((3, 10), None)),
        ("..3.9", (None, (3, 9))),
        ("..", None),
        ("", None),
        ("3", None),
        ("3.9...3.12", None),
        ("3.9..3.10..3.11", None),
        ("٣.٩", None),
    ],
)
def test_versions_are_written_in_four_ways(text: str, versions: object) -> None:
    assert read_range(text) == versions
