"""When a behaviour changed and what one thing changes it, of what was run and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    answered,
    expect,
    make_case,
    make_facts,
    make_record,
    make_results,
    make_trial,
    not_run,
)
from canifork.analysis.eras import eras, outcomes
from canifork.analysis.findings import Findings
from canifork.analysis.ranking import LAPSED, NEVER, TURNED, surprise, surprises
from canifork.analysis.timeline import Sighting, change_sentence, changes, sightings, smallest_pair
from canifork.axes import AXES
from canifork.i18n.translator import Translator, english
from canifork.ids import told_apart
from canifork.model import Case, Record, Results, Row
from canifork.pipeline import merge_files
from canifork.report.html.site import make_site
from canifork.report.text import claim as terminal
from canifork.verdicts.judge import judge_anew
from made_up import PROJECT

CASE = make_case(
    article=(Row(when={}, sees={"works": True}),), expect=(expect(may_see={"works": [True, False]}),)
)
UNDECIDED = answered(undecided="busy")


def ran(trials: Mapping[str, bool | None]) -> list[Sighting]:
    """Return what was seen by place ('3.13t', 'pypy 3.11', '3.9 windows spawn'); None: undecided."""
    return list(made(trials)[1])


def made(trials: Mapping[str, bool | None]) -> tuple[Results, list[Sighting]]:
    facts, records = {}, []
    for place, works in trials.items():
        one = _facts(place)
        method = next((word for word in place.split() if word in {"fork", "spawn"}), None)
        facts[one["id"]] = one
        saw = UNDECIDED if works is None else answered(works=works)
        records.append(make_record(make_trial(interpreter=one["id"], method=method), saw, CASE))
    shown = make_results(records, interpreters=facts, cases={CASE.id: CASE})
    return shown, sightings(records, CASE, facts)


def _facts(place: str) -> dict[str, Any]:
    version = next(word for word in place.split() if word[0].isdigit())
    system = "windows" if "windows" in place else "linux"
    name = "pypy" if "pypy" in place else "cpython"
    key = f"{name[:2]}{version.replace('.', '')}-{system}-x86_64"
    number = version.rstrip("t") + ".0"
    return make_facts(
        key, version=number, build=number, os=system, implementation=name, free_threaded=version.endswith("t")
    )


TURNS = make_case(expect=(expect({"works": True}, when={"python": ">=3.13.5"}), expect({"works": False})))


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        (("3.13.0", "3.13.9"), "until 3.13.4, works since 3.13.5."),
        (("3.13.0", "3.14.2"), "until 3.13.4, works since 3.14. What lies between was not run."),
        (("3.12.1", "3.13.5"), "until 3.12, works since 3.13.5. What lies between was not run."),
    ],
)
def test_a_change_that_came_in_a_patch_release_names_it(versions: tuple[str, str], told: str) -> None:
    facts = {key: make_facts(key, version=key) for key in versions}
    records = [
        make_record(make_trial(interpreter=key), answered(works=key == versions[1]), TURNS) for key in facts
    ]
    (change,) = changes(sightings(records, TURNS, facts))
    assert change_sentence(change, english) == f"CPython on Linux with the GIL: works: no {told}".replace(
        " with the GIL", ""
    )


def history(trials: Mapping[str, bool | None]) -> list[str]:
    return [change_sentence(one, english) for one in changes(ran(trials))]


def test_a_change_lies_between_neighbours_that_were_run() -> None:
    assert history({"3.10": False, "3.9": True, "3.11": False}) == [
        "CPython on Linux: works until 3.9, works: no since 3.10."
    ]


def test_conditions_of_a_change_stand_apart_from_the_latin_name_in_chinese() -> None:
    (change,) = changes(ran({"3.9t spawn": True, "3.10t spawn": False}))
    assert change_sentence(change, english).startswith("CPython on Linux without the GIL under spawn: ")
    assert change_sentence(change, Translator("zh")).startswith(
        "Linux 上的 CPython，在没有 GIL 时且在 spawn 方式下"
    )


def judged(then: dict[str, Any], now: dict[str, Any], case: Case) -> list[str]:
    """Return the history of a claim that answered so on 3.9 and on 3.10."""
    facts = {key: make_facts(key, version=f"{key}.0") for key in ("3.9", "3.10")}
    records = [
        make_record(make_trial(interpreter=key), answered(**saw), case)
        for key, saw in zip(facts, (then, now), strict=True)
    ]
    return [change_sentence(one, english) for one in changes(sightings(records, case, facts))]


def test_what_is_judged_beside_the_word_of_the_table_has_a_history_too() -> None:
    case = make_case(
        article=(Row(when={}, sees={"works": True}),),
        expect=(expect(may_see={"works": [True], "form": ["a", "b"]}),),
    )
    told = judged({"works": True, "form": "a", "rounds": 3}, {"works": True, "form": "b", "rounds": 4}, case)
    assert told == ["CPython on Linux: form: a until 3.9, form: b since 3.10."]
    told = judged({"works": True}, {"works": True, "form": "b"}, case)
    assert told == ["CPython on Linux: form: missing until 3.9, form: b since 3.10."]


def test_all_that_changed_at_once_is_told_once() -> None:
    case = make_case(
        article=(Row(when={}, sees={"error": "none"}),),
        expect=(expect(may_see={"error": ["none", "TypeError"], "form": ["a", "b"]}),),
    )
    told = judged({"error": "TypeError", "form": "a"}, {"error": "none", "form": "b"}, case)
    assert told == ["CPython on Linux: TypeError, form: a until 3.9, error: none, form: b since 3.10."]


def test_where_the_words_are_of_two_things_neither_is_told_again() -> None:
    case = make_case(
        article=(Row(when={}, sees={"form": "a"}),),
        expect=(expect(may_see={"error": ["none", "TypeError"]}),),
    )
    told = judged({"error": "TypeError", "form": "a"}, {"error": "none", "form": "b"}, case)
    assert told == ["CPython on Linux: TypeError until 3.9, form: b since 3.10."]


def test_what_is_not_judged_has_no_history() -> None:
    assert judged({"rounds": 3}, {"rounds": 4}, CASE) == []
    assert judged({"works": True, "ratio": 1.5}, {"works": True, "ratio": 2.5}, CASE) == []


def test_where_the_article_alone_speaks_otherwise_the_verdicts_are_told() -> None:
    rows = [Row(when={"python": "<3.10"}, sees={"works": True}), Row(when={}, sees={"works": False})]
    facts = {key: make_facts(key, version=f"{key}.0") for key in ("3.9", "3.10")}
    case = make_case(article=tuple(rows))
    records = [
        judge_anew(make_record(make_trial(interpreter=key), case=case), case, facts[key]) for key in facts
    ]
    (change,) = changes(sightings(records, case, facts))
    assert change_sentence(change, english) == (
        "CPython on Linux: the article is right until 3.9, the article is wrong since 3.10."
    )


def test_terminal_and_site_tell_the_same_history_of_every_published_claim() -> None:
    results = merge_files(sorted((PROJECT / "results").glob("*.json")))
    site = make_site(Findings(results), None, None)
    told = {
        claim: [change_sentence(one, english) for one in found.changes] for claim, found in site.found.items()
    }
    assert told == {claim: terminal.history(results, claim) for claim in results.cases}
    assert sum(map(len, told.values())) > 10


@pytest.mark.parametrize(
    ("later", "between"),
    [(1, ""), (2, " What lies between was not run."), (15, " What lies between was not run.")],
)
def test_two_patch_releases_that_no_row_tells_apart_are_named_themselves(later: int, between: str) -> None:
    each = [told_apart(make_facts(version=f"3.13.{patch}"), ["patch"]) for patch in (0, later)]
    facts = {one["id"]: one for one in each}
    records = [
        make_record(make_trial(interpreter=key), answered(works=key == each[1]["id"]), CASE) for key in facts
    ]
    (change,) = changes(sightings(records, CASE, facts))
    assert change_sentence(change, english) == (
        f"CPython on Linux: works: no until 3.13.0, works since 3.13.{later}.{between}"
    )


def test_what_nobody_ran_in_between_is_said() -> None:
    (told,) = history({"3.6": True, "3.9": False})
    assert told.endswith("works: no since 3.9. What lies between was not run.")


def test_an_undecided_trial_decides_nothing() -> None:
    (told,) = history({"3.8": True, "3.9": None, "3.10": False})
    assert "until 3.8" in told
    assert "since 3.10" in told
    assert "not run" in told


def test_start_methods_that_change_together_make_one_sentence() -> None:
    trials = {f"3.{minor} {method}": minor < 14 for minor in (13, 14) for method in ("fork", "spawn")}
    assert history(trials) == ["CPython on Linux under fork, spawn: works until 3.13, works: no since 3.14."]


def test_builds_and_implementations_have_histories_of_their_own() -> None:
    assert history({"3.12": True, "3.13t": False, "pypy 3.11": False}) == []


def pair(trials: Mapping[str, bool | None]) -> tuple[str, set[str]] | None:
    found = smallest_pair(ran(trials))
    return found and (found[0], {one.record.trial.id.partition("[")[2][:-1] for one in found[1:]})


@pytest.mark.parametrize(
    ("trials", "expected"),
    [
        ({"3.9 fork": True, "3.9 spawn": False},
         ("start_method", {"cp39-linux-x86_64-fork", "cp39-linux-x86_64-spawn"})),
        ({"3.13": True, "3.13t": False}, ("free_threaded", {"cp313-linux-x86_64", "cp313t-linux-x86_64"})),
        ({"3.9": True, "3.9 windows": False}, ("system", {"cp39-linux-x86_64", "cp39-windows-x86_64"})),
        ({"3.11": True, "pypy 3.11": False},
         ("implementation", {"cp311-linux-x86_64", "py311-linux-x86_64"})),
        ({"3.9": True, "3.10": False}, ("python", {"cp39-linux-x86_64", "cp310-linux-x86_64"})),
        ({"3.9": True, "3.10 windows": False}, None),
        ({"3.9": True, "3.10": True}, None),
        ({"3.9 fork": True, "3.9 spawn": False, "3.14 fork": True, "3.14 spawn": False},
         ("start_method", {"cp314-linux-x86_64-fork", "cp314-linux-x86_64-spawn"})),
    ],
)  # fmt: skip
def test_the_smallest_pair_differs_in_one_thing_and_disagrees(
    trials: Mapping[str, bool | None], expected: tuple[str, set[str]] | None
) -> None:
    assert pair(trials) == expected


def axis_of(case: Case, *answers: dict[str, Any]) -> str | None:
    """Return in what the smallest pair differs of trials that answered so on 3.9 and on 3.10."""
    facts = {key: make_facts(key, version=f"{key}.0") for key in ("3.9", "3.10")}
    records = [
        judge_anew(make_record(make_trial(interpreter=key), answered(**saw), case), case, facts[key])
        for key, saw in zip(facts, answers, strict=True)
    ]
    found = smallest_pair(sightings(records, case, facts))
    return found and found[0]


ROWS = (Row(when={"python": "<3.10"}, sees={"works": True}), Row(when={}, sees={"works": False}))


@pytest.mark.parametrize(
    ("case", "answers", "axis"),
    [
        (make_case(article=()), ({"works": True}, {"works": False}), "python"),  # other words, no verdicts
        (make_case(article=ROWS), ({"works": True}, {"works": True}), "python"),  # one word, two verdicts
        (make_case(article=ROWS), ({"works": True}, {"works": False}), "python"),  # each as it was foretold
        (make_case(article=()), ({"works": True, "n": 1}, {"works": True, "n": 2}), None),  # not judged
    ],
)
def test_two_disagree_if_a_table_shows_them_otherwise_or_the_article_is_right_about_one_only(
    case: Case, answers: tuple[dict[str, Any], dict[str, Any]], axis: str | None
) -> None:
    assert axis_of(case, *answers) == axis


places = st.sampled_from(
    [f"3.{minor}{more}" for minor in (6, 9, 13) for more in ("", " fork", " spawn", " windows")]
)


@given(trials=st.dictionaries(places, st.none() | st.booleans(), min_size=1))
def test_every_pair_and_change_was_seen_and_disagrees(trials: Mapping[str, bool | None]) -> None:
    found = ran(trials)
    assert all(one.before.disagrees(one.after) for one in changes(found))
    if (least := smallest_pair(found)) is not None:
        axis, one, other = least
        differing = {key for key in AXES if one.cell[key] != other.cell[key]}
        assert differing - set(AXES[axis].brings) == {axis}
        assert one.disagrees(other)


def test_what_was_not_run_shows_nothing() -> None:
    record: Record = make_record(observation=not_run())
    assert sightings([record], CASE, {}) == []


def test_then_is_the_articles_python_and_now_the_newest_final_one() -> None:
    shown, _ = made({"3.6": True, "3.8": True, "3.14": False, "3.13t": True, "pypy 3.15": True})
    newest = make_facts("cp316-linux-x86_64", version="3.16.0", build="3.16.0a1")
    shown = make_results(
        shown.records, interpreters={**shown.interpreters, "cp316-linux-x86_64": newest}, cases=shown.cases
    )
    linux, windows = eras(shown)
    assert (linux.then, linux.now, linux.exact) == ("cp36-linux-x86_64", "cp314-linux-x86_64", True)
    assert (windows.then, windows.now, windows.complete) == (None, None, False)


def test_where_the_articles_python_was_not_run_the_oldest_stands_for_it_and_that_is_said() -> None:
    shown, _ = made({"3.8 windows": True, "3.13 windows": False})
    windows = eras(shown)[-1]
    assert (windows.then, windows.exact) == ("cp38-windows-x86_64", False)


@pytest.mark.parametrize(
    ("then", "now", "title"),
    [
        (True, True, "Held then and holds now"),
        (True, False, "Held then, no longer"),
        (False, True, "Holds now, did not then"),
        (False, False, "Contradicted then and now"),
        (True, None, None),
    ],
)
def test_a_claim_is_told_by_what_came_of_it(then: bool, now: bool | None, title: str | None) -> None:  # noqa: FBT001
    shown, found = made({"3.6 fork": then, "3.6 spawn": not then, "3.14 fork": now})
    outcome = outcomes(eras(shown)[0], {CASE.id: found}, shown.interpreters)
    assert [one for one, claims in outcome.items() if claims] == ([title] if title else [])


def test_the_measure_of_surprise() -> None:
    assert surprise(ran({"3.9": True, "3.10": True}), lapsed=False) == 0
    assert surprise(ran({"3.9": None}), lapsed=False) == 0
    assert surprise(ran({"3.9": False}), lapsed=False) == NEVER + 1
    assert surprise(ran({"3.9": True, "3.10": False}), lapsed=True) == LAPSED + TURNED + 0.5
    assert surprise(ran({"3.9 fork": True, "3.9 spawn": False}), lapsed=False) == TURNED + 0.5
    assert surprise(ran({"3.9": True, "3.10 windows": False}), lapsed=False) == 0.5


def test_the_most_surprising_stand_first_and_no_chapter_fills_the_page() -> None:
    wrong, half = ran({"3.9": False}), ran({"3.9": True, "3.10 windows": False})
    told = surprises({"a.half": half, **{f"a.{name}": wrong for name in "pqrs"}, "b.half": half}, lapsed=())
    assert told == ["a.p", "a.q", "a.r", "b.half"]


def test_published_trials_add_to_ones_own_and_replace_none() -> None:
    own, published = made({"3.9": True, "3.14": None})[0], made({"3.9": False, "3.6": True})[0]
    site = make_site(Findings(own), published, None)
    verdicts = {one.trial.interpreter: one.observation for one in site.together.records}
    assert verdicts["cp39-linux-x86_64"] == answered(works=True)
    assert list(site.together.interpreters) == [
        "cp36-linux-x86_64",
        "cp39-linux-x86_64",
        "cp314-linux-x86_64",
    ]


def test_a_published_trial_of_another_text_asked_another_question() -> None:
    own, published = made({"3.9": True})[0], made({"3.6": True})[0]
    older = make_case(sha256="1" * 64)
    other = make_results(published.records, interpreters=published.interpreters, cases={older.id: older})
    assert len(make_site(Findings(own), other, None).together.records) == 1
