"""Several collections in one outline: ids are kept apart where they clash, and only there."""

from __future__ import annotations

import pytest

from builders import make_case, make_outline
from canifork.claims.collections import apart, cases_in, cases_of, chapters_in, join, known_as, renamed
from canifork.model import Outline, plain

ARTICLE = make_outline(["pool.size", "fork.twice"])
WEEK = make_outline(["pool.lazy", "own.first"], title="Threads, week 3: pools and more")


def names(outline: Outline) -> list[list[str]]:
    return [[chapter.name for chapter in one.chapters] for one in outline.collections]


def test_one_collection_is_as_it_was() -> None:
    assert join([ARTICLE]) == ARTICLE
    assert join([ARTICLE, ARTICLE]) == ARTICLE


def test_only_what_clashes_is_prefixed() -> None:
    assert names(join([ARTICLE, WEEK])) == [["pool", "fork"], ["threads_week_3-pool", "own"]]
    assert names(join([WEEK, ARTICLE])) == [["pool", "own"], ["processes-pool", "fork"]]


def test_collections_come_apart_again() -> None:
    whole = join([ARTICLE, WEEK])
    assert apart(whole) == [ARTICLE, WEEK]
    assert join([whole, WEEK, ARTICLE]) == whole
    assert names(join([WEEK, whole])) == names(join([WEEK, ARTICLE]))


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Week", "Week!", "week?"], ["week", "week_2", "week_3"]),
        (["进程", "线程"], ["collection", "collection_2"]),
        (["Übung 1"], ["ubung_1"]),
        (["a" * 80], ["a" * 40]),
        (["<b>\x1b[31m</b>"], ["b_31m_b"]),
    ],
)
def test_a_name_is_made_of_the_title_and_is_never_given_twice(titles: list[str], expected: list[str]) -> None:
    others = [make_outline(["pool.size"], title=title) for title in titles]
    assert [one.name for one in join([ARTICLE, *others]).others] == expected


def test_a_name_that_the_outline_gives_is_taken() -> None:
    named = make_outline(["pool.lazy"], title="Threads", name="week3")
    assert names(join([ARTICLE, named])) == [["pool", "fork"], ["week3-pool"]]
    assert join([named]) == make_outline(["pool.lazy"], title="Threads")


def test_a_claim_is_called_as_its_chapter_is() -> None:
    chapters = chapters_in(WEEK, join([ARTICLE, WEEK]))
    assert renamed("pool.lazy", chapters) == "threads_week_3-pool.lazy"
    assert renamed("own.first", chapters) == "own.first"
    assert plain("threads_week_3-pool.lazy") == "pool.lazy"


def test_a_chapter_of_another_version_is_kept_apart_too() -> None:
    older = make_outline(["pool.lazy", "gone.away"], title=WEEK.title)
    chapters = chapters_in(older, join([ARTICLE, WEEK]))
    assert chapters == {"pool": "threads_week_3-pool", "gone": "threads_week_3-gone"}
    assert known_as(older) == known_as(WEEK)


def test_cases_are_called_as_their_collection_has_it() -> None:
    parts = [
        (ARTICLE, {"pool.size": make_case("pool.size")}),
        (
            WEEK,
            {"pool.size": make_case("pool.size", truth="It is lazy."), "own.first": make_case("own.first")},
        ),
    ]
    whole, cases = cases_of(parts)
    assert list(cases) == ["pool.size", "threads_week_3-pool.size", "own.first"]
    assert [case.id for case in cases.values()] == list(cases)
    assert cases["threads_week_3-pool.size"].truth == "It is lazy."
    assert cases_in(whole, cases) == ["pool.size"]
    assert cases_in(whole.others[0], cases) == ["threads_week_3-pool.size", "own.first"]
