"""What happens where: the sentence, read back, gives each trial the behaviour that it showed."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import METHODS, answered, expect, make_case, make_facts, make_record, make_trial, not_run
from canifork.analysis.behaviours import happening
from canifork.analysis.findings import Finding, Findings
from canifork.analysis.labels import decided, labels_of, render
from canifork.analysis.scope import by_claim
from canifork.analysis.separate import cell_of, separate
from canifork.axes import AXES, Configuration
from canifork.claims.conditions import cuts
from canifork.i18n.translator import english
from canifork.model import Article, Case, Facts, Kind, Observation, Record, Results, Row
from canifork.pipeline import merge_files
from made_up import PROJECT

Fits = Callable[[Configuration], bool]
CASE = make_case(expect=(expect(may_see={"works": [True, False]}),))
COUNTED = re.compile(r"in (\d+) of (\d+) configurations that were run")
PART = re.compile(r"(“[^”]*”|\S+) (.*)")
KEYED = re.compile(r"([^“;:]+): (.*)")


def everywhere(_: Configuration) -> bool:
    return True


def reader(cells: Iterable[Configuration]) -> dict[str, Fits]:
    """Return all phrases that a sentence on these cells may be made of, with what they mean."""
    phrases: dict[str, Fits] = {"everywhere": everywhere}

    def add(phrase: str, key: str, value: object) -> None:
        phrases[phrase] = lambda cell: cell[key] == value
        phrases[f"except {phrase}"] = lambda cell: cell[key] != value

    for cell in cells:
        add(f"under {cell['start_method']}", "start_method", cell["start_method"])
        add(
            "without the GIL" if cell["free_threaded"] else "with the GIL",
            "free_threaded",
            cell["free_threaded"],
        )
        add(f"with {cell['libc']}", "libc", cell["libc"])
        for key in ("system", "implementation", "machine"):
            add(f"on {AXES[key].name(cell[key])}", key, cell[key])
    return phrases


NUMBER = r"\d+\.\d+(?:\.\d+)?"


def version(phrase: str) -> Fits | None:
    named = re.fullmatch(rf"(until|since|in|from) ({NUMBER})(?: to ({NUMBER}))?", phrase)
    if not named:
        return None
    word, (first, last) = named[1], (named[2], named[3] or named[2])
    least, most = (tuple(map(int, one.split("."))) for one in (first, last))
    return lambda cell: (
        (word == "until" or cell["python"] >= least)
        and (word == "since" or cell["python"][: len(most)] <= most)
    )


def meaning(where: str, phrases: Mapping[str, Fits]) -> Fits:
    """Read a condition such as 'under fork since 3.9, or everywhere except on Linux'."""
    versions = rf"(?:until|since|in) {NUMBER}|from {NUMBER} to {NUMBER}"
    longest_first = sorted(map(re.escape, phrases), key=len, reverse=True)
    atom = re.compile("|".join([versions, *longest_first]))
    alternatives = [atom.findall(part) for part in where.split(", or ")]
    assert re.sub(" and ", " ", where) == ", or ".join(map(" ".join, alternatives))  # nothing was left unread
    read = [[version(one) or phrases[one] for one in atoms] for atoms in alternatives]
    return lambda cell: any(all(fits(cell) for fits in atoms) for atoms in read)


def read(sentence: str, cells: Sequence[Configuration]) -> list[tuple[str, str, Fits | None]]:
    """Return what a sentence says: behaviour, where, and what that means (None: elsewhere, or counted)."""
    assert sentence.endswith(".")
    keyed = KEYED.fullmatch(sentence.removesuffix("."))
    key, rest = keyed.groups() if keyed else (None, sentence.removesuffix("."))
    found = []
    for part in rest.split("; "):
        match = PART.fullmatch(part)
        assert match, part
        what, where = match[1].strip("“”"), match[2]
        named = what if key is None else key if what == "yes" else f"{key}: {what}"
        unnamed = where == "elsewhere" or COUNTED.fullmatch(where)
        where = where.removesuffix(" it was run")
        found.append((named, where, None if unnamed else meaning(where, reader(cells))))
    return found


def check(records: Sequence[Record], case: Case, interpreters: Mapping[str, Facts]) -> None:
    """Read the sentence on these records back, and find each decided trial's behaviour in it."""
    shown = [
        (render(label, english).removesuffix(": yes"), cell_of(record, interpreters, cuts(case.expect)))
        for record, label in zip(records, labels_of(records, case), strict=True)
        if decided(record)
    ]
    if not shown:
        return
    told = read(happening(records, case, interpreters), [cell for _, cell in shown])
    told = [(named.removesuffix(": yes"), where, fits) for named, where, fits in told]  # a word like True's
    assert {named for named, _, _ in told} == {named for named, _ in shown}
    for named, cell in shown:
        named_there = [one for one, _, fits in told if fits is not None and fits(cell)]
        left = [one for one, _, fits in told if fits is None]
        assert named_there == [named] or (not named_there and named in left)
    for named, where, _ in told:
        if counted := COUNTED.fullmatch(where):
            mine = frozenset(cell for one, cell in shown if one == named)
            others = frozenset(cell for one, cell in shown if one != named)
            assert separate(mine, others) is None
            assert (int(counted[1]), int(counted[2])) == (len(mine), len(mine | others))


WINDOWS: dict[str, Any] = {"os": "windows", "machine": "amd64", "libc": None}
PYTHONS = {
    **{f"cp3{minor}": make_facts(version=f"3.{minor}.0") for minor in (6, 9, 10, 13)},
    "cp313t": make_facts(version="3.13.0", free_threaded=True),
    "pp311": make_facts(version="3.11.0", implementation="pypy"),
    "cp313-windows": make_facts(version="3.13.0", **WINDOWS),
    "cp313-wine": make_facts(version="3.13.0", emulated="wine", **WINDOWS),
    "cp313-musl": make_facts(version="3.13.0", libc="musl 1.2"),
}
ERROR = Observation(kind=Kind.RAISED, reason="TypeError")


def seen(trials: Mapping[str, Observation | bool], case: Case = CASE) -> list[Record]:
    """Return the records of trials such as 'cp39' or 'cp39 fork'."""
    return [
        make_record(
            make_trial(interpreter=place.split()[0], method=next(iter(place.split()[1:]), None)),
            answered(works=saw) if isinstance(saw, bool) else saw,
            case,
        )
        for place, saw in trials.items()
    ]


UNDECIDED = answered(undecided="busy")


@pytest.mark.parametrize(
    ("trials", "sentence"),
    [
        ({}, "Not run."),
        ({"cp39": not_run()}, "Not run."),
        ({"cp39": UNDECIDED, "cp310": not_run()}, "Undecided wherever it was run."),
        ({"cp39": True, "cp310": True}, "works everywhere it was run."),
        ({"cp39": False, "cp310": False}, "“works: no” everywhere it was run."),
        ({"cp36": True, "cp39": True, "cp310": False}, "works: yes until 3.9; no since 3.10."),
        ({"cp36": True, "cp39": UNDECIDED, "cp310": False}, "works: yes until 3.6; no since 3.10."),
        (
            {"cp39": True, "cp310": False, "cp313": False, "cp313t": True, "pp311": True},
            "works: yes until 3.9, or without the GIL, or on PyPy; no elsewhere.",
        ),
        (
            {f"cp313 {method}": method == "fork" for method in METHODS},
            "works: yes under fork; no elsewhere.",
        ),
        ({"cp313": True, "cp313-windows": True, "cp313-wine": ERROR},
         "TypeError on Windows under Wine; works elsewhere."),
        (
            {"cp39": True, "cp313": False, "cp313-wine": ERROR},
            "works until 3.9; TypeError on Windows under Wine; “works: no” elsewhere.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_says_what_happens_where(
    trials: Mapping[str, Observation | bool], sentence: str
) -> None:
    assert happening(seen(trials), CASE, PYTHONS) == sentence


def test_the_most_common_stands_first_and_what_is_seen_elsewhere_last() -> None:
    records = seen({"cp36": True, "cp39": True, "cp310": False, "cp313 fork": ERROR, "cp313 spawn": False})
    found = Finding(records, CASE, PYTHONS).behaviours
    assert [render(one.label, english) for one in found] == ["works", "TypeError", "works: no"]
    assert [one.where is None for one in found] == [False, False, True]


def test_behaviours_that_no_short_condition_tells_apart_are_counted() -> None:
    known = {f"cp3{minor}": make_facts(version=f"3.{minor}.0") for minor in range(6, 14)}
    records = seen({key: bool(number % 2) for number, key in enumerate(known)})
    assert happening(records, CASE, known) == (
        "works: no in 4 of 8 configurations that were run; yes in 4 of 8 configurations that were run."
    )


places = st.sampled_from(sorted(PYTHONS)).flatmap(
    lambda key: st.sampled_from([key, *(f"{key} {method}" for method in METHODS)])
)
observations = st.sampled_from(
    [answered(works=value) for value in (True, False, "half", "not yet")] + [ERROR, UNDECIDED, not_run()]
)


@given(st.dictionaries(places, observations))
def test_the_sentence_read_back_gives_each_trial_its_behaviour(trials: Mapping[str, Observation]) -> None:
    check(seen(trials), CASE, PYTHONS)


RACE = make_case(
    article=(Row(when={}, sees={"lost": True}),), expect=(expect(may_see={"lost": [True, False]}),)
)


@given(st.dictionaries(places, st.booleans(), min_size=1))
def test_a_race_is_told_by_what_was_lost(lost: Mapping[str, bool]) -> None:
    records = seen({key: answered(lost=one, rounds=9) for key, one in lost.items()}, RACE)
    check(records, RACE, PYTHONS)


@functools.cache
def published() -> Results:
    return merge_files(sorted((PROJECT / "results").glob("*.json")))


def test_every_published_trial_gets_its_behaviour_from_the_sentence() -> None:
    results = published()
    for claim, records in by_claim(results).items():
        check(records, results.cases[claim], results.interpreters)


def test_no_published_claim_is_summed_up_by_a_count_where_a_condition_is_exact() -> None:
    results = published()
    for claim, found in Findings(results).claims.items():
        if COUNTED.search(found.scope()):
            held, others = (_cells(found.records, results, right=right) for right in (True, False))
            assert separate(held, others) is separate(others, held) is None, claim


def _cells(records: Iterable[Record], results: Results, *, right: bool) -> frozenset[Configuration]:
    """Return where the article is right, or wrong."""
    verdicts = {Article.SUPPORTED} if right else {Article.CONTRADICTED, Article.NOT_SEEN}
    return frozenset(
        cell_of(one, results.interpreters) for one in records if one.judgement.article in verdicts
    )


def test_no_published_sentence_says_where_it_is_not_before_where_it_is() -> None:
    found = Findings(published()).claims.values()
    for sentence in (told for one in found for told in (one.scope(), one.happening())):
        assert not re.search("only (?:not|except|everywhere)|: no (?:not|except)", sentence)
