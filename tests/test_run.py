"""One trial: one process tree, one deadline, bounded output, nothing left behind."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from harness.model import Exit
from harness.run import Runner
from harness.runner import KEPT

PATIENCE = 60.0
Python = Callable[..., Exit]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """One for all tests: each has to leave it fit for the next."""
    runner = Runner()
    yield runner
    runner.close()
    assert not runner.folder.exists()


@pytest.fixture
def python(runner: Runner, tmp_path: Path) -> Python:
    return lambda code, deadline=PATIENCE: runner.run([sys.executable, "-c", code], tmp_path, deadline)


def test_status_and_both_outputs_come_back(tmp_path: Path) -> None:
    ended = python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (ended.status, ended.out.strip(), ended.err.strip()) == (3, b"out", b"err")
    assert ended.seconds < PATIENCE


def test_a_signal_is_a_negative_status(tmp_path: Path) -> None:
    assert python("import os, signal; os.kill(os.getpid(), signal.SIGTERM)").status == -15


def test_the_deadline_ends_what_hangs_and_says_so(tmp_path: Path) -> None:
    ended = python("print('begun', flush=True); import time; time.sleep(600)", 1.5)
    assert ended.status is None
    assert ended.out.strip() == b"begun"
    assert 1.4 < ended.seconds < 30


def test_only_the_end_of_a_flood_is_kept(tmp_path: Path) -> None:
    flood = 5 * KEPT
    ended = python(f"import sys; sys.stdout.write('x' * {flood} + 'end')")
    assert ended.written == flood + 3
    assert len(ended.out) == KEPT
    assert ended.out.endswith(b"xend")


def test_our_python_variables_do_not_reach_a_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    code = "import os; print(sorted(k for k in os.environ if k.startswith('PYTHON')))"
    assert python(code).out.strip() == b"[]"


def test_standard_input_is_empty(tmp_path: Path) -> None:
    assert python("import sys; print(repr(sys.stdin.read()))").out.strip() == b"''"


def test_its_temporary_folder_goes_with_it(tmp_path: Path) -> None:
    ended = python("import tempfile; print(tempfile.mkdtemp())")
    left = Path(ended.out.decode().strip())
    assert not left.exists()
    assert not left.parent.exists()


def test_a_program_that_does_not_exist_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        run_command([str(tmp_path / "nothing")], tmp_path, PATIENCE)


ORPHANS = {
    "in its group": "subprocess.Popen(sleep)",
    "in a session of its own": "subprocess.Popen(sleep, start_new_session=True)",
    "without its environment": "subprocess.Popen(sleep, start_new_session=True, env={})",
    "that ignores SIGTERM": (
        "import signal; subprocess.Popen(sleep, preexec_fn=lambda: signal.signal(15, signal.SIG_IGN))"
    ),
    "forked twice": (
        "[os.setsid() or subprocess.Popen(sleep, start_new_session=True) and time.sleep(.2) or os._exit(0)"
        " for _ in [0] if os.fork() == 0]; time.sleep(.5)"
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt its orphans")
@pytest.mark.parametrize("orphan", ORPHANS.values(), ids=ORPHANS.keys())
def test_no_orphan_is_left(orphan: str, tmp_path: Path) -> None:
    mark = f"{os.getpid()}.{time.monotonic_ns()}"
    code = (
        "import os, subprocess, sys, time; "
        f"sleep = [sys.executable, '-c', 'import time; time.sleep(600)', '{mark}']; {orphan}"
    )
    ended = python(code)
    assert ended.status == 0, ended.err
    assert not [one for one in psutil.process_iter() if _names(one, mark)]


def test_an_orphan_that_holds_the_pipe_does_not_hold_us(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    began = time.monotonic()
    assert python(code).status == 0
    assert time.monotonic() - began < PATIENCE / 2


def test_runs_beside_each_other_end_only_their_own(tmp_path: Path) -> None:
    """Interpreters are probed at once, from threads of one process."""
    from concurrent.futures import ThreadPoolExecutor

    codes = ["import time; time.sleep(1); print('whole')", *["print('whole')"] * 6]
    with ThreadPoolExecutor(7) as pool:
        ended = list(
            pool.map(lambda code: run_command([sys.executable, "-c", code], tmp_path, PATIENCE), codes)
        )
    assert [one.out.strip() for one in ended] == [b"whole"] * 7


def test_a_wait_that_is_broken_off_ends_the_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of a trial."""
    begun = []

    def interrupted(process: object, _deadline: float) -> int | None:
        begun.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        python("import time; time.sleep(600)")
    assert begun[0].poll() is not None  # type: ignore[attr-defined]


def _names(process: psutil.Process, mark: str) -> bool:
    try:
        return mark in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
