"""Show on a terminal how far each interpreter is, a line each, instead of rows of dots."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from canifork.model import Expectation, Record, Trial
from canifork.pytest_plugin.parallel import UNKNOWN, lanes_number
from canifork.pytest_plugin.session import record_of

if TYPE_CHECKING:  # rich is imported where lines are shown: only there its time is well spent
    from rich.console import Console
    from rich.progress import TaskID

NAME = "canifork-progress"  # of the plugin
SECONDS = pytest.StashKey[Mapping[Trial, float]]()  # of trials, as published
RUNNING = 2  # trials that a line names; it counts the rest


class LiveProgress:
    """A line for each interpreter: trials done, what runs now, red and undecided so far, time left."""

    def __init__(
        self,
        trials: Iterable[Trial],
        seconds: Mapping[Trial, float],
        lanes: int,
        console: Console | None = None,
    ) -> None:
        """Show nothing yet; `seconds` are those of earlier trials, `lanes` how many run at a time."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self.seconds, self.lanes, self.lock = seconds, lanes, threading.Lock()
        self.left: dict[str, list[Trial]] = {}
        self.running: list[Trial] = []
        self.counts: dict[str, Counter[str]] = {}
        for trial in trials:
            self.left.setdefault(trial.interpreter, []).append(trial)
        columns = (TextColumn("{task.description:28}"), BarColumn(24), MofNCompleteColumn())
        self.shown = Progress(*columns, TextColumn("{task.fields[now]}"), console=console, transient=True)
        self.tasks: dict[str, TaskID] = {
            key: self.shown.add_task(key, total=len(some), now="") for key, some in self.left.items()
        }

    def begin(self, trial: Trial) -> None:
        """Take note that a trial runs now; called from the lanes."""
        with self.lock:
            self.running.append(trial)
            self._update(trial.interpreter)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a trial that has ended."""
        record = record_of(report)
        if record is not None:
            self.end(record)

    def end(self, record: Record) -> None:
        """Count a trial that has ended."""
        trial = record.trial
        with self.lock:
            for some in (self.running, self.left.get(trial.interpreter, [])):
                if trial in some:
                    some.remove(trial)
            counts = self.counts.setdefault(trial.interpreter, Counter())
            counts["red"] += record.red
            counts["undecided"] += record.judgement.expectation is Expectation.UNDECIDED
            self.shown.advance(self.tasks[trial.interpreter])
            self._update(trial.interpreter)

    def line(self, interpreter: str) -> str:
        """Return what stands behind the bar of an interpreter."""
        counts = self.counts.get(interpreter, Counter())
        here = [trial for trial in self.running if trial.interpreter == interpreter]
        now = [" ".join(filter(None, [trial.case, trial.start_method])) for trial in here]
        more = f" and {len(now) - RUNNING} more" if len(now) > RUNNING else ""
        parts = [f"{counts[word]} {word}" for word in ("red", "undecided") if counts[word]]
        left = sum(self.seconds.get(trial, UNKNOWN) for trial in self.left[interpreter]) / self.lanes
        parts += [f"{left:.0f} s left"] if left >= 1 else []
        parts += [", ".join(now[:RUNNING]) + more] if now else []
        return "; ".join(parts)

    def _update(self, interpreter: str) -> None:
        from rich.markup import escape

        self.shown.update(self.tasks[interpreter], now=escape(self.line(interpreter)))


@contextlib.contextmanager
def live_progress(config: pytest.Config, trials: Sequence[Trial]) -> Iterator[None]:
    """Show the lines while trials run, if this is a terminal and nobody asked for more words."""
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or config.option.verbose > 0:
        yield
        return
    reporter.showfspath = False  # items do not end file by file, so that each would be a line
    if not sys.stdout.isatty():
        yield
        return
    progress = LiveProgress(trials, config.stash.get(SECONDS, {}), lanes_number(config))
    config.pluginmanager.register(progress, NAME)
    with progress.shown:
        yield
    config.pluginmanager.unregister(progress)


def is_live(config: pytest.Config) -> bool:
    """Tell whether the lines are shown now."""
    return config.pluginmanager.has_plugin(NAME)


def begin(config: pytest.Config, trial: Trial) -> None:
    """Name a trial that begins in the line of its interpreter, if there are lines."""
    progress = config.pluginmanager.get_plugin(NAME)
    if isinstance(progress, LiveProgress):
        progress.begin(trial)
