"""What is published of the chosen claims is read while their trials run."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import NoReturn

import pytest

from builders import WINE, make_plan, make_record, make_results, make_trial, not_run, unjudged
from canifork.model import Results
from canifork.project import PUBLISHED
from canifork.pytest_plugin.session import TrialRun
from canifork.results import beside
from canifork.results.store import LEFT_OUT, write_results

RAN, LEFT = make_trial("pool.ran"), make_trial("pool.left")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with published results of both claims, made elsewhere."""
    records = [make_record(dataclasses.replace(trial, interpreter=WINE)) for trial in (RAN, LEFT)]
    write_results(tmp_path / PUBLISHED / f"{WINE}.json", make_results(records))
    return tmp_path


@pytest.fixture
def run(tmp_path: Path) -> TrialRun:
    return TrialRun(make_plan([RAN, LEFT]), tmp_path / "report")


def made(partial: str | None = LEFT_OUT) -> Results:
    return make_results([make_record(RAN), unjudged(LEFT, not_run(LEFT_OUT))], partial=partial)


def claims_of(results: Results | None) -> set[str]:
    assert results is not None
    return {record.trial.case for record in results.records}


def read_no_more(*_: object) -> NoReturn:
    pytest.fail("it was read once more")


def test_what_was_read_ahead_is_not_read_again(
    run: TrialRun, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.load_ahead(root, {"pool.ran"})
    monkeypatch.setattr(beside, "read_parts", read_no_more)
    published, faults = run.published_beside(root, made())
    assert claims_of(published) == {"pool.ran"}
    assert not faults


def test_of_a_run_that_was_cut_short_all_is_read_after_all(run: TrialRun, root: Path) -> None:
    run.load_ahead(root, {"pool.ran"})
    published, _ = run.published_beside(root, made("interrupted"))
    assert claims_of(published) == {"pool.ran", "pool.left"}


@pytest.mark.parametrize("chosen", [set(), {"pool.ran", "pool.left"}])
def test_nothing_is_read_ahead_where_nobody_chose(
    chosen: set[str], run: TrialRun, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "read_parts", read_no_more)
    run.load_ahead(root, chosen)
    assert run.parts is None
