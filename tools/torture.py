"""The torture chamber: cases that do what no case should, and what has to come of each.

    nox -s torture               every one of them, two at a time, twenty times over, as a table
    nox -s torture -- --times 1

In the table: the observation, the seconds of the slowest time, and whether that was within the
deadline and two seconds; at the end what was left (processes, temporary folders, shared memory)
and how much memory the harness took at most.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import psutil

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from canifork.execution import process_tree  # noqa: E402
from made_up import project  # noqa: E402

SLACK = 2.0  # seconds behind its deadline within which a trial has its observation
MOST_MEMORY = 300  # MB that all processes of the harness may take together
NOTES = "TORTURE_NOTES"  # the file in which cases note what they make in /dev/shm
SHM = Path("/dev/shm")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Torture:
    """What a case does, and what has to be observed; `deadline` in seconds.

    `slow`: the tests, which have to be quick, leave it out.
    """

    does: str
    kind: str
    told: str = ""
    deadline: float = 30
    slow: bool = False


ANSWERS = "\nreturn {'done': True}"
HANGS = "\ntime.sleep(600)"
SHARED = """
import multiprocessing
from multiprocessing import shared_memory
multiprocessing.set_start_method("spawn")
kept = multiprocessing.Semaphore(), shared_memory.SharedMemory(create=True, size=4096)
with open(os.environ["TORTURE_NOTES"], "a") as notes:
    notes.write("sem.%s\\n%s\\n" % (kept[0]._semlock.name.lstrip("/"), kept[1].name))
"""

TORTURES = {
    # It does not end.
    "hangs_in_c": Torture(does="import ctypes; ctypes.PyDLL(None).sleep(600)", kind="hung", deadline=2),
    "hangs_in_python": Torture(does="while True: pass", kind="hung", deadline=2),
    "hangs_at_exit": Torture(
        does="import atexit; atexit.register(time.sleep, 600)" + ANSWERS,
        kind="hung",
        told="after it had answered",
        slow=True,
        deadline=2,
    ),
    "stops": Torture(does="os.kill(os.getpid(), signal.SIGSTOP)", kind="hung", slow=True, deadline=2),
    # It ends badly.
    "aborts": Torture(does="os.abort()", kind="died", told="SIGABRT"),
    "segfaults": Torture(does="import ctypes; ctypes.string_at(0)", kind="died", told="SIGSEGV"),
    "overflows_the_stack": Torture(
        does="import faulthandler; faulthandler._stack_overflow()", kind="died", told="SIGSEGV"
    ),
    "exhausts_its_memory": Torture(
        does="""
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
        kept = []
        while True:
            kept.append(bytearray(1 << 24))
        """,
        kind="raised",
        told="MemoryError",
    ),
    "leaves_without_an_answer": Torture(does="os._exit(0)", kind="garbled", told="without an answer"),
    "closes_its_descriptors": Torture(
        does="os.closerange(0, 1024)" + ANSWERS, kind="died", told="exit status"
    ),
    "closes_its_descriptors_and_hangs": Torture(
        does="os.closerange(0, 1024)" + HANGS, kind="hung", slow=True, deadline=2
    ),
    # It answers badly.
    "answers_twice": Torture(
        does="""
        try:
            show(lambda: {"done": True})
        except SystemExit:
            return {"done": True}
        """,
        kind="garbled",
        told="2 answers",
    ),
    "answers_for_another": Torture(
        does="import cases._show as s; s.identity = 'cp399-x-y'.lower; s.show(lambda: {'done': True})",
        kind="mistaken",
        told="cp399",
    ),
    "answers_100_mb": Torture(does="return {'done': 'x' * 10**8}", kind="garbled", slow=True),
    "answers_in_no_encoding": Torture(
        does='os.write(1, b\'{"canifork": 1, "case": "\\xff\\xfe"}\\n\'); os._exit(0)',
        kind="garbled",
        told="cannot be read",
    ),
    "answers_nan": Torture(does="return {'done': float('nan')}", kind="garbled", told="NaN"),
    "answers_10000_deep": Torture(
        does="""
        deep = '[' * 10000 + ']' * 10000
        os.write(1, ('{"canifork": 1, "answer": %s}\\n' % deep).encode())
        os._exit(0)
        """,
        kind="garbled",
        told="cannot be read",
    ),
    "answers_html": Torture(does="return {'done': '<script>alert(1)</script>'}", kind="answered"),
    "answers_escapes": Torture(does="return {'done': '\\x1b]0;title\\x07\\x1b[31m'}", kind="answered"),
    "writes_1_gb": Torture(
        does="for _ in range(1024): os.write(1, b'x' * (1 << 20))\nprint()" + ANSWERS,
        kind="answered",
        slow=True,
    ),
    # It turns on those around it.
    "kills_its_parent": Torture(
        does="os.kill(os.getppid(), signal.SIGKILL)" + HANGS,
        kind="garbled",
        told="the worker was killed during the trial",
    ),
    "kills_its_parents": Torture(
        does="""
        worker = os.getppid()
        above = int(open("/proc/%d/stat" % worker).read().rpartition(")")[2].split()[1])
        os.kill(above, signal.SIGKILL)
        os.kill(worker, signal.SIGKILL)
        time.sleep(600)
        """,
        kind="garbled",
        told="the worker was killed during the trial",
    ),
    "stops_its_parent": Torture(
        does="os.kill(os.getppid(), signal.SIGSTOP)" + HANGS, kind="hung", deadline=2
    ),
    "kills_its_group": Torture(does="os.killpg(0, signal.SIGKILL)", kind="died", told="SIGKILL"),
    "kills_its_session": Torture(
        does="""
        subprocess.Popen(["sleep", "600"], preexec_fn=os.setpgrp)
        own = os.getsid(0)
        for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit())[::-1]:
            if os.getsid(pid) == own:
                os.kill(pid, signal.SIGKILL)
        """,
        kind="died",
        told="SIGKILL",
    ),
    "leaves_ten_orphans": Torture(
        does="""
        for _ in range(10):
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    os.execve("/bin/sleep", ["sleep", "600"], {})
                os._exit(0)
            os.wait()
        return {"done": True}
        """,
        kind="answered",
    ),
    "deletes_its_folder": Torture(
        does="import shutil; shutil.rmtree(os.path.dirname(os.path.dirname(os.path.dirname(__file__)))); "
        "shutil.rmtree(os.environ['TMPDIR'])" + ANSWERS,
        kind="answered",
    ),
    "changes_its_neighbours": Torture(
        does="open(os.path.join(os.path.dirname(__file__), 'neighbour_1.py'), 'w').write('raise ValueError')"
        + ANSWERS,
        kind="answered",
    ),
    "forks_without_end": Torture(  # up to 2 ** 8 processes
        does="""
        for _ in range(8):
            os.fork()
        time.sleep(600)
        """,
        kind="hung",
        deadline=4,
    ),
    "forks_and_leaves": Torture(  # up to 5000 of them, each gone before it is noticed
        does="""
        if os.fork():
            return {"done": True}
        for _ in range(5000):
            if os.fork():
                os._exit(0)
        os._exit(0)
        """,
        kind="answered",
    ),
    "dies_with_shared_memory": Torture(
        does=SHARED + "os.kill(os.getpid(), signal.SIGKILL)", kind="died", told="SIGKILL"
    ),
    "hangs_with_shared_memory": Torture(does=SHARED + HANGS, kind="hung", slow=True, deadline=4),
}
NEIGHBOUR = """
import tempfile
with tempfile.TemporaryFile() as file:
    file.write(b"x" * 100)
return {"done": os.path.exists("cases/made/__init__.py") and "TORTURE_NOTES" in os.environ}
"""
NEIGHBOURS = 8


@dataclasses.dataclass(frozen=True, kw_only=True)
class Passed:
    """What came of one pass: records and seconds by case, what was left, MB at most, the exit code."""

    records: dict[str, dict[str, Any]]
    seconds: dict[str, float]
    left: list[str]
    memory: float
    code: int
    told: str


def torture(folder: Path, names: Collection[str]) -> Passed:
    """Run these cases in the new `folder`, two at a time, with neighbours between them."""
    process_tree.adopt_orphans()  # what escapes the harness comes to us, and is seen
    bodies = {f"neighbour_{number}": NEIGHBOUR for number in range(NEIGHBOURS)}
    bodies |= {name: TORTURES[name].does for name in names}
    keys = {name: f"DEADLINE = {TORTURES[name].deadline}" for name in names}
    root = project(folder / "root", {name: _indented(bodies[name]) for name in _mixed(bodies)}, keys)
    before = {path: path.read_bytes() for path in (root / "cases").rglob("*.py")}
    (folder / "tmp").mkdir()
    (folder / "notes").touch()
    try:
        code, told, memory = _run(root, folder)
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


def wrong(passed: Passed, names: Collection[str]) -> list[str]:
    """Say of what was not observed as it has to be."""
    found = []
    for name in names:
        seen = passed.records[name]["observation"]
        if seen["kind"] != TORTURES[name].kind or TORTURES[name].told not in (seen["reason"] or ""):
            found.append(f"{name}: {seen['kind']} {seen['reason']}, not {TORTURES[name].kind}")
    for number in range(NEIGHBOURS):
        record = passed.records[f"neighbour_{number}"]
        if record["expectation"] != "met":
            found.append(f"neighbour_{number} was harmed: {record['observation']}")
    return found


def _indented(body: str) -> str:
    return textwrap.indent(textwrap.dedent(body).strip(), "    ").lstrip()


def _mixed(bodies: Collection[str]) -> list[str]:
    """Put a neighbour before every few of the others."""
    calm = [name for name in bodies if name.startswith("neighbour")]
    wild = [name for name in bodies if name not in calm]
    step = -(-len(wild) // len(calm))
    return [one for at, name in enumerate(calm) for one in (name, *wild[at * step : (at + 1) * step])]


def _run(root: Path, folder: Path) -> tuple[int, str, float]:
    """Run the harness; return its exit code, what it told, and the MB that it took at most."""
    words = [sys.executable, "-m", "canifork", "run", "--root", root, "--python", sys.executable, "-v"]
    words += ["--at-once", "2", "--folder", root / "report", "--junitxml", root / "trials.xml"]
    words += ["-p", "no:cacheprovider"]
    environment = os.environ | {"TMPDIR": str(folder / "tmp"), NOTES: str(folder / "notes")}
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
    parser.add_argument("names", nargs="*", help="only these")
    options = parser.parse_args()
    names, faults, passes = options.names or list(TORTURES), [], []
    for turn in range(1, options.times + 1):
        with tempfile.TemporaryDirectory(prefix="t") as folder:
            passes.append(one := torture(Path(folder), names))
        found = wrong(one, names) + one.left
        faults += [f"time {turn}: {fault}" for fault in found]
        print(f"time {turn}: {len(found)} wrong or left, {one.memory:.0f} MB", flush=True)
    faults += _table(names, passes)
    most = max(one.memory for one in passes)
    if most > MOST_MEMORY:
        faults.append(f"the harness took {most:.0f} MB")
    print(f"\n{len(passes)} times {len(names)} cases and {NEIGHBOURS} neighbours, two at a time")
    print(f"the harness took {most:.0f} MB at most")
    print("\n".join(faults) or "nothing was left, nothing was wrong")
    sys.exit(1 if faults else 0)


def _table(names: Collection[str], passes: Collection[Passed]) -> list[str]:
    """Print what was observed of each case; return what took too long."""
    print(f"\n{'case':34} {'deadline':>8} {'slowest':>8}  observation")
    late = []
    for name in names:
        slowest = max(one.seconds.get(name, 0.0) for one in passes)
        if slowest > TORTURES[name].deadline + SLACK:
            late.append(f"{name}: took {slowest:.1f} s")
        seen = [one.records[name]["observation"] for one in passes]
        for told, times in Counter(f"{one['kind']} {one['reason'] or ''}" for one in seen).items():
            took = f"{slowest:.2f}" if slowest else "-"  # nobody knows where the worker was killed
            print(f"{name:34} {TORTURES[name].deadline:8} {took:>8}  {times} x {told}")
    return late


if __name__ == "__main__":
    main()
