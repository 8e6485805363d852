"""The pytest plugin: a trial is a test item, named by case, interpreter and start method.

    pytest -p canifork.pytest_plugin.hooks cases -k pool -n 2 --lf --junitxml trials.xml

The controller finds and probes the interpreters, once; pytest-xdist's workers are told.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pickle
import shutil
from collections.abc import Generator, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from canifork import pipeline
from canifork.errors import INTERRUPTED, HarnessError, OutputError
from canifork.escape import printable
from canifork.execution import process_tree
from canifork.execution.lanes import Lane
from canifork.execution.supervisor import make_scratch
from canifork.model import Expectation, Plan, Record, Trial
from canifork.project import CASES
from canifork.pytest_plugin.interim import InterimReport
from canifork.pytest_plugin.options import pytest_addoption
from canifork.pytest_plugin.parallel import (
    FOLDER,
    LANES,
    in_order,
    is_spread,
    lanes_of,
    run_items,
    turn,
)
from canifork.pytest_plugin.progress import SECONDS, begin, is_live, live_progress
from canifork.pytest_plugin.session import FAULT, TrialRun, attach, properties, record_of
from canifork.report.text.explain import explain

PLAN = pytest.StashKey[Plan]()
TRIALS = pytest.StashKey[dict[Path, list[Trial]]]()  # by case file
RUN = pytest.StashKey[TrialRun]()
__all__ = ["pytest_addoption"]  # a hook of this plugin too


def pytest_configure(config: pytest.Config) -> None:
    """Plan: as the controller by looking for interpreters, as a worker from what it was told."""
    sent = getattr(config, "workerinput", {}).get("canifork")
    try:
        plan = _survey(config) if sent is None else _join(config, sent)
    except HarnessError as fault:
        raise pytest.UsageError(printable(str(fault))) from None
    except KeyboardInterrupt:
        pytest.exit("interrupted", INTERRUPTED)
    config.stash[PLAN] = plan
    trials: dict[Path, list[Trial]] = {plan.root_of(key) / case.file: [] for key, case in plan.cases.items()}
    for trial in plan.trials:
        trials[plan.root_of(trial.case) / plan.cases[trial.case].file].append(trial)
    config.stash[TRIALS] = trials


def _survey(config: pytest.Config) -> Plan:
    """Plan as the controller: what there is to run, without what is kept of an earlier run."""
    root, option = config.rootpath, config.option
    folder = root / option.folder
    plan = pipeline.survey(
        root,
        option.python,
        anew=option.probe,
        each_patch=option.each_patch,
        with_article=option.with_article,
    )
    kept = pipeline.resumable(folder, plan) if option.resume else None
    config.stash[RUN] = run = TrialRun(plan, folder, kept)
    config.pluginmanager.register(run, "canifork-run")
    if not os.environ.get("CI"):  # where nobody looks before the end
        config.pluginmanager.register(InterimReport(folder, root), "canifork-interim")
    config.stash[FOLDER] = make_scratch()
    done = {record.trial for record in kept.records} if kept else set()
    return dataclasses.replace(plan, trials=tuple(trial for trial in plan.trials if trial not in done))


def _join(config: pytest.Config, sent: bytes) -> Plan:
    """Take the plan as a worker."""
    plan, folder = pickle.loads(sent)  # noqa: S301 - our own controller wrote it
    config.stash[FOLDER] = folder
    return plan  # type: ignore[no-any-return]


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the lanes; as the controller, remove the temporary folder of the run."""
    if LANES in config.stash:
        config.stash[LANES].close()
    if RUN in config.stash:
        shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist the plan, so that it need not look for anything itself."""
    node.workerinput["canifork"] = pickle.dumps((node.config.stash[PLAN], node.config.stash[FOLDER]))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """End what is left of a worker that was killed, if a trial has killed its runner too."""
    if error:
        process_tree.end_marked(str(node.config.stash[FOLDER] / f"{node.gateway.id.removeprefix('gw')}-"))


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what was found, and what of it cannot be used."""
    from canifork.report.text import terminal

    lines = terminal.header(config.stash[PLAN])
    if config.option.resume and RUN in config.stash:
        lines.append(f"  --resume {config.stash[RUN].resumes()}")
    return [printable(line) for line in lines]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector:
    """Collect a folder as such: as a package pytest would import it, and two collections have one `cases`."""
    return pytest.Dir.from_parent(parent, path=path)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the trials of a case file."""
    if file_path not in parent.config.stash[TRIALS]:
        return None
    return CaseFile.from_parent(parent, path=file_path)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run several trials at a time, and each item as its trial ends; pytest-xdist has a loop of its own."""
    config = session.config
    if is_spread(config) or session.testsfailed or config.option.collectonly:
        return None
    items = [item for item in session.items if isinstance(item, TrialItem)]
    lines = live_progress(config, [item.trial for item in items])
    with lines, contextlib.closing(run_items(config, items)) as running:
        for item in running:
            config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)
    return True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the trials so that interpreters get done one after the other, and no long trial comes last."""
    trials = [item for item in items if isinstance(item, TrialItem)]
    if len(trials) > (os.cpu_count() or 1):  # else the order makes no difference
        seconds = pipeline.known_seconds(config.rootpath, {item.trial.interpreter for item in trials})
        config.stash[SECONDS] = seconds
        interpreters = config.stash[PLAN].interpreters
        trials = in_order(trials, interpreters, seconds, spread=is_spread(config))
    items[:] = trials


class CaseFile(pytest.File):
    """A case file as pytest sees it."""

    def collect(self) -> Iterator[TrialItem]:
        """Yield the trials that the plan has of this case."""
        for trial in self.config.stash[TRIALS][self.path]:
            # Given as text, pytest takes "[...]" for parameters, as --lf does on reading it.
            nodeid = f"{self.nodeid}::{trial.id}"
            yield TrialItem.from_parent(self, name=trial.id, nodeid=nodeid, trial=trial)


class RedError(Exception):
    """A trial that needs attention, with the explanation as its text."""


class TrialItem(pytest.Item):
    """One trial as a test item; it fails if its expectation is broken or it cannot be read."""

    def __init__(self, *, trial: Trial, **rest: Any) -> None:
        """Hold the trial."""
        super().__init__(**rest)
        self.trial = trial
        self.alone = self.config.stash[PLAN].cases[trial.case].alone
        self.record: Record | None = None
        self.ended: Future[Record] | None = None

    def attempt(self, lane: Lane) -> Record:
        """Run the trial in a lane."""
        begin(self.config, self.trial)
        plan = self.config.stash[PLAN]
        copy = lane.copy_of(plan.root_of(self.trial.case) / CASES)
        return pipeline.attempt(self.trial, plan, copy.pristine(), lane.runner)

    def runtest(self) -> None:
        """Run the trial when it is its turn, unless it has been run, and raise if it is red."""
        plan = self.config.stash[PLAN]
        if self.ended is None:
            with turn(self.config.rootpath / self.config.option.folder, alone=self.alone):
                [(_, self.ended)] = lanes_of(self.config).run([self.attempt])
        self.record = record = self.ended.result()
        self.user_properties += properties(record)
        if record.red:
            explanation = explain(
                record, plan.cases[self.trial.case], plan.interpreters[self.trial.interpreter]
            )
            raise RedError(explanation)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the explanation alone; a traceback only for the harness's own faults."""
        if isinstance(excinfo.value, (RedError, HarnessError)):
            return "\n".join(map(printable, str(excinfo.value).split("\n")))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the item by its trial."""
        return self.path, None, self.trial.id


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the record travel with the report, from the worker to the controller; or why there is none."""
    report = yield
    if report.when == "call" and isinstance(item, TrialItem) and item.record is not None:
        attach(report, item.record)
        report.duration = item.record.seconds or 0.0
    if call.excinfo is not None and isinstance(call.excinfo.value, OutputError):
        setattr(report, FAULT, str(call.excinfo.value))
    return report


def pytest_report_teststatus(report: pytest.TestReport, config: pytest.Config) -> tuple[str, str, str] | None:
    """Call a trial by its own verdict: an undecided one has not passed."""
    record = record_of(report)
    if record is not None and is_live(config):  # the line of its interpreter tells
        return ("failed" if report.failed else str(record.judgement.expectation)), "", ""
    if record is None or report.failed or record.judgement.expectation is None:
        return None
    letters = {Expectation.MET: ".", Expectation.OPEN: "o", Expectation.UNDECIDED: "u"}
    verdict = record.judgement.expectation
    return verdict.value, letters[verdict], verdict.value.upper()
