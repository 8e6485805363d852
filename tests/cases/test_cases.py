"""Authoring rules: what every one of the real cases keeps to."""

from __future__ import annotations

from pathlib import Path

import pytest

from canifork.claims.article import claim_ids, in_order, read_outline, without_case
from canifork.claims.casefile import read_case, read_cases
from canifork.claims.lint import slips_in_case, slips_in_outline, slips_in_shared
from made_up import PROJECT

CASES = PROJECT / "cases"
FILES = sorted(CASES.glob("*/[!_]*.py"))
SHARED = sorted(CASES.glob("_*.py"))
SENDS_ANYTHING = {"pickle", "managers"}  # these send what cannot be sent


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}.{path.stem}" for path in FILES])
def test_a_case_keeps_to_the_rules(path: Path) -> None:
    assert slips_in_case(path, CASES, sends_anything=path.parent.name in SENDS_ANYTHING) == []


@pytest.mark.parametrize("path", SHARED, ids=[path.stem for path in SHARED])
def test_shared_files_keep_to_the_same_grammar_and_library(path: Path) -> None:
    assert slips_in_shared(path) == []


def test_every_claim_has_a_case_and_every_case_a_claim() -> None:
    assert slips_in_outline(CASES) == []
    outline = read_outline(CASES)
    cases = in_order(outline, read_cases(CASES))
    assert without_case(outline, cases) == []
    assert len(claim_ids(outline)) == len(set(claim_ids(outline))) == len(cases) == len(FILES) > 0


def test_what_cannot_be_tested_has_a_reason() -> None:
    assert len(read_outline(CASES).not_testable) >= 8


def test_what_the_article_says_of_windows_is_judged_there_alone() -> None:
    case = read_case(CASES / "compare" / "spawn_costs_more_than_fork.py", CASES)
    assert [row.when for row in case.article] == [{"os": "windows"}]
