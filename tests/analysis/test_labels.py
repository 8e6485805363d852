"""A behaviour in a word: the key that makes the difference, and nothing that differs by itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given

from builders import answered, expect, make_case, make_record, make_results, not_run, results
from canifork.analysis.labels import LONGEST, labels_of, render
from canifork.i18n.translator import english
from canifork.model import Case, Kind, Observation, Results, Row


def told(*observations: Observation, case: Case | None = None) -> list[str]:
    records = [make_record(observation=one) for one in observations]
    return [render(word, english) for word in labels_of(records, case or make_case())]


def says(**sees: Any) -> Case:
    return make_case(article=(Row(when={}, sees=sees),), expect=(expect({"other": 1}),))


@pytest.mark.parametrize(
    ("observation", "word"),
    [
        (answered(works=True, ratio=3.0), "works"),
        (answered(works=False), "works: no"),
        (answered(works="if_it_can"), "works: if it can"),
        (answered(works=7), "works: 7"),
        (answered(lost=True, rounds=9), "lost updates"),
        (answered(lost=False, rounds=9), "lost none"),
        (answered(undecided="one CPU"), "undecided"),
        (Observation(kind=Kind.RAISED, reason="PicklingError"), "PicklingError"),
        (Observation(kind=Kind.HUNG, reason="did not end within 2 s"), "never ends"),
        (Observation(kind=Kind.DIED, reason="SIGSEGV"), "dies"),
        (Observation(kind=Kind.NOT_APPLICABLE, reason="no fork"), "no meaning here"),
        (not_run(), "not run"),
        (answered(works="x" * 100), "works: " + "x" * (LONGEST - 1) + "…"),
    ],
)
def test_a_word_tells_the_behaviour(observation: Observation, word: str) -> None:
    assert told(observation) == [word]


def test_an_error_that_is_named_is_the_word() -> None:
    assert told(answered(works=False, error="TypeError"), case=says(works=True, error="none")) == [
        "TypeError"
    ]


def test_the_key_on_which_trials_disagree_comes_first() -> None:
    case = says(first="a", second="b")
    assert told(answered(first="a", second="b"), answered(first="a", second="c"), case=case) == [
        "second: b",
        "second: c",
    ]


def test_else_the_key_on_which_the_article_is_wrong() -> None:
    assert told(answered(first="a", second="c"), case=says(first="a", second="b")) == ["second: c"]


def test_else_the_first_one_that_the_article_speaks_of() -> None:
    assert told(answered(other=1, first="a", second="b"), case=says(first="a", second="b")) == ["first: a"]


def test_what_is_not_judged_is_the_last_resort() -> None:
    case = make_case(article=(), expect=(expect({"works": True}),))
    assert told(answered(more=3), case=case) == ["more: 3"]


@given(shown=results())
@example(shown=make_results([make_record(observation=Observation(kind=Kind.RAISED, reason=""))]))
def test_every_record_has_a_word(shown: Results) -> None:
    for claim, case in shown.cases.items():
        records = [one for one in shown.records if one.trial.case == claim]
        assert len(labels_of(records, case)) == len(records)
        assert all(part.strip() for label in labels_of(records, case) for part in label)
