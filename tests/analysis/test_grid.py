"""Results as tables show them: every record once, and no state that looks like another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given

from builders import (
    LINUX,
    WINE,
    answered,
    expect,
    make_case,
    make_facts,
    make_newer,
    make_outline,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.analysis.grid import (
    TrialCell,
    behaviour,
    columns,
    differences,
    groups,
    sections,
    signs,
)
from canifork.analysis.states import STATES, state_of
from canifork.model import Kind, Observation, Record, Results, Row
from canifork.verdicts.judge import judge_anew

NEWER, NEWER_TRIAL = make_newer(), make_trial("pool.since")
RACE = make_case(article=(Row(when={}, sees={"lost": True}),), expect=(expect({"lost": False}),))


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (make_record(observation=answered(works=True)), "contradicted"),
        (make_record(observation=answered(works=False)), "red"),
        (make_record(observation=answered(undecided="one CPU")), "undecided"),
        (
            make_record(
                observation=answered(works=False), case=make_case(expect=(expect({"works": False}),))
            ),
            "supported",
        ),
        (make_record(case=make_case(article=())), "silent"),
        (make_record(observation=answered(lost=False, rounds=9), case=RACE), "not_seen"),
        (make_record(observation=Observation(kind=Kind.GARBLED, reason="x")), "red"),
        (make_record(observation=Observation(kind=Kind.MISTAKEN, reason="x")), "red"),
        (make_record(observation=Observation(kind=Kind.NOT_APPLICABLE, reason="x")), "not_applicable"),
        (make_record(observation=not_run()), "not_run"),
        (make_record(NEWER_TRIAL, case=NEWER), "as_expected"),
        (make_record(NEWER_TRIAL, answered(works=False), NEWER), "red"),
        (make_record(NEWER_TRIAL, answered(undecided="busy"), NEWER), "undecided"),
        (
            make_record(
                NEWER_TRIAL, case=make_newer(expect=(expect({"works": True}, when={"os": "macos"}),))
            ),
            "open",
        ),
        (make_record(NEWER_TRIAL, not_run(), NEWER), "not_run"),
    ],
)
def test_each_record_has_the_state_that_it_is_in(record: Record, name: str) -> None:
    assert state_of(record).key == name


def test_every_state_has_a_sign_of_its_own() -> None:
    signs = [state.letter for state in STATES.values()]
    assert len(set(signs)) == len(signs)
    assert all(len(sign) == 1 for sign in signs)


@given(shown=results())
def test_every_record_stands_in_exactly_one_cell_with_a_known_mark(shown: Results) -> None:
    marks = [
        (line.case.id, key, mark)
        for section in sections(shown)
        for line in section.lines
        for key, cell in line.cells.items()
        for mark in cell
    ]
    assert len(marks) == len(shown.records)
    for case, key, mark in marks:
        trial = mark.record.trial
        assert (trial.case, trial.interpreter, trial.start_method) == (case, key, mark.start_method)
        assert mark.state in STATES
        absent = mark.record.observation.kind in {Kind.NOT_RUN, Kind.NOT_APPLICABLE}
        assert (mark.state in {"not_run", "not_applicable"}) == absent


def test_chapters_come_in_the_order_of_the_article_and_only_with_cases() -> None:
    cases = {key: make_case(key) for key in ("pool.a", "fork.x", "pool.b")}
    outline = make_outline(["fork.x", "ipc.later", "pool.a", "pool.b"])
    found = sections(make_results([], cases=cases, outline=outline))
    assert [(one.name, one.title) for one in found] == [
        ("fork", "All about fork"),
        ("pool", "All about pool"),
    ]
    assert [line.case.id for line in found[1].lines] == ["pool.a", "pool.b"]


def test_the_marks_of_a_cell_stand_in_the_order_of_the_legend() -> None:
    """The legend says: under fork, spawn, forkserver; a file may hold them in any order."""
    records = [make_record(make_trial(method=method)) for method in ("forkserver", "spawn", "fork")]
    (section,) = sections(make_results(records))
    methods = [mark.start_method for mark in section.lines[0].cells[LINUX]]
    assert methods == ["fork", "spawn", "forkserver"]


@pytest.mark.parametrize(
    ("methods", "told"),
    [((), " "), ((None,), "C"), (("fork",), "C  "), (("forkserver",), "  C"), (("spawn", "fork"), "CC ")],
)
def test_each_letter_of_a_cell_stands_in_the_place_of_its_start_method(
    methods: tuple[str | None, ...], told: str
) -> None:
    marks = [TrialCell(state="contradicted", start_method=one, record=make_record()) for one in methods]
    assert signs(tuple(marks)) == told


def test_interpreters_stand_side_by_side_with_those_of_their_system() -> None:
    facts = {
        "cp36-linux-x86_64": make_facts(),
        WINE: make_facts(WINE, os="windows", machine="amd64", emulated="wine"),
        LINUX: make_facts(),
        "cp313-windows-amd64": make_facts(os="windows", machine="amd64"),
    }
    found = {
        one.name: [column.key for column in one.columns]
        for one in groups(make_results([], interpreters=facts))
    }
    assert found == {
        "Linux x86_64": ["cp36-linux-x86_64", LINUX],
        "Windows amd64 under Wine": [WINE],
        "Windows amd64": ["cp313-windows-amd64"],
    }


def test_the_readers_own_columns_come_first_and_each_says_whose_it_is() -> None:
    """The same interpreter may stand there twice: as run here, and as published."""
    own = make_results([make_record(make_trial())])
    published = make_results([make_record(make_trial()), make_record(make_trial(interpreter=WINE))])
    told = [(one.key, one.interpreter, one.published) for one in columns(own, published)]
    assert told == [
        (LINUX, LINUX, False),
        (f"published:{LINUX}", LINUX, True),
        (f"published:{WINE}", WINE, True),
    ]


@given(own=results(), published=results())
def test_own_and_published_records_stay_in_their_own_columns(own: Results, published: Results) -> None:
    marks = [
        (key, mark.record)
        for section in sections(own, published)
        for line in section.lines
        for key, cell in line.cells.items()
        for mark in cell
    ]
    mine = [record for key, record in marks if not key.startswith("published:")]
    assert len(mine) == len(own.records)
    assert all(record in own.records for record in mine)
    theirs = [record for key, record in marks if key.startswith("published:")]
    assert all(record in published.records for record in theirs)


def test_what_was_seen_with_another_text_of_a_case_says_so() -> None:
    own = make_results([make_record(make_trial())])
    older = make_case(sha256="1" * 64)
    published = make_results([make_record(make_trial(), case=older)], cases={older.id: older})
    (section,) = sections(own, published)
    told = {key: cell[0].other_text for key, cell in section.lines[0].cells.items()}
    assert told == {LINUX: False, f"published:{LINUX}": True}


def test_a_difference_is_a_trial_of_both_that_is_judged_otherwise() -> None:
    trials = [make_trial("a.same"), make_trial("a.other"), make_trial("a.absent"), make_trial("a.mine")]
    cases = {trial.case: make_case(trial.case) for trial in trials}
    own = make_results([make_record(trial) for trial in trials], cases=cases)
    published = make_results(
        [
            make_record(trials[0]),
            make_record(trials[1], answered(works=False)),
            unjudged(trials[2], not_run()),
        ],
        cases=cases,
    )
    found = [(mark.record.trial.case, mark.state, other.state) for mark, other in differences(own, published)]
    assert found == [("a.other", "contradicted", "red")]
    assert not list(differences(own, None))


@pytest.mark.parametrize(
    ("observation", "told"),
    [
        (answered(works=True, pid=3), "works: yes"),
        (answered(works=False), "works: no"),
        (answered(other_thing="a_word", n=3), "other thing: a word, n: 3"),
        (answered(undecided="one CPU only"), "undecided: one CPU only"),
        (Observation(kind=Kind.RAISED, reason="TypeError"), "raised: TypeError"),
        (Observation(kind=Kind.NOT_APPLICABLE, reason="needs fork"), "not applicable: needs fork"),
        (not_run(), "not run: interrupted"),
    ],
)
def test_a_behaviour_is_told_in_few_words(observation: Observation, told: str) -> None:
    assert behaviour(make_record(observation=observation), make_case()) == told


def race(**answer: Any) -> str:
    return behaviour(make_record(observation=answered(**answer), case=RACE), RACE)


def test_a_race_tells_its_handovers_and_the_bound() -> None:
    assert race(lost=False, rounds=20, lost_rounds=0, handovers=6000) == (
        "lost: no, 0 of 6000 handovers, at most 0.05% at 95 % confidence"
    )
    assert race(lost=True, rounds=20, lost_rounds=5, handovers=40) == "lost: yes, 5 of 20 rounds"


def test_a_race_tells_its_rounds_and_the_bound() -> None:
    assert race(lost=False, rounds=270, lost_rounds=0) == (
        "lost: no, 0 of 270 rounds, at most 1.1% at 95 % confidence"
    )


def test_a_race_that_lost_something_has_no_bound() -> None:
    assert race(lost=True, rounds=270, lost_rounds=12) == "lost: yes, 12 of 270 rounds"


@pytest.mark.parametrize("rounds", [3, 7, 270, 299, 10_000, 40_000, 5_000_000])
def test_the_bound_that_is_told_is_the_real_one_however_small(rounds: int) -> None:
    """'at most 0.0%' would say that it cannot happen, which nobody has shown."""
    told = re.search(r"at most ([\d.e-]+) ?%", race(lost=False, rounds=rounds, lost_rounds=0))
    assert told is not None
    assert float(told[1]) == pytest.approx(300 / rounds, rel=0.05)


@pytest.mark.parametrize(("version", "differ"), [("3.13.15", 0), ("3.13.4", 1)])
def test_what_a_patch_release_was_expected_to_bring_is_no_difference(version: str, differ: int) -> None:
    """3.13.4 does here what only 3.13.5 is expected to do, and is red."""
    rows = expect({"works": True}, when={"python": ">=3.13.5"}), expect({"works": False})
    case = make_case(expect=rows, article=(Row(when={}, sees={"works": True}),))
    sides = []
    for works, number in ((True, version), (False, "3.13.0")):
        facts = make_facts(version=number)
        record = judge_anew(make_record(observation=answered(works=works)), case, facts)
        sides.append(make_results([record], cases={case.id: case}, interpreters={LINUX: facts}))
    assert len(list(differences(*sides))) == differ
