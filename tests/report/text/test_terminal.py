"""The summary in the terminal: the matrix, what is red, what is missing; and text stays text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    HOSTILE,
    LINUX,
    WINE,
    answered,
    make_case,
    make_facts,
    make_interpreter,
    make_plan,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.escape import printable
from canifork.interpreters.launchers import command_line
from canifork.model import Interpreter, Kind, Observation, Record, Results, Unused
from canifork.report.text.terminal import NAME_WIDTH, header, summary, verdicts

FOLDER = Path("report")


def lines(shown: Results) -> list[str]:
    return list(summary(shown, FOLDER))


def row(shown: Results, case: str = "pool.size") -> str:
    """Return what the matrix shows behind the name of a case, blanks and all."""
    (found,) = [line for line in lines(shown) if line.startswith(f"{case} ")]
    return found[NAME_WIDTH:]


def test_a_matrix_has_a_line_for_each_claim_and_a_character_for_each_trial() -> None:
    methods = ("fork", "spawn", "forkserver")
    observations = (
        answered(works=True),
        answered(works=False),
        Observation(kind=Kind.NOT_APPLICABLE, reason="x"),
    )
    records = [
        make_record(make_trial(method=method), seen)
        for method, seen in zip(methods, observations, strict=True)
    ]
    assert row(make_results(records)).rstrip() == "C!-"


def test_a_trial_that_was_not_run_leaves_its_place_blank() -> None:
    records = [
        unjudged(make_trial(method="fork"), not_run()),
        make_record(make_trial(method="spawn")),
        unjudged(make_trial(method="forkserver"), not_run()),
    ]
    assert row(make_results(records)).rstrip() == " C"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_start_method_stands_in_its_own_place_whatever_else_there_is(method: str) -> None:
    """Three characters mean fork, spawn, forkserver; a claim of one of them must not look like another."""
    records = [make_record(make_trial(method=one)) for one in ("spawn", "fork")]
    records.append(make_record(make_trial("pool.one", method=method)))
    records += [make_record(make_trial("pool.none"))]
    place = ("fork", "spawn", "forkserver").index(method)
    assert row(make_results(records), "pool.one")[:3].rstrip() == " " * place + "C"


def test_a_claim_that_was_not_run_at_all_is_left_out_and_the_legend_says_so() -> None:
    shown = make_results(
        [make_record(), unjudged(make_trial("pool.order"), not_run())], partial="interrupted"
    )
    assert not [line for line in lines(shown) if line.startswith("pool.order")]
    assert any("claims not run at all are left out" in line for line in lines(shown))
    assert any("blank: not run" in line for line in lines(shown))


def test_a_claim_that_is_not_applicable_anywhere_is_shown() -> None:
    record = make_record(observation=Observation(kind=Kind.NOT_APPLICABLE, reason="it has no fork"))
    assert row(make_results([record])).rstrip() == "-"


def test_what_is_red_is_named_with_its_verdicts() -> None:
    broken = make_record(make_trial(method="fork"), answered(works=False))
    garbled = make_record(make_trial(method="spawn"), Observation(kind=Kind.GARBLED, reason="gave 2 answers"))
    red = [line for line in lines(make_results([broken, garbled, make_record()])) if line.startswith("RED")]
    assert red == [
        f"RED  pool.size[{LINUX}-fork]: broken, article supported",
        f"RED  pool.size[{LINUX}-spawn]: garbled: gave 2 answers; undecided, article undecided",
    ]


def test_nothing_is_called_red_that_is_not() -> None:
    assert not [line for line in lines(make_results()) if line.startswith("RED")]


def test_partial_results_say_so_and_whole_ones_do_not() -> None:
    assert any(line.endswith("interrupted") for line in lines(make_results(partial="interrupted")))
    assert not any("PARTIAL" in line for line in lines(make_results()))


def test_the_counts_and_the_place_of_the_report_come_last() -> None:
    *_, counts, article, place = lines(make_results())
    assert counts.startswith("1 trials: 1 met")
    assert article.startswith("The article: ")
    assert place == f"report: {FOLDER / 'index.html'}, report.md, results.json"


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (make_record(), "met, article contradicted"),
        (make_record(observation=not_run()), "not_run: interrupted"),
        (
            make_record(observation=Observation(kind=Kind.DIED, reason="SIGSEGV")),
            "died: SIGSEGV; broken, article contradicted",
        ),
    ],
)
def test_both_verdicts_are_told(record: Record, told: str) -> None:
    assert verdicts(record) == told


def test_the_header_says_what_is_used_and_what_is_not_and_why() -> None:
    plan = make_plan(
        [make_trial(), make_trial(interpreter=WINE)], unused=(Unused(command=("py 2",), reason="too old"),)
    )
    told = header(plan)
    assert told[0] == "canifork: 2 trials of 1 claims on"
    assert told[1].split() == [LINUX, "3.13.1", "python3.13"]
    assert told[2].split() == [WINE, "3.13.1", "python3.13"]
    assert told[3] == f"  not used: {command_line(['py 2'])}: too old"


# Text stays text.


@given(text=st.text(max_size=30))
def test_only_what_can_be_printed_is_left(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert len(shown) == len(text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_results_file_is_shown_as_text_only(hostile: str) -> None:
    shown = make_results(
        [
            make_record(
                make_trial(method="fork"), Observation(kind=Kind.GARBLED, reason=hostile, detail=hostile)
            ),
            make_record(make_trial(method="spawn"), answered(works=hostile)),
        ],
        partial=hostile,
        interpreters={LINUX: make_facts(machine=hostile, os=hostile, emulated=hostile, os_release=hostile)},
        cases={"pool.size": make_case(truth=hostile, why=hostile, says=hostile, docs=(hostile,))},
        unused=(Unused(command=(hostile,), reason=hostile),),
        project={"version": hostile, "commit": hostile},
    )
    for line in lines(shown):
        assert line.isprintable(), line


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_interpreter_that_says_hostile_things_is_shown_as_text_only(hostile: str) -> None:
    interpreter = Interpreter(command=(hostile,), facts=make_facts(version=f"3.13{hostile}"))
    plan = make_plan(
        [make_trial()],
        interpreters={LINUX: interpreter},
        unused=(Unused(command=(hostile,), reason=hostile),),
    )
    for line in header(plan):
        assert line.isprintable(), line


@given(shown=results())
def test_any_results_can_be_summed_up(shown: Results) -> None:
    red = [line for line in lines(shown) if line.startswith("RED  ")]
    assert len(red) == sum(record.red for record in shown.records)


def test_the_builders_interpreter_is_the_one_in_the_matrix() -> None:
    assert any(make_interpreter().id.split("-")[0] in line for line in lines(make_results()))
