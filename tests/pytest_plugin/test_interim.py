"""The report is there as soon as one interpreter is done, while the run goes on, and costs it little."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from builders import LINUX, WINE, answered, make_record, make_trial
from canifork import pipeline
from canifork.pytest_plugin import hooks
from canifork.pytest_plugin import interim as module
from canifork.pytest_plugin.interim import SPARE, InterimReport
from canifork.pytest_plugin.parallel import FOLDER
from canifork.results.store import GOING_ON, JOURNAL, Journal
from made_up import project

OTHER = "cp312-linux-x86_64"


class Process:
    """A report that is being written until the test says that it is done."""

    def __init__(self) -> None:
        self.code: int | None = None
        self.killed = False

    def poll(self) -> int | None:
        return self.code

    def wait(self) -> None:
        assert self.killed

    def kill(self) -> None:
        self.killed = True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    """Return the reports that were begun."""
    begun: list[Process] = []

    def start(*_: Any) -> Process:
        begun.append(Process())
        return begun[-1]

    monkeypatch.setattr(module, "start", start)
    return begun


def listener(tmp_path: Path, times: list[float]) -> InterimReport:
    report = InterimReport(tmp_path, tmp_path, lambda: times[-1])
    report.expect(make_trial(f"pool.{name}", key) for name in "ab" for key in (LINUX, WINE, OTHER))
    return report


def test_it_begins_when_an_interpreter_is_done_and_others_are_not(
    tmp_path: Path, started: list[Process]
) -> None:
    report = listener(tmp_path, [0.0])
    report.count(LINUX)
    report.count(WINE)
    assert not started
    report.count(LINUX)
    assert len(started) == 1


def test_the_next_waits_for_its_end_and_until_the_run_has_had_its_time(
    tmp_path: Path, started: list[Process]
) -> None:
    times = [100.0]
    report = listener(tmp_path, times)
    for key in (LINUX, LINUX, WINE, WINE, OTHER):
        report.count(key)
    assert len(started) == 1
    started[0].code = 0
    for moment in (102.0, 102.0 + SPARE * 2 - 1):
        times.append(moment)
        report.left[OTHER] += 1
        report.count(OTHER)
        assert len(started) == 1
    times.append(102.0 + SPARE * 2)
    report.left[OTHER] += 1
    report.count(OTHER)
    assert len(started) == 2


def test_the_last_trial_begins_none_and_the_end_of_the_run_ends_what_is_being_written(
    tmp_path: Path, started: list[Process]
) -> None:
    report = listener(tmp_path, [0.0])
    for key in (LINUX, LINUX):
        report.count(key)
    (tmp_path / pipeline.INTERIM / "claim").mkdir(parents=True)
    report.pytest_sessionfinish()
    assert started[0].killed
    assert list(tmp_path.iterdir()) == []
    alone = InterimReport(tmp_path, tmp_path)
    alone.expect([make_trial("pool.a", LINUX)])
    alone.count(LINUX)
    assert len(started) == 1


@pytest.mark.parametrize(("ci", "written"), [("true", False), ("", True)])
def test_where_nobody_looks_before_the_end_there_is_none(
    ci: str, *, written: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    registered: dict[str, Any] = {}
    config: Any = SimpleNamespace(
        rootpath=project(tmp_path, {"a": "return {'done': True}"}),
        option=SimpleNamespace(
            folder="report",
            python=[sys.executable],
            probe=False,
            each_patch=False,
            with_article=False,
            resume=False,
        ),
        stash=pytest.Stash(),
        pluginmanager=SimpleNamespace(register=lambda plugin, name: registered.update({name: plugin})),
    )
    hooks._survey(config)
    shutil.rmtree(config.stash[FOLDER])
    assert ("canifork-interim" in registered) is written


def test_a_real_one_says_what_is_missing_and_leaves_the_journal(tmp_path: Path) -> None:
    """The process is a real one; it has the disk to itself, so its files come in one go."""
    root = project(tmp_path / "root", {"a": "return {'done': True}", "b": "return {'done': True}"})
    plan = pipeline.survey(root, [sys.executable])
    folder = tmp_path / "report"
    journal = Journal(folder / JOURNAL, plan)
    trial = next(iter(plan.trials))
    journal.add(make_record(trial, answered(done=True)))
    process = module.start(folder, root)
    assert process.wait(600) == 0  # its priority is the lowest: on a busy machine it comes last
    results = json.loads((folder / "results.json").read_text("utf-8"))
    assert results["partial"] == GOING_ON
    assert GOING_ON in (folder / "index.html").read_text("utf-8")
    assert (folder / "zh" / "claim" / f"{trial.case}.html").is_file()
    assert (folder / JOURNAL).is_file()
    assert not (folder / pipeline.INTERIM).exists()
    journal.close(None)
