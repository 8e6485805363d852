"""The results that are published with the project: whole, of clean commits, and still right."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import PROJECT

from harness.flow import judge_with
from harness.judge import exit_code
from harness.record import read_results

FILES = sorted((PROJECT / "results").glob("*.json"))


def test_there_are_some() -> None:
    assert len(FILES) >= 10


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_judged_by_todays_tables_nothing_is_red(path: Path) -> None:
    results = judge_with(read_results(path), PROJECT)
    assert exit_code(results.records) == 0


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_each_is_whole_and_of_one_interpreter_and_a_commit(path: Path) -> None:
    results = read_results(path)
    assert results.partial is None
    assert list(results.interpreters) == [path.stem]
    assert results.project["commit"]
    assert "dirty" not in results.project["commit"]
