"""The table of rules: every rule asks a claim that can give the answer, and is documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from canifork.claims.casefile import read_cases
from canifork.errors import TargetError
from canifork.rules import targets
from canifork.rules.rule import Rule, says
from canifork.rules.table import RULES, asked
from made_up import PROJECT

CASES = asked(read_cases(PROJECT / "cases"))
PAGE = (PROJECT / "docs" / "check.md").read_text(encoding="utf-8")


@pytest.fixture(params=RULES, ids=[rule.code for rule in RULES])
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


def test_there_are_at_least_twenty_rules_each_with_a_code_of_its_own() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes)) >= 20
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"CFK\d{3}", code) for code in codes)


def test_every_answer_that_hurts_is_one_that_the_claim_can_give(rule: Rule) -> None:
    """A key or a value that no row names would never hurt."""
    for answer in rule.hurts:
        assert any(says(row, answer) and (row.sees or row.may_see) for row in CASES[rule.claim].expect), (
            answer
        )
    for claim, other in rule.also.items():
        assert any(says(row, other) for row in CASES[claim].expect), claim


def test_no_rule_names_a_system_or_a_version(rule: Rule) -> None:
    assert not re.search(r"\b3\.\d+|\bmacOS\b|\bLinux\b", f"{rule.title} {rule.advice}")


def test_every_rule_is_documented(rule: Rule) -> None:
    assert f"| {rule.code} | {rule.title} | `{rule.claim}` | {rule.advice} |" in PAGE


def test_the_page_documents_no_other_rule() -> None:
    assert re.findall(r"^\| (CFK\d+) ", PAGE, re.MULTILINE) == [rule.code for rule in RULES]


def test_a_claim_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(TargetError, match=r"there is no case asyncio\.add_reader, of which rules ask"):
        asked({})


def test_the_newest_python_is_the_one_that_ci_knows() -> None:
    jobs = Path(targets.__file__).parents[1] / "ci" / "jobs.toml"
    newest = tomllib.loads(jobs.read_text(encoding="utf-8"))["newest"]
    assert ".".join(map(str, targets.NEWEST)) == newest
