"""Counts: every record once, what was not run too, and no collection for another."""

from __future__ import annotations

import re

from hypothesis import given

from builders import (
    WINE,
    answered,
    expect,
    make_case,
    make_newer,
    make_outline,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.analysis.counts import article_sentence, count_sentence, tally
from canifork.analysis.grid import sections
from canifork.model import Kind, Observation, Results
from canifork.results.merge import merge

NEWER, NEWER_TRIAL = make_newer(), make_trial("pool.since")
ALL = make_results([
    make_record(make_trial("a.met")),
    make_record(make_trial("a.broken"), answered(works=False)),
    make_record(make_trial("a.undecided"), answered(undecided="busy")),
    make_record(make_trial("a.garbled"), Observation(kind=Kind.GARBLED, reason="x")),
    make_record(make_trial("a.open"), case=make_case(expect=(expect(when={"os": "macos"}, hung=True),))),
    make_record(make_trial("a.none"), Observation(kind=Kind.NOT_APPLICABLE, reason="x")),
    unjudged(make_trial("a.left"), not_run()),
    unjudged(make_trial("a.left", WINE), not_run()),
])  # fmt: skip


def test_the_counts_tell_what_was_run_and_what_was_not() -> None:
    assert count_sentence(ALL) == (
        "5 trials: 1 met, 1 broken, 2 undecided, 1 open, 1 garbled; 1 not applicable, 2 not run"
    )


def test_the_article_is_counted_apart() -> None:
    assert article_sentence(ALL) == (
        "The article: 1 supported, 2 contradicted, 0 not seen, 2 undecided, 0 silent"
    )


def test_what_came_since_stands_apart_and_counts_neither_for_nor_against_the_article() -> None:
    newer = make_record(NEWER_TRIAL, case=NEWER)
    known = {**ALL.cases, NEWER.id: NEWER}
    whole = make_results([*ALL.records, newer], cases=known)
    assert article_sentence(whole) == article_sentence(ALL)
    assert tally(whole)["expectation met"] == tally(ALL)["expectation met"] + 1
    assert [(one.since, one.anchor) for one in sections(whole)][-1] == (True, "since-pool")
    assert [line.case.id for line in sections(whole)[-1].lines] == [NEWER.id]


@given(shown=results())
def test_every_record_is_counted_once(shown: Results) -> None:
    counts = tally(shown)
    assert sum(counts[f"kind {kind}"] for kind in Kind) == len(shown.records)
    numbers = [int(number) for number in re.findall(r"\d+", count_sentence(shown))]
    assert numbers[0] + numbers[-2] + numbers[-1] == len(shown.records)
    assert sum(numbers[1:5]) == numbers[0]


def test_each_collection_is_counted_by_itself() -> None:
    other = make_results(
        [make_record(make_trial("a.met"), answered(works=False))],
        outline=make_outline(["a.met"], title="Week {3}"),
    )
    both = merge([("a", ALL), ("b", other)])
    assert article_sentence(both) == article_sentence(ALL) + (
        ". Week {3}: 1 supported, 0 contradicted, 0 not seen, 0 undecided, 0 silent"
    )
    assert [(one.part, one.name) for one in sections(both)] == [
        ("article", "a"),
        ("beside-week_3", "week_3-a"),
    ]
