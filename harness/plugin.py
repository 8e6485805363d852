"""The pytest plugin: a trial is a test item, named by case, interpreter and start method.

    pytest -p harness.plugin cases -k pool -n 2 --lf --junitxml trials.xml

The controller finds and probes the interpreters, once; pytest-xdist's workers are told.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fasteners
import pytest

from harness import flow
from harness.errors import HarnessError
from harness.explain import explain
from harness.form import record_from_json, record_to_json
from harness.judge import exit_code
from harness.model import Expectation, Plan, Record, Results, Trial

if TYPE_CHECKING:
    from harness.record import Journal

# As in flow: modules that only the controller needs are imported where it uses them.

PLAN = pytest.StashKey[Plan]()
TRIALS = pytest.StashKey[dict[Path, list[Trial]]]()  # by case file
RUN = pytest.StashKey["TrialRun"]()
TURN = "turn.lock"  # held by all who run a trial, or by the one that measures time
RECORD = "canifork_record"  # the attribute by which a record travels on pytest's report
INTERRUPTED = 130  # the exit code of what Ctrl-C ended: 128 + SIGINT
POLL = 0.01  # seconds between two tries for the turn


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what only trials need."""
    group = parser.getgroup("canifork")
    group.addoption("--python", action="append", default=[], metavar="COMMAND", help="run on this Python")
    group.addoption("--folder", default="report", metavar="FOLDER", help="where the report goes")


def pytest_configure(config: pytest.Config) -> None:
    """Plan: as the controller by looking for interpreters, as a worker from what it was told."""
    told = getattr(config, "workerinput", {}).get("canifork")
    try:
        if told is None:
            plan = flow.survey(config.rootpath, config.option.python)
            config.stash[RUN] = TrialRun(plan, config.rootpath / config.option.folder)
        else:
            plan = pickle.loads(told)  # noqa: S301 - our own controller wrote it
    except HarnessError as fault:
        raise pytest.UsageError(str(fault)) from None
    config.stash[PLAN] = plan
    trials: dict[Path, list[Trial]] = {config.rootpath / case.file: [] for case in plan.cases.values()}
    for trial in plan.trials:
        trials[config.rootpath / plan.cases[trial.case].file].append(trial)
    config.stash[TRIALS] = trials


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist the plan, so that it need not look for anything itself."""
    node.workerinput["canifork"] = pickle.dumps(node.config.stash[PLAN])


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say what was found, and what of it cannot be used."""
    from harness.report import terminal

    return terminal.header(config.stash[PLAN])


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
            self.record = record = flow.attempt(self.trial, plan, self.config.rootpath)
        self.user_properties += _properties(record)
        if record.red:
            told = explain(record, plan.cases[self.trial.case], plan.interpreters[self.trial.interpreter])
            raise RedError(told)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the explanation alone; a traceback only for the harness's own faults."""
        if isinstance(excinfo.value, RedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the item by its trial."""
        return self.path, None, self.trial.id


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the record travel with the report, from the worker to the controller."""
    report = yield
    if report.when == "call" and isinstance(item, TrialItem) and item.record is not None:
        # As text: execnet, which carries it, takes none of our enums.
        setattr(report, RECORD, json.dumps(record_to_json(item.record)))
    return report


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Call a trial by its own verdict: an undecided one has not passed."""
    record = _record_of(report)
    if record is None or report.failed or record.judgement.expectation is None:
        return None
    letters = {Expectation.MET: ".", Expectation.OPEN: "o", Expectation.UNDECIDED: "u"}
    verdict = record.judgement.expectation
    return verdict.value, letters[verdict], verdict.value.upper()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have the run listen to its own reports."""
    if (run := session.config.stash.get(RUN, None)) is not None:
        session.config.pluginmanager.register(run, "canifork-run")


class TrialRun:
    """One run as its controller sees it: it writes down every record, and the report at the end."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        """Begin without a journal: a run of no trial leaves the last report as it is."""
        self.plan = plan
        self.folder = folder
        self.journal: Journal | None = None
        self.published: Results | None = None
        self.left_out = ""
        self.interrupted = False
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the record of a trial down as soon as it comes."""
        from harness.record import JOURNAL, Journal

        record = _record_of(report)
        if record is not None:
            self.journal = self.journal or Journal(self.folder / JOURNAL, self.plan)
            self.journal.add(record)
        if report.failed and not (record and record.red):
            self.failed = True  # the item itself failed, or the worker that ran it

    def pytest_keyboard_interrupt(self) -> None:
        """Remember why trials are missing."""
        self.interrupted = True

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write results and report, and set the exit code."""
        if self.journal is None:
            return
        results = self.journal.close("interrupted" if self.interrupted else None)
        try:
            self.published = flow.read_published(session.config.rootpath, results)
        except HarnessError as fault:  # no reason to lose the report of what was measured here
            self.left_out = f"published results are left out: {fault}"
        flow.conclude(results, self.folder, self.published)
        self.results = results
        code = 3 if self.failed else exit_code(results.records)
        session.exitstatus = INTERRUPTED if self.interrupted else code

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show the matrix, and where the report is."""
        if self.journal is not None:
            from harness.report import terminal

            for line in (*terminal.summary(self.results, self.folder, self.published), self.left_out):
                terminalreporter.write_line(line)


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


def _record_of(report: pytest.TestReport) -> Record | None:
    text = getattr(report, RECORD, None)
    return None if text is None else record_from_json(json.loads(text))


def _properties(record: Record) -> list[tuple[str, object]]:
    """Return what a JUnit file says of a trial beside passed or failed."""
    verdict = record.judgement
    return [
        ("observation", record.observation.kind.value),
        ("expectation", str(verdict.expectation)),
        ("article", str(verdict.article)),
    ]
