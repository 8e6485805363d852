"""Scope sentences: short, true of every cell they speak of, and silent on what was not run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canifork.analysis.scope import scope
from canifork.i18n.translator import Translator
from canifork.model import Article, Expectation, Judgement, Kind, Observation, Record, Trial

FACTS = {
    "os": "linux", "emulated": None, "libc": "glibc 2.36", "machine": "x86_64",
    "implementation": "cpython", "free_threaded": False,
}  # fmt: skip
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
        (
            {
                "3.9": "supported",
                "3.13": "not_seen",
                "3.13t": "supported",
                "3.10": "not_seen",
                "pypy": "supported",
                "3.14": "not_seen",
            },
            "Holds only until 3.9, or without the GIL, or on PyPy; elsewhere it did not show itself.",
        ),
        (
            {"3.13": "supported", "windows": "supported", "wine": "contradicted"},
            "Holds everywhere except on Windows under Wine; there it is contradicted.",
        ),
        (
            {"3.8": "supported", "3.13": "supported", "wine": "not_seen", "pypy": "contradicted"},
            "Holds only on CPython on Linux; elsewhere it does not.",
        ),
        ({"3.9": "not_seen", "3.10": "contradicted"}, "Not supported anywhere it was run."),
        (
            {"3.9": "supported", "3.13": "supported", "wine": "silent"},
            "Holds everywhere it was run. The article is silent on Windows under Wine.",
        ),
        (
            {"3.8": "supported", "3.10": "undecided", "3.13": "contradicted"},
            "Holds only until 3.8; elsewhere it is contradicted.",
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


def test_a_configuration_that_shows_both_counts_once() -> None:
    known = {"one": facts("3.9"), "other": facts("3.9"), "newer": facts("3.10")}
    seen = {"one": "supported", "other": "contradicted", "newer": "contradicted"}
    told = scope([record(key, article) for key, article in seen.items()], known)
    assert told == "Holds in 1 of 2 configurations that were run."


def test_six_atoms_are_still_a_sentence() -> None:
    versions = {f"3.{minor}": facts(f"3.{minor}") for minor in range(6, 13)}
    seen = [record(key, "supported" if number % 2 else "contradicted") for number, key in enumerate(versions)]
    told = "Holds only in 3.7, or in 3.9, or in 3.11; elsewhere it is contradicted."
    assert scope(seen, versions) == told


def test_where_the_article_is_silent_without_a_rule_that_is_counted() -> None:
    versions = {f"3.{minor}": facts(f"3.{minor}") for minor in range(6, 14)}
    seen = [record(key, "supported" if number % 2 else "silent") for number, key in enumerate(versions)]
    assert scope(seen, versions) == (
        "Holds everywhere it was run. The article is silent on 4 of 8 configurations."
    )


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
