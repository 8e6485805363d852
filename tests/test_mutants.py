"""A case whose mechanism is broken does not see what it expects: what it watches is what decides."""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path

import pytest
from made_up import PROJECT

from harness import flow
from harness.model import Expectation, Kind, Plan, Record, Trial
from harness.run import Runner

pytestmark = pytest.mark.slow

MUTANTS: list[tuple[str, str | None, str, str]] = [
    # the thread lets go of the lock before the fork
    (
        "fork.held_lock", None,
        "held.set()\n        let_go.wait()", "pass\n    held.set()\n    let_go.wait()",
    ),
    # the program has its guard after all
    ("process.main_guard", "spawn", '"if True:"', "\"if __name__ == '__main__':\""),
    # join does not wait
    ("process.join_waits", "spawn", "process.join()", "process.join(0)"),
    # the pool is handed a number
    ("pool.default_size", "spawn", "Pool()", "Pool(os.cpu_count() + 1)"),
    # Python is asked for text
    ("subprocess.output_is_bytes", None, "print('hello')\"]", "print('hello')\"], encoding='ascii'"),
    # the update is one step
    (
        "ipc.unlocked_value", "spawn",
        "        number.value += 1", "        with number.get_lock():\n            number.value += 1",
    ),
    # the function can be found by its name
    ("pickle.lambda_target", "spawn", "lambda: None", "print"),
    # the reader is a process
    ("threads.share_memory", None, "threading.Thread(", "__import__('multiprocessing').Process("),
    # a lock is held between read and write
    (
        "locks.call_between_read_and_write", None, "    for _ in range(times):\n",
        """\
    import threading
    lock = add.__dict__.setdefault("lock", threading.Lock())
    for _ in range(times):
      with lock:
""",
    ),
    # both threads take the locks in one order
    ("locks.opposite_order", None, "[(a, b), (b, a)]", "[(a, b), (a, b)]"),
    # the object is an ordinary one
    ("thread_local.isolated", None, "mixes_up(threading.local())", "mixes_up(Ordinary())"),
    # the children ask the system (prctl's PR_SET_PDEATHSIG) to be killed with their parent
    (
        "compare.main_crash_kills_children", "spawn",
        "import multiprocessing, sys\n",
        """import ctypes, multiprocessing, sys
free = stay
def stay(name, port):
    if name != "main": ctypes.CDLL(None).prctl(1, 9)
    free(name, port)
""",
    ),
    # one waits after the other
    ("workload.threads_overlap_waiting", None, "thread.start()", "thread.start(), thread.join()"),
    # each task finds a thread of its own
    (
        "async.one_thread", None,
        "await asyncio.sleep(0.01)\n    seen.append((os.getpid(), threading.get_ident()))",
        "await asyncio.to_thread(lambda: seen.append((os.getpid(), threading.get_ident())))",
    ),
    # the key is the right one
    ("managers.wrong_authkey", None, 'b"xyz"', 'b"abc"'),
]  # fmt: skip
NO_RACES = [  # in cases/_rounds.py: what is there, what instead, why it then proves nothing
    ("    _meet(board, me, other)", "    time.sleep(0.05 * me)", "too few rounds"),
    ("read = number.value\n            pair.wait()", "read = number.value", "has to lose"),
    ("with lock:\n                lap(", "if True:\n                lap(", "must not lose"),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the plan for the Python that runs the tests, with the project's own cases."""
    return flow.survey(PROJECT, [sys.executable])


def run_mutant(trial: Trial, plan: Plan, root: Path, file: str, change: tuple[str, str]) -> Record:
    """Run a trial on a copy of the cases in which one file is changed."""
    shutil.copytree(PROJECT / "cases", root / "cases", ignore=shutil.ignore_patterns("__pycache__"))
    text = (root / file).read_text(encoding="utf-8")
    assert change[0] in text
    (root / file).write_text(text.replace(*change), encoding="utf-8")
    with contextlib.closing(Runner()) as runner:
        return flow.attempt(trial, plan, root, runner)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[one[0] for one in MUTANTS])
def test_a_broken_mechanism_breaks_the_expectation(
    mutant: tuple[str, str | None, str, str], plan: Plan, tmp_path: Path
) -> None:
    case, method, old, new = mutant
    (interpreter,) = plan.interpreters
    trial = Trial(case=case, interpreter=interpreter, start_method=method)
    if trial not in plan.trials or (case.startswith("compare.") and sys.platform != "linux"):
        pytest.skip(f"{case} has no meaning here")
    record = run_mutant(trial, plan, tmp_path, plan.cases[case].file, (old, new))
    assert record.observation.kind is Kind.ANSWERED, record.observation  # it saw, and did not just crash
    # A race that a busy machine leaves too few rounds is undecided, which is no support either.
    assert record.judgement.expectation is not Expectation.MET, record.observation


@pytest.mark.parametrize(("old", "new", "why"), NO_RACES)
def test_a_race_without_its_barrier_or_control_is_undecided(
    old: str, new: str, why: str, plan: Plan, tmp_path: Path
) -> None:
    (interpreter,) = plan.interpreters
    trial = Trial(case="locks.call_between_read_and_write", interpreter=interpreter, start_method=None)
    record = run_mutant(trial, plan, tmp_path, "cases/_rounds.py", (old, new))
    assert record.judgement.expectation is Expectation.UNDECIDED, record.observation
    assert why in (record.observation.answer or {})["undecided"]
