"""Scope sentences: short, true of every cell they speak of, and silent on what was not run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.language import Say, Translator, english
from harness.model import Article, Expectation, Judgement, Kind, Observation, Record, Trial
from harness.scope import Cell, scope, separate

FACTS = {"os": "linux", "implementation": "cpython", "emulated": None, "free_threaded": False}
METHODS = ("fork", "spawn", "forkserver")


def facts(version: str, **changes: object) -> dict[str, object]:
    return FACTS | {"version": f"{version}.0"} | changes


def record(interpreter: str, article: str | None, method: str | None = None) -> Record:
    verdict = Article(article) if article else None
    return Record(
        trial=Trial(case="a.b", interpreter=interpreter, start_method=method),
        observation=Observation(kind=Kind.ANSWERED if verdict else Kind.NOT_RUN, answer={"done": True}),
        judgement=Judgement(expectation=Expectation.MET if verdict else None, article=verdict),
    )


PYTHONS = {
    **{f"3.{minor}": facts(f"3.{minor}") for minor in (8, 9, 10, 13, 14)},
    "3.13t": facts("3.13", free_threaded=True),
    "pypy": facts("3.11", implementation="pypy"),
    "windows": facts("3.13", os="windows"),
    "wine": facts("3.13", os="windows", emulated="wine"),
}


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        ({}, "Not run."),
        ({"3.9": "supported", "3.10": "supported"}, "Holds everywhere it was run."),
        ({"3.9": "contradicted", "3.10": "contradicted"}, "Contradicted everywhere it was run."),
        ({"3.10": "not_seen"}, "Did not show itself anywhere it was run."),
        ({"3.10": "silent"}, "The article is silent on this."),
        ({"3.10": "undecided"}, "Undecided wherever it was run."),
        (
            {"3.8": "supported", "3.9": "supported", "3.10": "contradicted", "3.13": "contradicted"},
            "Holds only until 3.9; elsewhere it is contradicted.",
        ),
        (
            {"3.9": "supported", "3.10": "not_seen", "3.13": "not_seen", "3.13t": "supported"},
            "Holds only until 3.9, or without the GIL; elsewhere it did not show itself.",
        ),
        (
            {"3.13": "supported", "windows": "contradicted"},
            "Holds only on Linux; elsewhere it is contradicted.",
        ),
        (
            {"windows": "supported", "wine": "contradicted"},
            "Holds only on Windows; elsewhere it is contradicted.",
        ),
        (
            {"3.13": "contradicted", "pypy": "supported"},
            "Holds only until 3.11; elsewhere it is contradicted.",
        ),
    ],
)
def test_the_sentence_is_the_simplest_that_fits(seen: dict[str, str], sentence: str) -> None:
    assert scope([record(key, article) for key, article in seen.items()], PYTHONS) == sentence


def test_start_methods_are_named_when_they_decide() -> None:
    seen = [
        record(key, "supported" if method == "fork" else "contradicted", method)
        for key in ("3.9", "3.14")
        for method in METHODS
    ]
    assert scope(seen, PYTHONS) == "Holds only under fork; elsewhere it is contradicted."


def test_what_was_not_run_changes_nothing() -> None:
    seen = [record("3.9", "supported"), record("3.14", None)]
    assert scope(seen, PYTHONS) == "Holds everywhere it was run."


def test_what_no_short_condition_tells_is_counted() -> None:
    """Supported and contradicted take turns from version to version."""
    versions = {f"3.{minor}": facts(f"3.{minor}") for minor in range(6, 14)}
    seen = [record(key, "supported" if number % 2 else "contradicted") for number, key in enumerate(versions)]
    assert scope(seen, versions) == "Holds in 4 of 8 configurations that were run."


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        ({}, "没有运行过。"),
        ({"3.9": "supported", "3.10": "supported"}, "凡是运行过的地方，都成立。"),
        (
            {"3.9": "supported", "3.10": "not_seen", "3.13": "not_seen", "3.13t": "supported"},
            "只在 3.9 及更早的版本上，或者在没有 GIL 时成立；其他情况下没有出现。",
        ),
        (
            {"3.13": "contradicted", "windows": "contradicted", "wine": "supported"},
            "只在 Wine 下的 Windows 上成立；其他情况下与实测不符。",
        ),
    ],
)
def test_it_is_said_in_chinese_word_order(seen: dict[str, str], sentence: str) -> None:
    say = Translator("zh")
    assert scope([record(key, article) for key, article in seen.items()], PYTHONS, say) == sentence
    assert say.missing == set()


CELLS = st.builds(
    Cell,
    start_method=st.sampled_from([None, *METHODS]),
    python=st.tuples(st.just(3), st.integers(6, 15)),
    free_threaded=st.booleans(),
    system=st.sampled_from(["Linux", "macOS", "Windows", "Windows under Wine"]),
    implementation=st.sampled_from(["CPython", "PyPy"]),
)


@given(st.dictionaries(CELLS, st.booleans(), max_size=12))
def test_a_condition_agrees_with_every_cell_it_speaks_of(verdicts: dict[Cell, bool]) -> None:
    held = {cell for cell, holds in verdicts.items() if holds}
    others = set(verdicts) - held
    found = separate(held, others)
    if found is not None:
        assert {cell for cell in verdicts if found.fits(cell)} == held


@given(st.sets(CELLS, min_size=2, max_size=12))
def test_it_names_only_versions_that_were_run(cells: set[Cell]) -> None:
    ordered = sorted(cells, key=repr)
    held, others = set(ordered[::2]), set(ordered[1::2])
    found = separate(held, others)
    words = found.words() if found else ""
    run = {f"{major}.{minor}" for major, minor in (cell.python for cell in cells)}
    assert {word.strip(",") for word in words.split() if word[0].isdigit()} <= run


@given(st.dictionaries(st.tuples(st.sampled_from(sorted(PYTHONS)), st.sampled_from([None, *METHODS])),
                       st.sampled_from([None, *Article]), max_size=12))  # fmt: skip
def test_the_chinese_sentence_holds_no_english_but_names(seen: dict[tuple[str, str], str | None]) -> None:
    say = Translator("zh")
    told = scope([record(key, article, method) for (key, method), article in seen.items()], PYTHONS, say)
    names = {*METHODS, "GIL", "CPython", "PyPy", "Linux", "Windows", "Wine"}
    assert set(re.findall("[A-Za-z]+", told)) <= names
    assert told.endswith("。")
    assert "{" not in told
    assert say.missing == set()


NAMED = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*|fork(?:server)?|spawn|\d\.\d+")


@given(st.sets(CELLS, min_size=2, max_size=12))
def test_both_languages_say_the_same_condition(cells: set[Cell]) -> None:
    ordered = sorted(cells, key=repr)
    held, others = set(ordered[::2]), set(ordered[1::2])
    languages: list[Say] = [english, Translator("zh")]
    told = [found.words(say) if (found := separate(held, others, say)) else "" for say in languages]
    in_english, in_chinese = map(NAMED.findall, told)
    assert sorted(in_english) == sorted(in_chinese)
