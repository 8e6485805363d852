"""Small programs, as people write them: what is found in each, and that the innocent ones are left alone.

A comment `# finds: CFK101, CFK102` names what is to be found in its line; a program that is meant for
other targets than the usual ones says so in its docstring.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from canifork.claims.casefile import read_cases
from canifork.rules.checker import Finding, check_file
from canifork.rules.patterns.starting import STDIN
from canifork.rules.table import RULES, asked
from canifork.rules.targets import DEFAULT, read_targets
from made_up import PROJECT

CASES = asked(read_cases(PROJECT / "cases"))
FOLDER = Path(__file__).with_name("programs")
PROGRAMS = sorted(FOLDER.glob("*.py"))
INNOCENT = "innocent_"
FINDS = re.compile(r"# finds: (.+)")
TARGETS = re.compile(r"targets: (.+?)\"\"\"")


def findings(path: Path, targets: Sequence[str] = ()) -> list[Finding]:
    text = path.read_text(encoding="utf-8")
    wanted = list(targets) or TARGETS.findall(text) or [DEFAULT]
    name = STDIN if "from standard input" in text else path.name
    return check_file(name, text.encode(), RULES, CASES, read_targets(wanted, CASES))


def expected(path: Path) -> set[tuple[int, str]]:
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return {
        (number, code)
        for number, line in lines
        for listed in FINDS.findall(line)
        for code in listed.split(", ")
    }


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_what_is_wrong_is_found_and_nothing_else(path: Path) -> None:
    assert {(one.line, one.rule.code) for one in findings(path)} == expected(path)


def test_half_of_the_programs_are_innocent() -> None:
    innocent = [path for path in PROGRAMS if path.stem.startswith(INNOCENT)]
    assert all(not expected(path) for path in innocent)
    assert all(expected(path) for path in PROGRAMS if path not in innocent)
    assert len(PROGRAMS) >= 60
    assert len(innocent) >= 30


def test_every_rule_finds_something() -> None:
    found = {code for path in PROGRAMS for _, code in expected(path)}
    assert found == {rule.code for rule in RULES}


TWELVE = (
    "missing_guard", "lambda_target", "global_under_guard", "join_before_get", "counter_in_threads",
    "pool_of_70", "notebook", "killed_worker", "fork_with_threads", "value_without_lock",
    "article_master", "innocent_process",
)  # fmt: skip


def test_of_twelve_that_people_ask_about_at_least_ten_are_found() -> None:
    found = [name for name in TWELVE if findings(FOLDER / f"{name}.py")]
    assert len(found) >= 10
    assert "innocent_process" not in found
