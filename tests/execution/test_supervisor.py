"""One trial: one process tree, one deadline, bounded output, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from canifork.errors import OutputError
from canifork.execution import process_tree
from canifork.execution.supervisor import Runner, make_scratch
from canifork.execution.worker import KEPT
from canifork.model import Exit
from made_up import PROJECT, until

PATIENCE = 60.0
SOCKET_PATH = 103  # bytes that macOS has for the path of a Unix socket: sys/un.h, less the zero at its end
MACOS_TMPDIR = len("/var/folders/xx/012345678901234567890123456789/T")
Python = Callable[..., Exit]


@pytest.fixture
def python(runner: Runner, tmp_path: Path) -> Python:
    return lambda code, deadline=PATIENCE: runner.run([sys.executable, "-c", code], tmp_path, deadline)


def test_status_and_both_outputs_come_back(python: Python) -> None:
    ended = python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (ended.status, ended.out.strip(), ended.err.strip()) == (3, b"out", b"err")
    assert ended.seconds < PATIENCE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that ends a process")
def test_a_signal_is_a_negative_status(python: Python) -> None:
    assert python("import os, signal; os.kill(os.getpid(), signal.SIGTERM)").status == -15


def test_the_deadline_ends_what_hangs_and_says_so(python: Python) -> None:
    ended = python("print('begun', flush=True); import time; time.sleep(600)", 1.5)
    assert ended.status is None
    assert ended.out.strip() == b"begun"
    assert 1.4 < ended.seconds < 30


def test_only_the_end_of_a_flood_is_kept(python: Python) -> None:
    flood = 5 * KEPT
    ended = python(f"import sys; sys.stdout.write('x' * {flood} + 'end')")
    assert ended.written == flood + 3
    assert len(ended.out) == KEPT
    assert ended.out.endswith(b"xend")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has named pipes instead")
def test_the_socket_of_a_fork_server_has_room_in_a_trials_temporary_folder_on_macos(tmp_path: Path) -> None:
    """There TMPDIR is long; pytest-xdist's eleventh worker, gw10, adds two digits to it."""
    scratch = make_scratch()
    with contextlib.closing(Runner(folder=scratch / "10")) as runner:
        code = "import tempfile; print(tempfile.gettempdir())"
        folder = runner.run([sys.executable, "-c", code], tmp_path, PATIENCE).out.decode().strip()
    shutil.rmtree(scratch, ignore_errors=True)
    below = len(folder) - len(tempfile.gettempdir())
    assert 0 < below <= SOCKET_PATH - MACOS_TMPDIR - len("/pymp-01234567/listener-01234567")


def test_our_python_variables_do_not_reach_a_trial(python: Python, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    code = "import os; print(sorted(k for k in os.environ if k.startswith('PYTHON')))"
    assert python(code).out.strip() == b"[]"


def test_standard_input_is_empty(python: Python) -> None:
    assert python("import sys; print(repr(sys.stdin.read()))").out.strip() == b"''"


def test_its_temporary_folder_goes_with_it(python: Python) -> None:
    ended = python("import tempfile; print(tempfile.mkdtemp())")
    left = Path(ended.out.decode().strip())
    assert not left.exists()
    assert not left.parent.exists()


def test_a_program_that_does_not_exist_is_an_os_error(runner: Runner, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No such file|File not found|cannot find the file"):
        runner.run([str(tmp_path / "nothing")], tmp_path, PATIENCE)


FINDS_US = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT), *sys.path])}
WAITING = """
import sys
from pathlib import Path
from canifork.execution.supervisor import Runner
try:
    Runner().run([sys.executable, "-c", {code!r}], Path("."), 600.0)
except KeyboardInterrupt:
    sys.exit(130)
"""
SHARES = """
import multiprocessing, os
from multiprocessing import resource_tracker, shared_memory
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    kept = multiprocessing.Semaphore(), shared_memory.SharedMemory(create=True, size=4096)
    print("sem." + kept[0]._semlock.name[1:], kept[1].name, flush=True)
    tracker = "/proc/%d/cmdline" % resource_tracker._resource_tracker._pid
    while b"_tracker" not in open(tracker, "rb").read():
        pass  # it has not begun yet
    {end}
"""
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
def test_no_orphan_is_left(orphan: str, python: Python) -> None:
    mark = f"{os.getpid()}.{time.monotonic_ns()}"
    code = (
        "import os, subprocess, sys, time; "
        f"sleep = [sys.executable, '-c', 'import time; time.sleep(600)', '{mark}']; {orphan}"
    )
    ended = python(code)
    assert ended.status == 0, ended.err
    assert not [one for one in psutil.process_iter() if _names(one, mark)]


def test_an_orphan_that_holds_the_pipe_does_not_hold_us(python: Python) -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    began = time.monotonic()
    assert python(code).status == 0
    assert time.monotonic() - began < PATIENCE / 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to consoles, not to a process")
def test_a_wait_that_is_broken_off_ends_the_tree(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a trial."""
    code = "import os, time; open('begun', 'w').close(); time.sleep(600)"
    waiting = subprocess.Popen([sys.executable, "-c", WAITING.format(code=code)], cwd=tmp_path, env=FINDS_US)
    until((tmp_path / "begun").exists)
    below = psutil.Process(waiting.pid).children(recursive=True)
    assert len(below) >= 2  # a worker and the trial; on Linux another between
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(PATIENCE) == 130
    assert not [one for one in below if one.is_running()]


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
def test_a_runner_that_is_stopped_is_woken(python: Python) -> None:
    code = "import os, signal, time; os.kill(os.getppid(), signal.SIGSTOP); time.sleep(600)"
    ended = python(code, 1.5)
    assert (ended.status, ended.lost) == (None, False)
    assert python("print('whole')").out.strip() == b"whole"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt its orphans")
def test_a_trial_that_kills_its_parent_kills_only_the_runner(python: Python) -> None:
    code = (
        "import os, signal, subprocess; subprocess.Popen(['sleep', '600'], start_new_session=True, env={}); "
        "os.kill(os.getppid(), signal.SIGKILL); import time; time.sleep(600)"
    )
    others = process_tree.own_children()
    assert python(code).lost
    assert process_tree.own_children() < others
    assert python("print('whole')").out.strip() == b"whole"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt its orphans")
@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "import time; time.sleep(600)"])
def test_what_a_killed_program_shared_is_unlinked(end: str, tmp_path: Path, runner: Runner) -> None:
    program = tmp_path / "program.py"
    program.write_text(SHARES.format(end=end), encoding="utf-8")
    ended = runner.run([sys.executable, str(program)], tmp_path, 3.0)
    names = ended.out.decode().split()
    assert len(names) == 2
    assert not [name for name in names if Path("/dev/shm", name).exists()]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process adopt its orphans")
@pytest.mark.parametrize(("pace", "tidied"), [(1.0, False), (4.0, True)])
def test_a_tracker_has_the_time_that_a_slow_python_needs(
    pace: float,
    tidied: bool,  # noqa: FBT001
    tmp_path: Path,
    runner: Runner,
) -> None:
    tracker = "'_tracker import main'; import time; time.sleep(3); open('tidied', 'w').close()"
    leaves = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {tracker!r}])"
    runner.run([sys.executable, "-c", leaves], tmp_path, PATIENCE, pace=pace)
    assert (tmp_path / "tidied").exists() is tidied


def test_a_temporary_folder_without_room_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"below: [\w ]+; free some space, or set TMPDIR"):
        Runner(folder=tmp_path / "file" / "below")


def _names(process: psutil.Process, mark: str) -> bool:
    try:
        return mark in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
