"""Both tables against one observation: pure, and one verdict of each, always."""

from __future__ import annotations

import operator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import (
    answered,
    answers,
    cases,
    expect,
    make_case,
    make_facts,
    make_record,
    make_trial,
    not_run,
    observations,
    rows,
    unjudged,
)
from canifork.claims.conditions import first_fit
from canifork.model import (
    ABSENT,
    UNREADABLE,
    Article,
    Case,
    Expectation,
    Judgement,
    Kind,
    Observation,
    Record,
    Row,
)
from canifork.verdicts.judge import bound, describe, exit_code, judge, judge_anew, mismatch, proves_nothing

FACTS = make_facts()
GARBLED = Observation(kind=Kind.GARBLED, reason="ended without an answer")
RAISED = Observation(kind=Kind.RAISED, reason="TypeError")
HUNG = Observation(kind=Kind.HUNG, reason="did not end within 60 s")
DIED = Observation(kind=Kind.DIED, reason="exit status 3")
CRASHED = Observation(kind=Kind.DIED, reason="SIGSEGV")
RACE = make_case(article=(Row(when={}, sees={"lost": True}),), expect=(expect({"lost": False}),))


def verdict(case: Case, observation: Observation, method: str | None = None) -> Judgement:
    return judge(case, FACTS, method, observation)


def test_a_trial_can_meet_our_expectation_and_contradict_the_article() -> None:
    assert verdict(make_case(), answered(works=True)) == Judgement(
        expectation=Expectation.MET, article=Article.CONTRADICTED
    )


def test_a_trial_can_break_our_expectation_and_support_the_article() -> None:
    assert verdict(make_case(), answered(works=False)) == Judgement(
        expectation=Expectation.BROKEN, article=Article.SUPPORTED
    )


def test_where_no_row_speaks_it_is_open_and_silent() -> None:
    elsewhere = {"os": "windows"}
    case = make_case(article=(), expect=(expect({"works": True}, when=elsewhere),))
    assert verdict(case, answered()) == Judgement(expectation=Expectation.OPEN, article=Article.SILENT)


def test_the_row_of_the_start_method_decides() -> None:
    case = make_case(
        expect=(expect({"works": False}, when={"start_method": "spawn"}), expect({"works": True}))
    )
    assert verdict(case, answered(works=True), "spawn").expectation is Expectation.BROKEN
    assert verdict(case, answered(works=True), "fork").expectation is Expectation.MET


@pytest.mark.parametrize("kind", sorted(ABSENT))
def test_what_was_not_run_has_no_verdict(kind: Kind) -> None:
    absent = Observation(kind=kind, reason="interrupted")
    assert verdict(make_case(), absent) == Judgement(expectation=None, article=None)


@pytest.mark.parametrize("observation", [GARBLED, answered(undecided="one CPU only")])
def test_what_proves_nothing_is_undecided_in_both_tables(observation: Observation) -> None:
    assert verdict(make_case(), observation) == Judgement(
        expectation=Expectation.UNDECIDED, article=Article.UNDECIDED
    )


def test_undecided_beats_everything_else_that_the_answer_says() -> None:
    assert verdict(make_case(), answered(works=False, undecided="busy")).expectation is Expectation.UNDECIDED


def test_a_race_that_did_not_show_is_not_seen() -> None:
    assert verdict(RACE, answered(lost=False, rounds=200)) == Judgement(
        expectation=Expectation.MET, article=Article.NOT_SEEN
    )


@pytest.mark.parametrize(
    "answer",
    [
        {"lost": False},  # nobody says how often
        {"lost": False, "rounds": 0},
        {"lost": False, "rounds": True},
        {"lost": False, "rounds": "many"},
    ],
)
def test_without_rounds_nothing_is_a_race_that_did_not_show(answer: dict[str, Any]) -> None:
    assert verdict(RACE, answered(**answer)).article is Article.CONTRADICTED


def test_a_race_that_differs_in_more_than_losing_contradicts() -> None:
    case = make_case(article=(Row(when={}, sees={"lost": True, "raises": False}),))
    assert verdict(case, answered(lost=False, rounds=200, raises=True)).article is Article.CONTRADICTED
    assert verdict(case, answered(lost=False, rounds=200, raises=False)).article is Article.NOT_SEEN


def test_a_race_that_did_not_show_is_no_excuse_where_the_article_foretold_another_end() -> None:
    case = make_case(article=(Row(when={}, hung=True),))
    assert verdict(case, answered(lost=False, rounds=200)).article is Article.CONTRADICTED


def test_an_article_that_denies_a_race_is_contradicted_by_one_witness() -> None:
    case = make_case(article=(Row(when={}, sees={"lost": False}),))
    assert verdict(case, answered(lost=True, rounds=200, lost_rounds=1)).article is Article.CONTRADICTED


@pytest.mark.parametrize(("rounds", "rate"), [(1, 1.0), (2, 1.0), (3, 1.0), (300, 0.01), (3_000_000, 1e-6)])
def test_nothing_in_n_rounds_bounds_the_rate_by_three_in_n(rounds: int, rate: float) -> None:
    assert bound({"lost": False, "rounds": rounds}) == pytest.approx(rate)


def test_a_race_that_counts_handovers_is_bounded_by_them() -> None:
    assert bound({"lost": False, "rounds": 10, "handovers": 3000}) == pytest.approx(0.001)
    assert bound({"lost": False, "rounds": 10, "handovers": 0}) is None


@pytest.mark.parametrize("answer", [{}, {"rounds": 9}, {"lost": True, "rounds": 9}, {"lost": 0, "rounds": 9}])
def test_there_is_no_bound_where_something_was_lost_or_nobody_says(answer: dict[str, Any]) -> None:
    assert bound(answer) is None


@pytest.mark.parametrize(
    ("row", "observation"),
    [
        (Row(when={}, hung=True), HUNG),
        (Row(when={}, raises="TypeError"), RAISED),
        (Row(when={}, died=True), DIED),
        (Row(when={}, died=True), CRASHED),
        (Row(when={}, died=3), DIED),
        (Row(when={}, sees={"a": 1}), answered(a=1, b=2)),
        (Row(when={}, may_see={"a": [1, 2]}), answered(a=2)),
        (Row(when={}, sees={"a": 1}, may_see={"b": [True, None]}), answered(a=1, b=None)),
        (Row(when={}, sees={"a": {"b": True}}), answered(a={"b": True})),
        (Row(when={}, sees={"a": 1}), answered(a=1.0)),
    ],
)
def test_what_was_foretold_does_not_differ(row: Row, observation: Observation) -> None:
    assert mismatch(row, observation) is None


@pytest.mark.parametrize(
    ("row", "observation", "says"),
    [
        (Row(when={}, hung=True), RAISED, "expected it to hang; it raised: TypeError"),
        (Row(when={}, raises="OSError"), RAISED, "expected OSError to be raised; it raised: TypeError"),
        (Row(when={}, raises="exit status 3"), DIED, "expected exit status 3 to be raised; it died: "),
        (Row(when={}, died=True), HUNG, "expected it to die; it hung: did not end"),
        (Row(when={}, died=4), DIED, "expected it to die; it died: exit status 3"),
        (Row(when={}, died=True), answered(a=1), "expected it to die; it answered {'a': 1}"),
        (Row(when={}, sees={"a": 1}), DIED, "expected an answer; it died: exit status 3"),
        (Row(when={}, sees={"a": 1}), answered(b=1), "expected a 1, saw no such key"),
        (Row(when={}, sees={"a": None}), answered(b=1), "expected a None, saw no such key"),
        (Row(when={}, sees={"a": "x"}), answered(a="y"), "expected a 'x', saw 'y'"),
        (Row(when={}, may_see={"a": [1, 2]}), answered(a=3), "expected a 1 or 2, saw 3"),
        (Row(when={}, sees={"a": 1, "b": 2}), answered(a=9, b=8), "expected a 1, saw 9; expected b 2, saw 8"),
    ],
)
def test_what_differs_is_said_in_words(row: Row, observation: Observation, says: str) -> None:
    found = mismatch(row, observation)
    assert found is not None
    assert found.startswith(says)


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        (True, 1),
        (1, True),
        (False, 0),
        (0, False),
        (None, False),
        ({"b": True}, {"b": 1}),
        ({"b": {"c": 0}}, {"b": {"c": False}}),
    ],
)
def test_true_is_not_1_at_any_depth(wanted: object, seen: object) -> None:
    assert mismatch(Row(when={}, sees={"a": wanted}), answered(a=seen)) is not None
    assert mismatch(Row(when={}, may_see={"a": [wanted]}), answered(a=seen)) is not None


@pytest.mark.parametrize(("wanted", "seen"), [({"b": 1}, 1), (1, {"b": 1}), ({"b": 1}, {"b": 1, "c": 2})])
def test_a_dict_is_nothing_but_a_dict_with_the_same_keys(wanted: object, seen: object) -> None:
    assert mismatch(Row(when={}, sees={"a": wanted}), answered(a=seen)) is not None


def test_a_crash_can_be_expected_by_the_status_that_subprocess_gives() -> None:
    """The message for a bad `died` asks for an exit status, and -11 is one."""
    assert mismatch(Row(when={}, died=-11), CRASHED) is None
    assert mismatch(Row(when={}, died=0xC0000005), Observation(kind=Kind.DIED, reason="0xC0000005")) is None


@pytest.mark.parametrize("died", [1, 3, 30])
def test_one_exit_status_is_not_the_beginning_of_another(died: int) -> None:
    seen = Observation(kind=Kind.DIED, reason=f"exit status {died}0")
    assert mismatch(Row(when={}, died=died), seen) is not None


def test_an_observation_is_told_in_few_words() -> None:
    assert describe(answered(a=1)) == "it answered {'a': 1}"
    assert describe(RAISED) == "it raised: TypeError"


# Exit codes.


def judged(expectation: Expectation, observation: Observation | None = None) -> Record:
    judgement = Judgement(expectation=expectation, article=Article.SILENT)
    return Record(trial=make_trial(), observation=observation or answered(), judgement=judgement)


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], 0),
        ([judged(Expectation.MET), judged(Expectation.OPEN), judged(Expectation.UNDECIDED)], 0),
        ([unjudged(make_trial(), not_run())], 0),
        ([judged(Expectation.MET), judged(Expectation.BROKEN)], 1),
        ([judged(Expectation.UNDECIDED, GARBLED)], 3),
        ([judged(Expectation.UNDECIDED, GARBLED), judged(Expectation.BROKEN)], 1),
    ],
)
def test_the_exit_code_tells_what_was_worst(records: list[Record], code: int) -> None:
    assert exit_code(iter(records)) == code


@pytest.mark.parametrize("kind", list(Kind))
def test_red_is_broken_garbled_or_mistaken_and_nothing_else(kind: Kind) -> None:
    record = judged(Expectation.UNDECIDED, Observation(kind=kind, reason="x"))
    assert record.red is (kind in {Kind.GARBLED, Kind.MISTAKEN})
    assert judged(Expectation.BROKEN, Observation(kind=kind, reason="x")).red


# Properties.


@given(case=cases(), observation=observations(), method=st.sampled_from([None, "fork", "spawn"]))
def test_every_observation_gets_one_verdict_of_each_table(
    case: Case, observation: Observation, method: str | None
) -> None:
    judgement = judge(case, FACTS, method, observation)
    if observation.kind in ABSENT:
        assert judgement == Judgement(expectation=None, article=None)
        return
    assert judgement.expectation in set(Expectation)
    undecided = proves_nothing(observation)
    assert (judgement.expectation is Expectation.UNDECIDED) == undecided
    if case.since_then:  # the article could not know it
        assert judgement.article is None
    else:
        assert judgement.article in set(Article)
        assert (judgement.article is Article.UNDECIDED) == undecided
    assert (observation.kind not in UNREADABLE) or undecided


@given(case=cases(), observation=observations(), method=st.sampled_from([None, "fork", "spawn"]))
def test_an_expectation_is_met_if_and_only_if_nothing_differs(
    case: Case, observation: Observation, method: str | None
) -> None:
    judgement = judge(case, FACTS, method, observation)
    if observation.kind in ABSENT or proves_nothing(observation):
        return
    row = first_fit(case.expect, FACTS, method)
    assert (judgement.expectation is Expectation.OPEN) == (row is None)
    if row is not None:
        assert (judgement.expectation is Expectation.MET) == (mismatch(row, observation) is None)


@given(case=cases(), observation=observations())
def test_rows_after_the_one_that_fits_change_nothing(case: Case, observation: Observation) -> None:
    first, second = expect({"works": True}), expect(hung=True)
    one = make_case(article=(first,), expect=(first,))
    both = make_case(article=(first, second, *case.article), expect=(first, second, *case.expect))
    assert verdict(one, observation) == verdict(both, observation)


@given(case=cases(), observation=observations())
def test_rows_that_do_not_fit_change_nothing(case: Case, observation: Observation) -> None:
    elsewhere = expect(when={"os": "windows"}, hung=True)
    more = make_case(article=(elsewhere, *case.article), expect=(elsewhere, *case.expect))
    same = make_case(article=case.article, expect=case.expect)
    assert verdict(more, observation) == verdict(same, observation)


@given(row=rows, observation=observations())
def test_each_outcome_is_met_by_observations_of_its_kind_only(row: Row, observation: Observation) -> None:
    kind = (
        Kind.HUNG if row.hung
        else Kind.RAISED if row.raises is not None
        else Kind.DIED if row.died is not None
        else Kind.ANSWERED
    )  # fmt: skip
    if mismatch(row, observation) is None:
        assert observation.kind is kind


@given(answer=answers)
def test_an_answer_meets_itself(answer: dict[str, Any]) -> None:
    assert mismatch(Row(when={}, sees=answer), answered(**answer)) is None
    assert (
        mismatch(Row(when={}, may_see={key: [one] for key, one in answer.items()}), answered(**answer))
        is None
    )


@given(case=cases(), observation=observations())
def test_judging_anew_changes_nothing_but_the_judgement(case: Case, observation: Observation) -> None:
    record = Record(
        trial=make_trial(), observation=observation, seconds=1.5,
        judgement=Judgement(expectation=Expectation.BROKEN, article=Article.SILENT),
    )  # fmt: skip
    anew = judge_anew(record, case, FACTS)
    assert (anew.trial, anew.observation, anew.seconds) == (record.trial, observation, 1.5)
    assert anew.judgement == verdict(case, observation)
    assert judge_anew(anew, case, FACTS) == anew


SIGNS = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
every_version = [(3, minor) for minor in range(6, 16)] + [(2, 7), (4, 0)]


@given(sign=st.sampled_from(list(SIGNS)), version=st.sampled_from(every_version))
@example(sign="<", version=(3, 10))
def test_a_range_speaks_of_exactly_the_versions_that_compare_so(sign: str, version: tuple[int, int]) -> None:
    case = make_case(expect=(expect({"works": True}, when={"python": f"{sign}{version[0]}.{version[1]}"}),))
    for one in every_version:
        facts = make_facts(version=f"{one[0]}.{one[1]}.0b1")
        judgement = judge(case, facts, None, answered(works=True))
        speaks = SIGNS[sign](one, version)
        assert judgement.expectation is (Expectation.MET if speaks else Expectation.OPEN)


def test_the_record_of_a_builder_is_judged() -> None:
    assert make_record().judgement.expectation is Expectation.MET
