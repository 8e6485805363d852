"""Run cases on Pythons, look at all their processes before and after, and keep the trees with the report.

    python tools/record_trees.py --python ~/.pyenv/versions/3.9.18/bin/python --python python3.13t

What is kept is of the Pythons named here, and of no other.  It takes some minutes for each.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import psutil

from canifork.execution.start import Request
from canifork.interpreters.launchers import start
from canifork.report.html.acts import TREES, Trees
from canifork.report.html.lineage import SERVER, SYSTEM, TRACKER
from canifork.report.html.trees import FILE, read_trees
from recording import PROJECT, keep, kept_facts, named_pythons

SCRIPT = PROJECT / "tools" / "read_trees.py"
PAUSE = 0.5  # seconds between two looks
STILL = 8  # looks that have to see the same processes: whatever falls has fallen
PATIENCE = 120.0  # seconds for a program to come to its next line
PACE = 40.0  # times slower than usual: a case kills its processes when its time is up, and stands still here
TRIES = 10  # a child may have ended before it could be stopped
Row = list[Any]  # a name; its parent: the number of a row, the system, or None; how many there are


class MissedError(Exception):
    """The processes were not those that were to be there before."""


def main() -> None:
    """Look at the cases on each Python that is named, and write what was there."""
    pythons = [
        {**kept_facts(one), "trees": {tree.claim: ask(one.command, tree) for tree in TREES}}
        for one in named_pythons("the signal that stops all processes of a group")
    ]
    keep(FILE, TREES, {"pythons": pythons}, read_trees, _lines)


def ask(command: Sequence[str], tree: Trees) -> dict[str, list[list[list[Row]]]]:
    """Return what was there, by start method: of each act the processes before and after."""
    return {method: watched(command, tree, method) for method in tree.methods}


def watched(command: Sequence[str], tree: Trees, method: str) -> list[list[list[Row]]]:
    """Run the case until everything was there that was to be there before."""
    for _ in range(TRIES):
        with contextlib.suppress(MissedError):
            return _watched(command, tree, method)
    raise SystemExit(f"{tree.claim} {method}: other processes than {tree.acts} were there, {TRIES} times")


def _watched(command: Sequence[str], tree: Trees, method: str) -> list[list[list[Row]]]:
    lines = json.dumps([[line.function, line.text] for line in (tree.before, tree.after)])
    arguments = [str(SCRIPT), str(PROJECT), tree.claim, lines, *([method] if method else [])]
    seen = []
    with running(command, arguments) as program:
        for act in tree.acts:
            with program.stopped() as there:
                names = named(there, act.names)
                before = rows(names, program.root)
            with program.stopped() as left:
                if not left <= names.keys():
                    raise SystemExit(f"{tree.claim} {method}: processes came between the two looks")
                after = rows({one: name for one, name in names.items() if one in left}, program.root)
            seen.append([before, after])
    return seen


class Program:
    """A case that stops at its lines, and all processes that were seen of it."""

    def __init__(self, popen: subprocess.Popen[bytes]) -> None:
        self.popen, self.root = popen, psutil.Process(popen.pid)
        self.known = {self.root}

    @contextlib.contextmanager
    def stopped(self) -> Iterator[set[psutil.Process]]:
        """Give the processes that live when the program has stopped itself, and then let it go on."""
        self._await(stopped=True)
        looks = [self._look()]
        while len(looks) < STILL or looks[-STILL:].count(looks[-1]) < STILL:
            time.sleep(PAUSE)
            looks.append(self._look())
        yield looks[-1]
        for one in looks[-1]:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.resume()

    def await_end(self) -> None:
        """Wait for the end of the program; SystemExit where it does not end well."""
        self._await(stopped=False)
        if code := self.popen.wait():
            raise SystemExit(f"a program ended with {code}")

    def kill(self) -> None:
        """Kill whatever is left of it."""
        for one in self._look():
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        self.popen.wait()

    def _look(self) -> set[psutil.Process]:
        """Return the known processes that live, and those that they have started."""
        ids = {one.pid for one in self.known if lives(one)}
        for one in psutil.process_iter():  # in the order of ids, so mostly parents first
            with contextlib.suppress(psutil.NoSuchProcess):
                if one.ppid() in ids:
                    ids.add(one.pid)
                    self.known.add(one)
        return {one for one in self.known if lives(one)}

    def _await(self, *, stopped: bool) -> None:
        end = time.monotonic() + PATIENCE
        while lives(self.root) and not (stopped and self.root.status() == psutil.STATUS_STOPPED):
            if time.monotonic() > end:
                raise SystemExit("a program did not come to its next line")
            time.sleep(PAUSE / 20)
        if stopped and not lives(self.root):
            raise MissedError


@contextlib.contextmanager
def running(command: Sequence[str], arguments: Sequence[str]) -> Iterator[Program]:
    """Start a Python with these arguments, in a session of its own, and leave nothing behind."""
    with tempfile.TemporaryDirectory() as scratch:
        how = start(
            Request(
                command=command,
                arguments=arguments,
                folder=str(PROJECT),
                scratch=scratch,
                deadline=PATIENCE,
                pace=PACE,
            )
        )
        program = Program(
            subprocess.Popen(
                how.command, env=how.environment, cwd=PROJECT, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip
        try:
            yield program
            program.await_end()
        finally:
            program.kill()


def lives(process: psutil.Process) -> bool:
    """Tell whether a process is there and has not ended."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def named(processes: set[psutil.Process], names: Sequence[str | None]) -> dict[psutil.Process, str | None]:
    """Name Python's helpers by their command lines, and the others in the order of their start."""
    order = sorted(processes, key=lambda one: (one.create_time(), one.pid))
    helpers: dict[psutil.Process, str] = {}
    for one in order:
        if helper := _helper(one, helpers):
            helpers[one] = helper
    others = [one for one in order if one not in helpers]
    if len(others) != len(names):
        raise MissedError
    found = dict(zip(others, names, strict=True)) | helpers
    return {one: found[one] for one in order}


def _helper(process: psutil.Process, helpers: dict[psutil.Process, str]) -> str | None:
    """Return what a process is for Python; a child of the fork server has its command line as well."""
    words = " ".join(process.cmdline())
    if "_tracker import main" in words:  # semaphore_tracker until 3.7
        return TRACKER
    served = helpers.get(process.parent() or process) == SERVER
    return SERVER if "multiprocessing.forkserver import main" in words and not served else None


def rows(names: dict[psutil.Process, str | None], root: psutil.Process) -> list[Row]:
    """Return the named processes with their parents as they are now; siblings of one name are one row."""
    counts: Counter[tuple[str, int | str | None]] = Counter()
    numbers: dict[int, int | None] = {}  # of their rows, by id; None for who only looks on
    for one, name in names.items():
        parent = None if one == root else numbers.get(one.ppid(), SYSTEM)
        if name:
            counts[name, parent] += 1
        numbers[one.pid] = list(counts).index((name, parent)) if name else None
    return [[name, parent, count] for (name, parent), count in counts.items()]


def _lines(recorded: dict[str, Any]) -> str:
    """Return the record as JSON, a tree a line."""
    text = json.dumps(recorded, indent=1)
    return re.sub(r"\[\s+\[\s+\"[^{}]*?\]\s+\](?=[,\s])", lambda tree: " ".join(tree[0].split()), text)


if __name__ == "__main__":
    main()
