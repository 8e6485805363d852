"""The torture chamber: cases that do what no case should, and what has to come of each.

    nox -s torture               every one of them, two at a time, twenty times over, as a table
    nox -s torture -- --times 1
    nox -s torture -- --times 1 --python "ssh box"

In the table: the observation, the seconds of the slowest time, and whether that was within the
deadline and two seconds; at the end what was left here (processes, temporary folders, shared memory)
and how much memory the harness took at most.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shlex
import subprocess
import sys
import tempfile
import textwrap
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import psutil

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from canifork.execution import process_tree  # noqa: E402
from canifork.interpreters.launchers import launcher_of  # noqa: E402
from made_up import project  # noqa: E402
from tortures import APART, NEIGHBOUR, NEIGHBOURS, NOTES, SEES, VARIABLE, Torture, through  # noqa: E402

SLACK = 2.0  # seconds behind its deadline within which a trial has its observation
MOST_MEMORY = 300  # MB that all processes of the harness may take together
SHM = Path("/dev/shm")
PYTHON = shlex.quote(sys.executable)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passed:
    """What came of one pass: records and seconds by case, what was left, MB at most, the exit code."""

    records: dict[str, dict[str, Any]]
    seconds: dict[str, float]
    left: list[str]
    memory: float
    code: int
    told: str


def torture(folder: Path, tortures: Mapping[str, Torture], python: str = PYTHON) -> Passed:
    """Run these cases in the new `folder`, two at a time, with neighbours between them."""
    process_tree.adopt_orphans()  # what escapes the harness comes to us, and is seen
    root = _project(folder, tortures, word_of(python))
    before = {path: path.read_bytes() for path in (root / "cases").rglob("*.py")}
    (folder / "tmp").mkdir()
    (folder / "notes").touch()
    try:
        code, told, memory = _run(root, folder, python)
        left = _left(folder) + [str(path) for path, text in before.items() if path.read_bytes() != text]
    finally:
        process_tree.end_tree("")
        process_tree.adopt_orphans(wanted=False)
    records = json.loads((root / "report" / "results.json").read_text(encoding="utf-8"))["records"]
    return Passed(
        records={record["case"].partition(".")[2]: record for record in records},
        seconds=_seconds(root / "trials.xml"),
        left=left,
        memory=memory,
        code=code,
        told=told,
    )


def word_of(python: str) -> str:
    """Return the word of the launcher that a command belongs to, '' for a Python of this system."""
    return launcher_of(shlex.split(python)).word


def wrong(passed: Passed, tortures: Mapping[str, Torture]) -> list[str]:
    """Say of what was not observed as it has to be."""
    found = []
    for name, torture in tortures.items():
        seen = passed.records[name]["observation"]
        if seen["kind"] != torture.kind or torture.told not in (seen["reason"] or ""):
            found.append(f"{name}: {seen['kind']} {seen['reason']}, not {torture.kind} {torture.told}")
    for number in range(NEIGHBOURS):
        record = passed.records[f"neighbour_{number}"]
        if record["expectation"] != "met":
            found.append(f"neighbour_{number} was harmed: {record['observation']}")
    return found


def _project(folder: Path, tortures: Mapping[str, Torture], word: str) -> Path:
    """Write the cases, with neighbours between them; return the root of the project."""
    bodies = {f"neighbour_{number}": NEIGHBOUR for number in range(NEIGHBOURS)}
    bodies |= {name: one.does for name, one in tortures.items()}
    notes = os.devnull if word == "container" else str(folder / "notes")
    sees = "True" if word in APART else f"{VARIABLE!r} in os.environ"
    texts = {name: body.replace(NOTES, notes).replace(SEES, sees) for name, body in bodies.items()}
    keys = {name: f"DEADLINE = {one.deadline}" for name, one in tortures.items()}
    return project(folder / "root", {name: _indented(texts[name]) for name in _mixed(texts)}, keys)


def _indented(body: str) -> str:
    return textwrap.indent(textwrap.dedent(body).strip(), "    ").lstrip()


def _mixed(bodies: Collection[str]) -> list[str]:
    """Put a neighbour before every few of the others."""
    calm = [name for name in bodies if name.startswith("neighbour")]
    wild = [name for name in bodies if name not in calm]
    step = -(-len(wild) // len(calm))
    return [one for at, name in enumerate(calm) for one in (name, *wild[at * step : (at + 1) * step])]


def _run(root: Path, folder: Path, python: str) -> tuple[int, str, float]:
    """Run the harness; return its exit code, what it told, and the MB that it took at most."""
    words = [sys.executable, "-m", "canifork", "run", "--root", root, "--python", python, "-v"]
    words += ["--at-once", "2", "--folder", root / "report", "--junitxml", root / "trials.xml"]
    words += ["-p", "no:cacheprovider"]
    environment = os.environ | {"TMPDIR": str(folder / "tmp"), VARIABLE: "1"}
    most = 0.0
    with (folder / "told").open("w+") as told:
        process = subprocess.Popen(
            list(map(str, words)), cwd=TESTS.parent, env=environment, stdout=told, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            most = max(most, _memory(process.pid))
            time.sleep(0.05)
        told.seek(0)
        return process.returncode, told.read(), most


def _memory(controller: int) -> float:
    """Return the MB that controller, workers and runners take now; trials are not ours."""
    total = 0
    try:
        for one in (process := psutil.Process(controller), *process.children(recursive=True)):
            if process_tree.MARK not in one.environ():
                total += one.memory_info().rss
    except psutil.Error:
        return 0.0
    return total / 1e6


def _left(folder: Path) -> list[str]:
    """Name the processes, temporary folders and shared memory that are still there."""
    processes = [
        f"{one} {one.cmdline()}"
        for one in psutil.Process().children()
        if one.status() != psutil.STATUS_ZOMBIE
    ]
    folders = [str(path) for path in (folder / "tmp").iterdir()]
    noted = (folder / "notes").read_text(encoding="utf-8").split()
    return processes + folders + [name for name in noted if (SHM / name).exists()]


def _seconds(junit: Path) -> dict[str, float]:
    """Read how long each trial took as its worker saw it, with all that belongs to it."""
    cases = ET.parse(junit).getroot().iter("testcase")
    return {
        one.get("name", "").partition("[")[0].partition(".")[2]: float(one.get("time", "0")) for one in cases
    }


def main() -> None:
    """Run all tortures several times; print the table; exit with 1 if anything was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--python", default=PYTHON, help="by this command, as `canifork run` takes it")
    parser.add_argument("names", nargs="*", help="only these")
    options = parser.parse_args()
    known, faults, passes = through(word_of(options.python)), [], []
    tortures = {name: known[name] for name in options.names or known}
    for turn in range(1, options.times + 1):
        with tempfile.TemporaryDirectory(prefix="t") as folder:
            passes.append(one := torture(Path(folder), tortures, options.python))
        found = wrong(one, tortures) + one.left
        faults += [f"time {turn}: {fault}" for fault in found]
        print(f"time {turn}: {len(found)} wrong or left, {one.memory:.0f} MB", flush=True)
    late, most = _table(tortures, passes), max(one.memory for one in passes)
    here = options.python == PYTHON  # else deadlines are longer, and an engine's processes are seen as ours
    faults += late if here else []
    if most > MOST_MEMORY and here:
        faults.append(f"the harness took {most:.0f} MB")
    print(f"\n{len(passes)} times {len(tortures)} cases and {NEIGHBOURS} neighbours, two at a time")
    print(f"the harness took {most:.0f} MB at most")
    print("\n".join(faults) or "nothing was left, nothing was wrong")
    sys.exit(1 if faults else 0)


def _table(tortures: Mapping[str, Torture], passes: Collection[Passed]) -> list[str]:
    """Print what was observed of each case; return what took too long."""
    print(f"\n{'case':34} {'deadline':>8} {'slowest':>8}  observation")
    late = []
    for name, torture in tortures.items():
        slowest = max(one.seconds.get(name, 0.0) for one in passes)
        if slowest > torture.deadline + SLACK:
            late.append(f"{name}: took {slowest:.1f} s")
        seen = [one.records[name]["observation"] for one in passes]
        for told, times in Counter(f"{one['kind']} {one['reason'] or ''}" for one in seen).items():
            took = f"{slowest:.2f}" if slowest else "-"  # nobody knows where the worker was killed
            print(f"{name:34} {torture.deadline:8} {took:>8}  {times} x {told}")
    return late


if __name__ == "__main__":
    main()
