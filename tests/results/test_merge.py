"""Many results made one: nothing is lost, nothing is overwritten, contradictions are refused."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    LINUX,
    WINE,
    answered,
    make_case,
    make_facts,
    make_outline,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.errors import ResultsError
from canifork.model import Kind, Observation, Record, Results, Unused
from canifork.results import merge as module
from canifork.results.merge import merge
from canifork.verdicts.judge import judge_anew

METHODS = (None, "fork", "spawn", "forkserver")
KNOWN: dict[str, Any] = {
    "cases": {"pool.size": make_case()},
    "interpreters": {LINUX: make_facts(), WINE: make_facts(WINE)},
}


def part(*records: Record, **changes: Any) -> Results:
    return make_results(records, **KNOWN | changes)


def contents(results: Results) -> dict[str, Any]:
    """Return what merged results say, without the order in which they say it."""
    return {
        "records": {one.trial: one for one in results.records},
        "cases": dict(results.cases),
        "interpreters": dict(results.interpreters),
        "unused": set(results.unused),
        "made_at": results.made_at,
        "project": dict(results.project),
    }


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(ResultsError, match="nothing to merge; name at least one"):
        merge([])


def test_one_part_is_itself() -> None:
    one = part(make_record())
    assert merge([("a.json", one)]) == one


def test_parts_of_different_interpreters_are_put_together() -> None:
    linux, wine = make_record(), make_record(make_trial(interpreter=WINE))
    merged = merge([("a.json", make_results([linux])), ("b.json", make_results([wine]))])
    assert merged.records == (linux, wine)
    assert list(merged.interpreters) == [LINUX, WINE]
    assert merged.partial is None


@pytest.mark.parametrize("flip", [False, True])
def test_what_was_run_beats_what_was_not_run(*, flip: bool) -> None:
    done, left = part(make_record()), part(unjudged(make_trial(), not_run()), partial="interrupted")
    parts = [("a.json", left), ("b.json", done)]
    assert merge(parts[::-1] if flip else parts).records == (make_record(),)


@pytest.mark.parametrize("flip", [False, True])
def test_results_that_lack_nothing_any_more_are_not_partial(*, flip: bool) -> None:
    done, left = part(make_record()), part(unjudged(make_trial(), not_run()), partial="interrupted")
    parts = [("a.json", left), ("b.json", done)]
    assert merge(parts[::-1] if flip else parts).partial is None


def test_results_that_lack_something_say_which_part_lacks_it() -> None:
    left = part(unjudged(make_trial(), not_run()), partial="interrupted")
    merged = merge([("a.json", left), ("b.json", part(make_record(make_trial(interpreter=WINE))))])
    assert merged.partial == "a.json: interrupted"


def test_what_neither_ran_is_still_not_run() -> None:
    left = part(unjudged(make_trial(), not_run()), partial="interrupted")
    merged = merge([("a.json", left), ("b.json", left)])
    assert [one.observation.kind for one in merged.records] == [Kind.NOT_RUN]
    assert merged.partial == "a.json: interrupted; b.json: interrupted"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (answered(works=True), answered(works=False)),
        (answered(works=True), Observation(kind=Kind.DIED, reason="SIGSEGV")),
        (answered(works=True), Observation(kind=Kind.NOT_APPLICABLE, reason="needs fork")),
        (Observation(kind=Kind.RAISED, reason="OSError"), Observation(kind=Kind.RAISED, reason="EOFError")),
        (answered(works=True), answered(works=1)),
    ],
)
def test_a_contradiction_names_the_trial_both_files_and_both_sights(
    one: Observation, other: Observation
) -> None:
    with pytest.raises(ResultsError) as caught:
        merge(
            [("a.json", part(make_record(observation=one))), ("b.json", part(make_record(observation=other)))]
        )
    told = str(caught.value)
    assert "\n" not in told
    for word in ("a.json", "b.json", make_trial().id, one.kind.value, other.kind.value):
        assert word in told
    assert all(f"{seen.kind.value} {seen.answer or seen.reason}" in told for seen in (one, other))


def test_the_same_observation_with_other_last_words_is_no_contradiction() -> None:
    """Process numbers and addresses differ by themselves; what is compared is what was seen."""
    parts = [
        (name, part(make_record(observation=Observation(kind=Kind.RAISED, reason="OSError", detail=detail))))
        for name, detail in (("a.json", "in process 17"), ("b.json", "in process 18"))
    ]
    assert len(merge(parts).records) == 1


def test_a_case_that_was_changed_between_the_parts_is_refused() -> None:
    changed = make_case(sha256="1" * 64)
    with pytest.raises(ResultsError, match=r"b\.json: its case pool\.size is not that of a\.json; run both"):
        merge(
            [("a.json", part(make_record())), ("b.json", part(make_record(), cases={"pool.size": changed}))]
        )


def test_an_interpreter_with_other_facts_is_refused() -> None:
    other = {LINUX: make_facts(version="3.13.0")}
    with pytest.raises(ResultsError, match=f"b.json: its interpreter {LINUX} is not that of a.json"):
        merge([("a.json", part(make_record())), ("b.json", part(make_record(), interpreters=other))])


def test_two_collections_are_kept_apart_where_they_clash() -> None:
    outline = make_outline(["pool.size"], title="Week 3", author="A. Teacher")
    case = make_case(sha256="1" * 64, truth="A pool is lazy.")
    mine = part(make_record(observation=answered(works=False)), outline=outline, cases={"pool.size": case})
    whole = merge([("a.json", part(make_record())), ("b.json", mine)])
    assert [record.trial.case for record in whole.records] == ["pool.size", "week_3-pool.size"]
    assert whole.cases["week_3-pool.size"].truth == "A pool is lazy."
    assert whole.outline.collection("week_3-pool").author == "A. Teacher"
    again = merge([("c.json", whole), ("b.json", mine), ("a.json", part(make_record()))])
    assert contents(again) == contents(whole)
    turned = merge([("b.json", mine), ("c.json", whole)])
    assert [record.trial.case for record in turned.records] == ["pool.size", "processes-pool.size"]


@pytest.mark.parametrize(("title", "name"), [("Week 3", "week_3"), ("A week", "a_week")])
def test_a_claim_that_clashes_is_called_by_its_collection_wherever_that_is_sorted(
    title: str, name: str
) -> None:
    mine = part(make_record(), outline=make_outline(title=title))
    whole = merge([("a.json", part(make_record())), ("b.json", mine)])
    assert [record.trial.case for record in whole.records] == ["pool.size", f"{name}-pool.size"]


def test_another_version_of_an_outline_is_refused() -> None:
    outline = make_outline(newest_python="3.7")
    with pytest.raises(
        ResultsError, match=r"b\.json: its outline of .Processes. by .* is not that of a\.json"
    ):
        merge([("a.json", part(make_record())), ("b.json", part(make_record(), outline=outline))])


def test_the_newest_time_is_kept() -> None:
    parts = [
        (f"{place}.json", part(make_record(), made_at=f"2026-11-2{day}T00:00:00Z"))
        for place, day in enumerate((2, 9, 5))
    ]
    assert merge(parts).made_at == "2026-11-29T00:00:00Z"


def test_parts_of_one_commit_keep_it() -> None:
    assert merge([("a.json", part(make_record()))] * 2).project["commit"] == "c0ffee"


@pytest.mark.parametrize("other", ["decaf", None])
def test_parts_of_several_commits_have_none(other: str | None) -> None:
    changed = part(make_record(), project={"version": "0.1.0", "commit": other})
    for parts in ([part(make_record()), changed], [changed, part(make_record())]):
        assert merge([("a.json", parts[0]), ("b.json", parts[1])]).project["commit"] is None


def test_parts_of_several_versions_say_the_first() -> None:
    newer = part(make_record(), project={"version": "0.2.0", "commit": "c0ffee"})
    merged = merge([("a.json", part(make_record())), ("b.json", newer)])
    assert merged.project == {"version": "0.1.0", "commit": "c0ffee"}


def test_an_unusable_interpreter_is_named_once() -> None:
    others = (Unused(command=("python2.7",), reason="too old"), Unused(command=("x",), reason="missing"))
    merged = merge([("a.json", part(unused=others[:1])), ("b.json", part(unused=others))])
    assert merged.unused == others


# Properties.


def split(whole: Results, owner: list[int]) -> list[tuple[str, Results]]:
    """Deal the records out to three parts, which all describe all cases and interpreters."""
    return [
        (
            f"{number}.json",
            dataclasses.replace(
                whole,
                partial=None,
                records=tuple(
                    one for one, place in zip(whole.records, owner, strict=False) if place == number
                ),
            ),
        )
        for number in range(3)
    ]


owners = st.lists(st.integers(0, 2), min_size=6, max_size=6)


@given(whole=results(), owner=owners, order=st.permutations(range(3)))
def test_the_order_of_disjoint_parts_does_not_matter(
    whole: Results, owner: list[int], order: list[int]
) -> None:
    parts = split(whole, owner)
    merged = merge([parts[place] for place in order])
    assert contents(merged) == contents(whole)
    assert len(merged.records) == len(whole.records)


@given(whole=results(), owner=owners)
def test_merging_in_steps_is_merging_at_once(whole: Results, owner: list[int]) -> None:
    first, second, third = split(whole, owner)
    steps = merge([("12.json", merge([first, second])), third])
    assert contents(steps) == contents(merge([first, second, third]))


@given(whole=results())
def test_merging_a_file_with_itself_changes_nothing(whole: Results) -> None:
    assert contents(merge([("a.json", whole), ("b.json", whole)])) == contents(whole)
    assert merge([("a.json", whole), ("b.json", whole)]).records == whole.records


@given(whole=results(), left=st.sets(st.integers(0, 5)), flip=st.booleans())
def test_run_beats_not_run_wherever_it_stands(whole: Results, left: set[int], *, flip: bool) -> None:
    records = [
        unjudged(one.trial, not_run())
        if place in left and one.observation.kind is not Kind.NOT_APPLICABLE
        else one
        for place, one in enumerate(whole.records)
    ]
    less = dataclasses.replace(whole, partial="interrupted", records=tuple(records))
    parts = [("a.json", less), ("b.json", whole)]
    merged = merge(parts[::-1] if flip else parts)
    run = {one.trial: one for one in whole.records if one.observation.kind is not Kind.NOT_RUN}
    assert {one.trial: one for one in merged.records if one.observation.kind is not Kind.NOT_RUN} == run
    assert len(merged.records) == len(whole.records)


@given(whole=results(), place=st.integers(0, 5))
def test_a_changed_observation_is_always_found(whole: Results, place: int) -> None:
    run = [one for one in whole.records if one.observation.kind is not Kind.NOT_RUN]
    if not run:
        return
    old = run[place % len(run)]
    new = dataclasses.replace(old, observation=answered(works="quite otherwise"))
    new = judge_anew(new, whole.cases[old.trial.case], whole.interpreters[old.trial.interpreter])
    if new.observation == old.observation:
        return
    other = dataclasses.replace(whole, records=(new,))
    with pytest.raises(ResultsError) as caught:
        merge([("one.json", whole), ("two.json", other)])
    assert all(word in str(caught.value) for word in ("one.json", "two.json", old.trial.id))


def test_a_part_that_is_published_holds_the_records_of_its_interpreter_alone() -> None:
    records = [make_record(make_trial("pool.size", key)) for key in (LINUX, WINE)]
    facts = {key: make_facts(key) for key in (LINUX, WINE)}
    parts = module.split(make_results(records, interpreters=facts))
    assert {key: part.records for key, part in parts.items()} == {
        record.trial.interpreter: (record,) for record in records
    }


@pytest.mark.parametrize(
    ("lies", "told"),
    [
        ("/home/me/.pyenv/versions/3.13/bin/python3.13", "python3.13"),
        (r"C:\Users\me\python.exe", "python.exe"),
        ("python3", "python3"),
    ],
)
def test_what_is_published_tells_nothing_of_the_machine(lies: str, told: str) -> None:
    (part,) = module.split(make_results(interpreters={LINUX: make_facts(executable=lies)})).values()
    assert part.interpreters == {LINUX: make_facts(executable=told)}
    assert part.unused == ()


def test_a_part_that_lacks_nothing_is_whole_whatever_the_others_lack() -> None:
    records = [make_record(make_trial(interpreter=LINUX)), unjudged(make_trial(interpreter=WINE), not_run())]
    parts = module.split(make_results(records, partial="interrupted"))
    assert {key: part.partial for key, part in parts.items()} == {LINUX: None, WINE: "interrupted"}
