"""Write the report while the run goes on: as soon as one interpreter is done, and at each further one.

Another process does it, when nothing more urgent wants the CPU, and seldom enough to slow no run.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil
import pytest

from canifork.model import Trial
from canifork.pipeline import discard_interim
from canifork.pytest_plugin.session import record_of

SPARE = 9  # times as long as a report took until the next may begin: a tenth of the run's time at most
LAST = getattr(psutil, "IDLE_PRIORITY_CLASS", 19)  # the priority, on Windows and elsewhere, of what can wait
BOOT = (
    "import sys; sys.path[:] = sys.argv[3:]; from pathlib import Path; "
    "from canifork.pipeline import report_so_far; report_so_far(Path(sys.argv[1]), Path(sys.argv[2]))"
)


class InterimReport:
    """Listen to pytest's reports; start a process that writes the report as interpreters get done."""

    def __init__(self, folder: Path, root: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without a trial; `root` holds the cases."""
        self.folder, self.root, self.clock = folder, root, clock
        self.left: Counter[str] = Counter()
        self.due = False
        self.process: subprocess.Popen[bytes] | None = None
        self.began = self.rested = 0.0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the trials of each interpreter; with pytest-xdist there are none here, nor a report."""
        self.expect(
            trial for item in session.items if isinstance(trial := getattr(item, "trial", None), Trial)
        )

    @pytest.hookimpl(trylast=True)  # when the record has been written down
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a trial that has ended; write the report if it is time for that."""
        record = record_of(report)
        if record is not None:
            self.count(record.trial.interpreter)

    @pytest.hookimpl(tryfirst=True)  # before the last report is written
    def pytest_sessionfinish(self) -> None:
        """End a report that is being written: the last one comes."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            discard_interim(self.folder)

    def expect(self, trials: Iterable[Trial]) -> None:
        """Take note of what is to be run."""
        self.left.update(trial.interpreter for trial in trials)

    def count(self, interpreter: str) -> None:
        """Take note of a trial that has ended."""
        self.left[interpreter] -= 1
        self.due |= not self.left[interpreter]
        if self.due and any(self.left.values()) and self._is_idle():
            self.due, self.began = False, self.clock()
            self.process = start(self.folder, self.root)

    def _is_idle(self) -> bool:
        """Tell whether no report is being written, and the run has had its time since the last."""
        if self.process is None:
            return True
        if self.process.poll() is None:
            self.rested = 0.0
            return False
        now = self.clock()
        self.rested = self.rested or now + SPARE * (now - self.began)
        return now >= self.rested


def start(folder: Path, root: Path) -> subprocess.Popen[bytes]:
    """Start the process that writes a report; Ctrl-C does not reach it."""
    process = subprocess.Popen(
        [sys.executable, "-c", BOOT, str(folder), str(root), *sys.path],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    with contextlib.suppress(psutil.Error):
        psutil.Process(process.pid).nice(LAST)
    return process
