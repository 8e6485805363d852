"""One run as its controller sees it: what comes is written down, the report at the end."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from canifork import pipeline
from canifork.errors import INTERRUPTED, CaseFileError, OutputError
from canifork.escape import printable
from canifork.model import Exit, Plan, Record, Results, Trial
from canifork.results.codec import record_from_json, record_to_json
from canifork.verdicts.judge import exit_code

if TYPE_CHECKING:
    from canifork.results import beside
    from canifork.results.store import Journal

RECORD = "canifork_record"  # the attribute by which a record travels on pytest's report
FAULT = "canifork_fault"  # the attribute by which a sentence does: why a trial could not be run
FAILED = OutputError.exit_code


class TrialRun:
    """Listen to pytest's reports, write every record down, and the report at the end."""

    def __init__(self, plan: Plan, folder: Path, kept: Results | None = None) -> None:
        """Begin without a journal: a run of no trial leaves the last report as it is."""
        self.plan = plan
        self.folder = folder
        self.kept = kept  # what an earlier run left, if this one resumes it
        self.journal: Journal | None = None
        self.results: Results | None = None
        self.published: Results | None = None
        self.left_out: list[str] = []
        self.loading: threading.Thread | None = None
        self.parts: beside.Parts | None = None  # of what is published, if it was read in time
        self.fault: OutputError | None = None
        self.interrupted = False
        self.failed = False

    def resumes(self) -> str:
        """Say what is kept of an earlier run."""
        kept = self.kept
        return (
            f"keeps {len(kept.records)} of the run of {kept.made_at}" if kept else "finds no earlier run here"
        )

    def pytest_sessionstart(self) -> None:
        """Write down at once what is kept: there may be nothing left to run."""
        if self.kept is not None:
            self._write()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Load what the report needs while the first trials run, and nothing else is to be done."""
        trials = (getattr(item, "trial", None) for item in session.items)
        claims = {trial.case for trial in trials if isinstance(trial, Trial)}
        words = [session.config.rootpath, claims]
        self.loading = threading.Thread(target=self.load_ahead, args=words, daemon=True)
        self.loading.start()

    def load_ahead(self, root: Path, chosen: AbstractSet[str]) -> None:
        """Load modules and, if claims were chosen, what is published of these."""
        pipeline.load_report()
        left = {trial.case for trial in self.plan.trials} - chosen
        if chosen and left:
            from canifork.results import beside

            self.parts = beside.read_parts(root, self.plan.outline, self.plan.cases.keys() - left)

    @pytest.hookimpl(optionalhook=True)
    def pytest_handlecrashitem(self, crashitem: str, report: pytest.TestReport) -> None:
        """Record the trial whose worker was killed: it has had its turn."""
        name = crashitem.partition("::")[2]
        for trial in self.plan.trials:
            if trial.id == name:
                attach(report, pipeline.make_record(trial, self.plan, Exit(lost=True)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the record of a trial down as soon as it comes."""
        record = record_of(report)
        if record is not None:
            self._write(record)
        if (message := getattr(report, FAULT, None)) is not None:
            self._give_up(OutputError(message))
        if report.failed and not (record and record.red):
            self.failed = True  # the item itself failed

    def pytest_keyboard_interrupt(self) -> None:
        """Remember why trials are missing, and kill the workers: their runners end what they run.

        execnet would ask them to leave, and those in the middle of a trial listen after five seconds.
        """
        self.interrupted = self.fault is None
        for worker in psutil.Process().children():
            worker.kill()

    @pytest.hookimpl(trylast=True)  # when the workers have left
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write results and report, and set the exit code."""
        if self.interrupted:
            session.exitstatus = INTERRUPTED
        if self.journal is None:
            return
        try:
            results = self.journal.close(self._why_partial())
            self.published, self.left_out = self.published_beside(session.config.rootpath, results)
            pipeline.conclude(results, self.folder, self.published, session.config.rootpath)
            self.results = results
        except OutputError as fault:
            self.fault = self.fault or fault
        session.exitstatus = self._exit_code()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show the matrix, and where the report is."""
        if self.results is not None:
            from canifork.report.text import terminal

            for line in (*terminal.summary(self.results, self.folder, self.published), *self.left_out):
                terminalreporter.write_line(printable(line))

    def pytest_unconfigure(self) -> None:
        """Say at the very end what could not be read or written."""
        for fault in (*self.plan.faults, *filter(None, [self.fault])):
            print(f"canifork: {printable(str(fault))}", file=sys.stderr)

    def published_beside(self, root: Path, results: Results) -> tuple[Results | None, list[str]]:
        """Return the published results of the claims that were run, read while trials ran if possible."""
        from canifork.results import beside
        from canifork.results.selection import chosen

        claims = chosen(results)
        if claims is not None and self.loading is not None:
            self.loading.join()
        if self.parts is None or self.parts.claims != claims:
            return beside.read_published(root, results, claims)
        return beside.put_beside(results, self.parts)

    def _write(self, record: Record | None = None) -> None:
        """Write a record down, or begin to; a run that cannot is ended, and keeps what it has."""
        from canifork.results.store import JOURNAL, Journal

        try:
            self.journal = self.journal or Journal(self.folder / JOURNAL, self.plan, self.kept)
            if record is not None:
                self.journal.add(record)
        except OutputError as fault:
            self._give_up(fault)

    def _give_up(self, fault: OutputError) -> None:
        if self.fault is None:
            self.fault = fault
            pytest.exit("a file cannot be written", FAILED)

    def _why_partial(self) -> str | None:
        if self.fault is not None:
            return "a file could not be written"
        return "interrupted" if self.interrupted else None

    def _exit_code(self) -> int:
        if self.interrupted:
            return INTERRUPTED
        if self.failed or self.fault is not None or self.results is None:
            return FAILED
        return CaseFileError.exit_code if self.plan.faults else exit_code(self.results.records)


def attach(report: pytest.TestReport, record: Record) -> None:
    """Let a record travel with a report, from the worker to the controller."""
    # As text: execnet, which carries it, takes none of our enums.
    setattr(report, RECORD, json.dumps(record_to_json(record)))


def record_of(report: pytest.TestReport) -> Record | None:
    """Return the record that travels with a report, if one does."""
    text = getattr(report, RECORD, None)
    return None if text is None else record_from_json(json.loads(text))


def properties(record: Record) -> list[tuple[str, object]]:
    """Return what a JUnit file says of a trial beside passed or failed."""
    verdict = record.judgement
    return [
        ("observation", record.observation.kind.value),
        ("expectation", str(verdict.expectation)),
        ("article", str(verdict.article or "not judged")),
    ]
