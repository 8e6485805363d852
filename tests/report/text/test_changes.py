"""A diff as text, Markdown and JSON: the worst first, and nothing from the results is obeyed."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from builders import (
    HOSTILE,
    LINUX,
    answered,
    expect,
    make_case,
    make_facts,
    make_record,
    make_results,
    make_trial,
    results,
)
from canifork.analysis.diff import Diff, diff
from canifork.model import Kind, Observation, Results
from canifork.report.text.changes import NOTHING, as_json, as_markdown, as_text, count
from canifork.report.text.markdown import escape

MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>#|~&!@]")
NEXT = "cp314-linux-x86_64"


def one(observation: Observation | None = None, key: str = LINUX) -> Results:
    return make_results([make_record(make_trial(interpreter=key, method="spawn"), observation)])


def lines(found: Diff) -> list[str]:
    return as_text(found).splitlines()


def test_a_flip_names_the_trial_and_both_sides() -> None:
    found = diff(one(), one(answered(works=False), NEXT))
    assert (
        f"  pool.size[{NEXT}-spawn]: works: yes, now no; expectation met, now expectation broken; "
        "article contradicted, now article supported"
    ) in lines(found)


def test_another_kind_of_observation_is_told_whole() -> None:
    (line,) = [
        line
        for line in lines(diff(one(), one(Observation(kind=Kind.RAISED, reason="TypeError"))))
        if line.startswith("  pool.size") and "flipped" not in line
    ][-1:]
    assert "works: yes, now raised: TypeError" in line


def test_what_broke_stands_first() -> None:
    text = as_text(diff(one(), one(answered(works=False))))
    assert text.index("to look at: broken") < text.index("flipped\n")
    assert count(diff(one(), one(answered(works=False)))) == "1 to look at; 1 flipped"


def test_where_nothing_changed_it_says_so() -> None:
    assert lines(diff(one(), one()))[-1] == NOTHING
    assert NOTHING in as_markdown(diff(one(), one()))


def test_an_interpreter_or_claim_that_appears_as_a_whole_takes_one_line() -> None:
    more = [make_record(make_trial(case, NEXT)) for case in ("pool.size", "pool.order")]
    found = diff(one(), make_results([*one().records, *more]))
    assert f"  all of {NEXT}: 2 trials" in lines(found)
    assert sum("[" in line for line in lines(found)) == 0
    found = diff(one(), make_results([*one().records, make_record(make_trial("pool.order"))]))
    assert "  all of pool.order: 1 trials" in lines(found)


def test_a_single_trial_that_appears_is_told_by_itself() -> None:
    more = [make_record(make_trial(interpreter=NEXT, method=method)) for method in ("spawn", "fork")]
    entries = [line for line in lines(diff(one(), make_results(more))) if line.startswith("  ")]
    assert entries[0] == f"  pool.size[{NEXT}-fork]: works: yes; expectation met; article contradicted"


def test_facts_and_rewritten_cases_are_named() -> None:
    then = one()
    now = make_results(
        then.records,
        interpreters={LINUX: make_facts(default_start_method="forkserver")},
        cases={"pool.size": make_case(sha256="1" * 64)},
    )
    found = diff(then, now)
    assert f"  {LINUX}: default_start_method: fork, now forkserver" in lines(found)
    assert "  pool.size" in lines(found)
    assert "### Facts that differ" in as_markdown(found)


def test_partial_results_say_so() -> None:
    whole = one()
    partial = make_results(whole.records, partial="interrupted")
    assert lines(diff(whole, partial))[1].endswith("partial: interrupted")


def test_json_holds_both_records_and_what_is_judged_of_them() -> None:
    told = json.loads(as_json(diff(one(answered(works=True, rounds=3)), one(answered(works=False)))))
    (change,) = told["changes"]
    assert change["what"] == "flipped"
    assert change["broke"] is True
    assert change["then"]["observation"]["answer"] == {"works": True, "rounds": 3}
    assert change["then"]["seen"] == {"works": True}
    assert change["now"]["expectation"] == "broken"
    assert told["then"]["interpreters"] == [LINUX]


def hostile(text: str) -> Diff:
    raised = Observation(kind=Kind.RAISED, reason=text, detail=text)
    case = make_case(truth=text, expect=(expect(may_see={text: [text]}),), sha256="1" * 64)
    facts = make_facts(os_release=text)
    now = make_results(
        [make_record(make_trial(method="spawn"), raised)], cases={"pool.size": case},
        interpreters={LINUX: facts}, partial=text, project={"version": text, "commit": text},
    )  # fmt: skip
    return diff(one(), now)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_on_its_line_without_being_obeyed(text: str) -> None:
    plain, spoilt = hostile("WORD"), hostile(text)
    for shown in (as_text(spoilt), as_markdown(spoilt)):
        assert all(line.isprintable() for line in shown.split("\n"))
    assert len(as_text(plain).split("\n")) == len(as_text(spoilt).split("\n"))
    assert len(as_markdown(plain).split("\n")) == len(as_markdown(spoilt).split("\n"))
    assert len(MARKUP.findall(as_markdown(plain))) == len(MARKUP.findall(as_markdown(spoilt)))
    assert json.loads(as_json(spoilt))["changes"][0]["now"]["observation"]["reason"] == text


@pytest.mark.slow
@given(then=results(), now=results())
def test_any_two_results_can_be_compared_in_every_form(then: Results, now: Results) -> None:
    found = diff(then, now)
    assert len(json.loads(as_json(found))["changes"]) == len(found.changes)
    assert as_text(found).endswith(f"\n{count(found)}\n")
    assert escape(count(found)) in as_markdown(found)
