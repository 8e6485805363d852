"""The pytest plugin: a trial is a test item, named by case, interpreter and start method.

    pytest -p harness.plugin cases -k pool -n 2 --lf --junitxml trials.xml

The controller finds and probes the interpreters, once; pytest-xdist's workers are told.
"""

from __future__ import annotations

import dataclasses
import pickle
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import fasteners
import pytest

from harness import flow, tree
from harness.controller import FAULT, INTERRUPTED, TrialRun, attach, record_of
from harness.errors import HarnessError, OutputError
from harness.explain import explain
from harness.model import Expectation, Plan, Record, Trial
from harness.run import Runner, make_scratch
from harness.workplace import Workplace

# As in flow: modules that only the controller needs are imported where it uses them.

PLAN = pytest.StashKey[Plan]()
TRIALS = pytest.StashKey[dict[Path, list[Trial]]]()  # by case file
RUN = pytest.StashKey[TrialRun]()
TURN = "turn.lock"  # held by all who run a trial, or by the one that measures time
FOLDER = pytest.StashKey[Path]()  # the temporary folder of this process
RUNNER = pytest.StashKey[Runner]()
WORKPLACE = pytest.StashKey[Workplace]()
POLL = 0.01  # seconds between two tries for the turn


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what only trials need."""
    group = parser.getgroup("canifork")
    group.addoption("--python", action="append", default=[], metavar="COMMAND", help="run on this Python")
    group.addoption("--folder", default="report", metavar="FOLDER", help="where the report goes")
    group.addoption("--resume", action="store_true", help="run only what the last run in FOLDER has not")


def pytest_configure(config: pytest.Config) -> None:
    """Plan: as the controller by looking for interpreters, as a worker from what it was told."""
    told = getattr(config, "workerinput", {}).get("canifork")
    try:
        plan = _survey(config) if told is None else _join(config, told)
    except HarnessError as fault:
        raise pytest.UsageError(str(fault)) from None
    except KeyboardInterrupt:
        pytest.exit("interrupted", INTERRUPTED)
    config.stash[PLAN] = plan
    trials: dict[Path, list[Trial]] = {config.rootpath / case.file: [] for case in plan.cases.values()}
    for trial in plan.trials:
        trials[config.rootpath / plan.cases[trial.case].file].append(trial)
    config.stash[TRIALS] = trials


def _survey(config: pytest.Config) -> Plan:
    """Plan as the controller: what there is to run, without what is kept of an earlier run."""
    folder = config.rootpath / config.option.folder
    plan = flow.survey(config.rootpath, config.option.python)
    kept = flow.resumable(folder, plan) if config.option.resume else None
    config.stash[RUN] = run = TrialRun(plan, folder, kept)
    config.pluginmanager.register(run, "canifork-run")
    config.stash[FOLDER] = make_scratch()
    done = {record.trial for record in kept.records} if kept else set()
    return dataclasses.replace(plan, trials=tuple(trial for trial in plan.trials if trial not in done))


def _join(config: pytest.Config, told: bytes) -> Plan:
    """Take the plan as a worker, and start what a first trial needs while they are collected."""
    plan, folder = pickle.loads(told)  # noqa: S301 - our own controller wrote it
    config.stash[FOLDER] = folder
    _runner(config)
    return plan  # type: ignore[no-any-return]


def _runner(config: pytest.Config) -> Runner:
    """Start the runner of this process once; its folder in that of the run has a short name."""
    if RUNNER not in config.stash:
        name = getattr(config, "workerinput", {}).get("workerid", "").removeprefix("gw")
        config.stash[RUNNER] = Runner(config.stash[FOLDER] / (name or "c"))
    return config.stash[RUNNER]


def _workplace(config: pytest.Config, runner: Runner) -> Workplace:
    if WORKPLACE not in config.stash:
        config.stash[WORKPLACE] = Workplace(config.rootpath / flow.CASES, runner.folder / "w")
    return config.stash[WORKPLACE]


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the runner; as the controller, remove the temporary folder of the run."""
    if RUNNER in config.stash:
        config.stash[RUNNER].close()
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
        tree.end_marked(str(node.config.stash[FOLDER] / node.gateway.id.removeprefix("gw")))


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what was found, and what of it cannot be used."""
    from harness.report import terminal

    lines = terminal.header(config.stash[PLAN])
    if config.option.resume and RUN in config.stash:
        kept = config.stash[RUN].kept
        told = (
            f"keeps {len(kept.records)} of the run of {kept.made_at}" if kept else "finds no earlier run here"
        )
        lines.append(f"  --resume {told}")
    return lines


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the trials of a case file."""
    if file_path not in parent.config.stash[TRIALS]:
        return None
    return CaseFile.from_parent(parent, path=file_path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what measures time behind the rest."""
    items.sort(key=lambda item: isinstance(item, TrialItem) and item.alone)


class CaseFile(pytest.File):
    """A case file as pytest sees it."""

    def collect(self) -> Iterator[TrialItem]:
        """Yield the trials that the plan has of this case."""
        for trial in self.config.stash[TRIALS][self.path]:
            # Given as text, pytest takes "[...]" for parameters, as --lf does on reading it.
            nodeid = f"{self.nodeid}::{trial.id}"
            yield TrialItem.from_parent(self, name=trial.id, nodeid=nodeid, trial=trial)


class RedError(Exception):
    """A trial that somebody has to look at, with the explanation as its text."""


class TrialItem(pytest.Item):
    """One trial as a test item; it fails if its expectation is broken or it cannot be read."""

    def __init__(self, *, trial: Trial, **rest: Any) -> None:
        """Hold the trial."""
        super().__init__(**rest)
        self.trial = trial
        self.alone = self.config.stash[PLAN].cases[trial.case].alone
        self.record: Record | None = None

    def runtest(self) -> None:
        """Run the trial when it is its turn, and raise if it is red."""
        plan = self.config.stash[PLAN]
        with _turn(self.config.rootpath / self.config.option.folder / TURN, alone=self.alone):
            runner = _runner(self.config)
            self.record = record = flow.attempt(
                self.trial, plan, _workplace(self.config, runner).whole(), runner
            )
        self.user_properties += _properties(record)
        if record.red:
            told = explain(record, plan.cases[self.trial.case], plan.interpreters[self.trial.interpreter])
            raise RedError(told)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the explanation alone; a traceback only for the harness's own faults."""
        if isinstance(excinfo.value, (RedError, HarnessError)):
            return str(excinfo.value)
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
    if call.excinfo is not None and isinstance(call.excinfo.value, OutputError):
        setattr(report, FAULT, str(call.excinfo.value))
    return report


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Call a trial by its own verdict: an undecided one has not passed."""
    record = record_of(report)
    if record is None or report.failed or record.judgement.expectation is None:
        return None
    letters = {Expectation.MET: ".", Expectation.OPEN: "o", Expectation.UNDECIDED: "u"}
    verdict = record.judgement.expectation
    return verdict.value, letters[verdict], verdict.value.upper()


class _turn:  # noqa: N801 - used like a function
    """Hold the turn: shared by trials, alone by one that measures time."""

    def __init__(self, path: Path, *, alone: bool) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = fasteners.InterProcessReaderWriterLock(str(path))
        self.alone = alone

    def __enter__(self) -> None:
        acquire = self.lock.acquire_write_lock if self.alone else self.lock.acquire_read_lock
        acquire(delay=POLL, max_delay=POLL)

    def __exit__(self, *_: object) -> None:
        release = self.lock.release_write_lock if self.alone else self.lock.release_read_lock
        release()


def _properties(record: Record) -> list[tuple[str, object]]:
    """Return what a JUnit file says of a trial beside passed or failed."""
    verdict = record.judgement
    return [
        ("observation", record.observation.kind.value),
        ("expectation", str(verdict.expectation)),
        ("article", str(verdict.article)),
    ]
