"""A report is about the claims that somebody chose to run; without a choice, about all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builders import LINUX, WINE, make_record, make_results, make_trial, not_run, unjudged
from canifork.errors import ResultsError
from canifork.model import Kind, Observation, Record, Results
from canifork.results.codec import to_json
from canifork.results.merge import merge
from canifork.results.selection import chosen, only
from canifork.results.store import GOING_ON, LEFT_OUT, read_results, write_results

ELSEWHERE = Observation(kind=Kind.NOT_APPLICABLE, reason="there are no processes")


def left_out(claim: str, interpreter: str = LINUX) -> Record:
    return unjudged(make_trial(claim, interpreter), not_run(LEFT_OUT))


def a_choice(partial: str | None = LEFT_OUT) -> Results:
    return make_results(
        [
            make_record(make_trial("pool.ran")),
            make_record(make_trial("pool.ran_on_one", LINUX)),
            left_out("pool.ran_on_one", WINE),
            unjudged(make_trial("pool.never_applies"), ELSEWHERE),
            left_out("pool.left"),
            left_out("pool.left_where_it_applies", LINUX),
            unjudged(make_trial("pool.left_where_it_applies", WINE), ELSEWHERE),
        ],
        partial=partial,
    )


def test_claims_of_which_no_trial_was_run_though_one_could_were_not_chosen() -> None:
    assert chosen(a_choice()) == frozenset({"pool.ran", "pool.ran_on_one", "pool.never_applies"})


@pytest.mark.parametrize("partial", [None, GOING_ON, "interrupted"])
def test_a_run_that_was_whole_or_cut_short_was_about_all(partial: str | None) -> None:
    assert chosen(a_choice(partial)) is None
    assert chosen(make_results(partial=LEFT_OUT)) is None


def test_two_choices_that_are_merged_are_about_what_either_chose() -> None:
    one, other = make_record(make_trial("pool.one")), make_record(make_trial("pool.other"))
    neither = left_out("pool.neither")
    first = make_results([one, left_out("pool.other"), neither], partial=LEFT_OUT)
    second = make_results([left_out("pool.one"), other, neither], partial=LEFT_OUT)
    assert chosen(merge([("a.json", first), ("b.json", second)])) == frozenset({"pool.one", "pool.other"})


def test_only_some_claims_are_left_with_all_that_was_seen_of_them() -> None:
    whole = a_choice()
    some = only(whole, chosen(whole))
    assert list(some.cases) == ["pool.ran", "pool.ran_on_one", "pool.never_applies"]
    assert some.records == whole.records[:4]
    assert some.interpreters == whole.interpreters
    assert only(whole, None) is whole


def test_some_claims_are_read_without_looking_at_the_others(tmp_path: Path) -> None:
    path, whole = tmp_path / "results.json", a_choice()
    write_results(path, whole)
    assert read_results(path, {"pool.ran"}) == only(whole, {"pool.ran"})
    raw = to_json(whole)
    raw["records"][-1]["observation"] = "of another shape"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert read_results(path, {"pool.ran"}) == only(whole, {"pool.ran"})
    with pytest.raises(ResultsError, match="is no results file"):
        read_results(path)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"cases": [], "records": {}}', '{"cases": {}, "records": [1]}']
)
def test_what_is_no_results_file_is_refused_for_some_claims_too(text: str, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match="is no results file"):
        read_results(path, {"pool.ran"})
