"""What runs in a container or on another machine is ended at the deadline, and leaves nothing there."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import other_side
from builders import make_facts
from canifork import pipeline
from canifork.errors import InterpreterError
from canifork.execution.start import Request
from canifork.execution.supervisor import Runner
from canifork.interpreters.discovery import discover
from canifork.interpreters.launchers import check, container, qemu, ssh, start
from canifork.interpreters.probed import checked
from canifork.model import Observation, Unused
from made_up import project, until
from other_side import CLIENT

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="the fakes are scripts, and ssh leads to a POSIX system"
)


def executable(path: Path, text: str) -> None:
    """Write a script that can be started."""
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return the folder of the other side, which has a file in it for each container that runs."""
    (tmp_path / "s" / "there").mkdir(parents=True)
    return tmp_path / "s"


@pytest.fixture
def elsewhere(tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a podman and an ssh that lead to the other side on PATH; return the temporary folder there."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("podman", "ssh"):
        executable(tools / name, CLIENT.format(python=sys.executable, state=str(state), kind=name))
    executable(tools / "docker", "#!/bin/sh\necho Cannot connect to the Docker daemon >&2; exit 1\n")
    server = subprocess.Popen([sys.executable, other_side.__file__, str(state)], start_new_session=True)
    until((state / "socket").exists)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    container.engine_of.cache_clear()
    yield state / "there"
    container.engine_of.cache_clear()
    server.kill()
    for left in left_inside(state):
        left.kill()
    server.wait()


PACES = {"container": 2, "ssh": 1}
COMMANDS = {"container": f"container here {sys.executable}", "ssh": f"ssh -p 22 box {sys.executable}"}
STAYS = """program = "import time; time.sleep(600)"
    subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    open(os.path.join(os.environ["INSIDE"], "begun"), "w").close()
    time.sleep(600)"""


def observations(root: Path) -> dict[str, str]:
    """Return what came of each trial."""
    results = json.loads((root / "report" / "results.json").read_text("utf-8"))
    return {one["case"]: one["observation"]["kind"] for one in results["records"]}


def left_inside(state: Path) -> list[psutil.Process]:
    """Return the processes that run elsewhere, which a variable marks."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("INSIDE") == str(state):
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_trial_elsewhere_tells_what_it_saw(kind: str, elsewhere: Path, state: Path, tmp_path: Path) -> None:
    root = project(
        tmp_path / "made-up",
        {
            "works": f"return {{'done': os.environ['CANIFORK_PACE'] == '{PACES[kind]}'}}",
            "dies": "os.kill(os.getpid(), signal.SIGSEGV)",
            "raises": "raise KeyError('x')",
        },
    )
    ended = run_elsewhere(root, COMMANDS[kind])
    assert observations(root) == {"made.works": "answered", "made.dies": "died", "made.raises": "raised"}, (
        ended
    )
    assert "SIGSEGV" in ended
    assert not list(elsewhere.iterdir())
    assert not left_inside(state)


@pytest.mark.slow
@pytest.mark.parametrize("kind", COMMANDS)
def test_at_the_deadline_nothing_stays_elsewhere(
    kind: str, elsewhere: Path, state: Path, tmp_path: Path
) -> None:
    root = project(tmp_path / "made-up", {"stays": STAYS}, {"stays": "DEADLINE = 4"})
    run_elsewhere(root, COMMANDS[kind])
    assert (state / "begun").exists()
    assert observations(root) == {"made.stays": "hung"}
    until(lambda: not left_inside(state))
    until(lambda: not list(elsewhere.iterdir()))
    assert [path.name for path in state.iterdir() if path.name.startswith("canifork-")] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the variables of a process to others")
@pytest.mark.parametrize(("number", "kind", "deadline"), [("SIGKILL", "garbled", 60), ("SIGSTOP", "hung", 4)])
def test_a_trial_that_turns_on_its_guard_leaves_nothing_there(  # noqa: PLR0913, PLR0917
    number: str, kind: str, deadline: int, elsewhere: Path, state: Path, tmp_path: Path
) -> None:
    turns = f"os.kill(os.getppid(), signal.{number})\n    time.sleep(600)"
    root = project(tmp_path / "made-up", {"turns": turns}, {"turns": f"DEADLINE = {deadline}"})
    told = run_elsewhere(root, COMMANDS["ssh"])
    assert observations(root) == {"made.turns": kind}, told
    assert ("its guard on box was killed" in told) is (number == "SIGKILL")
    until(lambda: not left_inside(state))
    until(lambda: not list(elsewhere.iterdir()))


@pytest.mark.slow
@pytest.mark.parametrize("number", ["SIGINT", "SIGKILL"])
@pytest.mark.parametrize("kind", COMMANDS)
def test_a_run_that_is_ended_leaves_nothing_elsewhere(
    kind: str, number: str, elsewhere: Path, state: Path, tmp_path: Path
) -> None:
    root = project(tmp_path / "made-up", {"stays": STAYS})
    words = ["run", "--python", COMMANDS[kind], "--folder", str(root / "report"), "--root", str(root)]
    running = subprocess.Popen([sys.executable, "-m", "canifork", *words], stdout=subprocess.DEVNULL)
    until((state / "begun").exists)
    running.send_signal(signal.Signals[number])
    running.wait()
    until(lambda: not left_inside(state))
    until(lambda: not list(elsewhere.iterdir()))


def run_elsewhere(root: Path, command: str) -> str:
    """Run the project's cases by this command, and return what was said."""
    ended = subprocess.run(
        [
            sys.executable, "-m", "canifork", "run", "--python", command,
            "--folder", str(root / "report"), "--root", str(root), "-p", "no:cacheprovider",
        ],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("container", "container: names no image; write `container IMAGE [PYTHON]`"),
        ("container here --gpus all", "unrecognized arguments: --gpus"),
        ("container here --engine lxc", "invalid choice: 'lxc'"),
        (
            "container here --engine docker",
            "docker cannot be used: Cannot connect to the Docker daemon; start",
        ),
        ("container here --engine docker", "install podman (Debian, Ubuntu: apt-get install podman)"),
        ("container missing", "the image missing is neither here nor can it be had: Error: unauthorized"),
        ("container here /no/python", "'/no/python'; name a Python that the image has: `container IMAGE"),
        ("container --cpus many here", 'the container engine failed: Error: invalid argument "many" for'),
        ("ssh", "ssh: names no host; write `ssh"),
        ("ssh -p 22", "ssh -p 22: names no host"),
        ("ssh -Z box", "ssh -Z box: the connection to box failed or was cut: unknown option -- Z"),
        ("ssh nowhere", "the connection to nowhere failed or was cut: ssh: connect to host nowhere port 22"),
        ("ssh box /no/python", "/no/python: not found; name a Python that is there: `ssh HOST PYTHON`"),
        ("qemu", "qemu: write `qemu ROOT PROGRAM`"),
        ("qemu /no/folder bin/python", "/no/folder is no folder"),
    ],
)
def test_bad_input_is_one_sentence(command: str, told: str, elsewhere: Path, tmp_path: Path) -> None:
    root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
    with pytest.raises(InterpreterError) as caught:
        discover([command], root)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list(elsewhere.iterdir())


def test_interpreters_toml_knows_launchers_by_name(elsewhere: Path, tmp_path: Path) -> None:
    root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
    (root / "interpreters.toml").write_text("[[interpreter]]\ncommand = 'container'\n", encoding="utf-8")
    with pytest.raises(InterpreterError, match="names no image"):
        discover([], root)


def test_without_an_engine_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    container.engine_of.cache_clear()
    with pytest.raises(InterpreterError, match="apt-get install podman"):
        check(["container", "python:3.14-alpine"])
    with pytest.raises(InterpreterError, match="apt-get install openssh-client"):
        check(["ssh", "box"])


def test_an_engine_that_fails_in_the_middle_makes_a_trial_garbled(
    elsewhere: Path, state: Path, tmp_path: Path
) -> None:
    seen = observed_when("full", "container", state, tmp_path)
    assert (seen.kind, seen.reason) == (
        "garbled",
        "the container engine failed: Error: no space left on device",
    )
    assert not list(elsewhere.iterdir())


def observed_when(trouble: str, kind: str, state: Path, tmp_path: Path, does: str = "") -> Observation:
    """Return what came of a trial that met with trouble on its way: a file that the other side knows."""
    body = f"{does}\n    return {{'done': True}}"
    root = project(tmp_path / "made-up", {"meets_trouble": body}, {"meets_trouble": "DEADLINE = 4"})
    plan = pipeline.survey(root, [COMMANDS[kind]])
    (state / trouble).touch()
    with contextlib.closing(Runner(start)) as runner:
        return pipeline.attempt(plan.trials[0], plan, root, runner).observation


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the variables of a process to others")
def test_a_line_that_is_cut_in_the_middle_makes_a_trial_garbled(
    elsewhere: Path, state: Path, tmp_path: Path
) -> None:
    seen = observed_when("cut", "ssh", state, tmp_path, STAYS)
    assert (seen.kind, seen.reason) == (
        "garbled",
        "the connection to box failed or was cut: it gives no reason",
    )
    assert (state / "begun").exists()
    until(lambda: not left_inside(state))
    until(lambda: not list(elsewhere.iterdir()))


@pytest.mark.slow
@pytest.mark.usefixtures("elsewhere")
def test_a_line_that_falls_silent_makes_a_trial_garbled_and_not_hung(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh, "LONGER", 1.0)
    seen = observed_when("silent", "ssh", state, tmp_path)
    assert seen.kind == "garbled", seen
    assert seen.reason == "the connection to box fell silent, so that nobody knows how the trial ended"


@pytest.mark.slow
@pytest.mark.usefixtures("elsewhere")
def test_a_deadline_counts_from_the_start_of_the_trial_there(state: Path, tmp_path: Path) -> None:
    seen = observed_when("far", "ssh", state, tmp_path)
    assert seen.kind == "answered", seen


@pytest.mark.slow
@pytest.mark.usefixtures("elsewhere")
def test_a_trial_that_leaves_with_the_status_of_a_late_one_is_not_late(state: Path, tmp_path: Path) -> None:
    seen = observed_when("nothing", "ssh", state, tmp_path, "os._exit(124)")
    assert (seen.kind, seen.reason) == ("died", "exit status 124")


def test_a_client_that_is_killed_is_a_fault_and_no_death_of_the_trial() -> None:
    assert ssh.fault("box", -9, b"") == "ssh was ended during the trial, by signal 9"
    assert container.fault(-9, b"") == "the container engine was ended during the trial, by signal 9"
    assert container.fault(128 + 9, b"") is None


def test_a_line_that_is_cut_or_a_full_disk_is_a_fault_and_no_death() -> None:
    assert ssh.fault("box", 255, b"client_loop: send disconnect: Broken pipe\n") == (
        "the connection to box failed or was cut: client_loop: send disconnect: Broken pipe"
    )
    assert ssh.fault("box", 121, b"tar: write error: No space left on device\ntar: x\n") == (
        "the cases cannot be copied to box: tar: write error: No space left on device"
    )
    assert ssh.fault("box", 122, b"") == "its guard on box was killed during the trial, perhaps by the trial"
    assert ssh.fault("box", 1, b"") is None


def request(command: str, folder: Path) -> Request:
    """Return a request for this command."""
    return Request(
        command=command.split(), arguments=["-m", "cases.made.works"], folder=str(folder),
        scratch=str(folder), deadline=60.0,
    )  # fmt: skip


@pytest.mark.usefixtures("elsewhere")
def test_what_limits_a_container_is_passed_on(tmp_path: Path) -> None:
    words = start(request("container here --cpus 1.5 --platform linux/arm64 python3", tmp_path)).command
    assert {"--cpus=1.5", "--platform=linux/arm64", "--entrypoint=python3"} <= set(words)
    assert words[words.index("here") + 1 :][:3] == ["-m", "cases._guard", "65"]


@pytest.mark.usefixtures("elsewhere")
def test_a_limit_that_its_launcher_sets_is_part_of_an_id(tmp_path: Path) -> None:
    """The Python in it cannot know, and answers by its own name all the same."""
    root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
    (free,) = pipeline.survey(root, [COMMANDS["container"]]).interpreters.values()
    plan = pipeline.survey(root, [f"container --cpuset-cpus 0 here {sys.executable}"])
    (bound,) = plan.interpreters.values()
    assert bound.id == f"{free.id}-cpuset{free.facts['cpus_usable']}"
    assert "apart" not in free.facts
    with contextlib.closing(Runner(start)) as runner:
        record = pipeline.attempt(plan.trials[0], plan, root, runner)
    assert (record.observation.kind, record.trial.interpreter) == ("answered", bound.id)


def test_a_limit_that_the_probe_does_not_find_is_refused() -> None:
    found = checked(("container", "--cpus=1.5", "here"), {**make_facts(), "pace": 1})
    assert isinstance(found, Unused)
    assert found.reason == "is started with a limit of CPUs, but its probe finds none"


def elf(path: Path, machine: int, *, wide: bool = True, big: bool = False) -> Path:
    """Write the head of a program for a CPU."""
    head = bytearray(b"\x7fELF" + bytes([1 + wide, 1 + big]) + bytes(14))
    head[18:20] = machine.to_bytes(2, "big" if big else "little")
    path.write_bytes(head)
    return path


@pytest.mark.parametrize(
    ("head", "name"),
    [((183, True, False), "aarch64"), ((40, False, False), "arm"), ((22, True, True), "s390x")],
)
def test_the_program_says_which_cpu_it_needs(
    head: tuple[int, bool, bool], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, wide, big = head
    program = elf(tmp_path / "python3", machine, wide=wide, big=big)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InterpreterError, match=f"qemu-{name} is not installed; .* apt-get install qemu-user"):
        qemu.emulator_of(program)
    executable(tmp_path / f"qemu-{name}-static", "#!/bin/sh\n")
    assert qemu.emulator_of(program) == str(tmp_path / f"qemu-{name}-static")


@pytest.mark.parametrize("text", ["#!/bin/sh\nexec python3\n", "", "\x7fELF"])
def test_what_is_no_program_is_one_sentence(text: str, tmp_path: Path) -> None:
    (tmp_path / "python3").write_text(text, encoding="utf-8")
    with pytest.raises(InterpreterError, match="is no program of Linux"):
        check(["qemu", str(tmp_path), "python3"])


def test_a_cpu_that_nobody_knows_is_one_sentence(tmp_path: Path) -> None:
    elf(tmp_path / "python3", 9999)
    with pytest.raises(InterpreterError, match="a CPU that is not known here, number 9999"):
        check(["qemu", str(tmp_path), "/python3"])


def test_a_qemu_that_emulates_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
    elf(tmp_path / "python3", 183)
    executable(tmp_path / "qemu-aarch64", f'#!/bin/sh\nshift 5\nexec {sys.executable} "$@"\n')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(InterpreterError, match="is started by QEMU, but its probe names no emulator"):
        discover([f"qemu {tmp_path} python3"], root)


def test_a_qemu_that_is_too_old_for_the_program_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
    elf(tmp_path / "python3", 183)
    version = 'echo "qemu-aarch64 version 2.11.1 (Debian 1:2.11+dfsg-1)"'
    script = f'#!/bin/sh\n[ "$1" != --version ] || exec {version}\nkill -ILL $$\n'
    executable(tmp_path / "qemu-aarch64", script)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(InterpreterError) as caught:
        discover([f"qemu {tmp_path} python3"], root)
    assert "its probe ended with SIGILL and no facts" in str(caught.value)
    assert str(caught.value).endswith("; QEMU 2.11.1 may be too old for this program: install a newer one")


def test_the_guard_ends_by_itself_when_nobody_else_does(tmp_path: Path) -> None:
    """Where the engine's client and all of ours have been killed."""
    root = project(tmp_path / "made-up", {"stays": "time.sleep(600)"})
    began = time.monotonic()
    guard = [sys.executable, "-m", "cases._guard", "1", "1", "0", "cases.made.stays"]
    assert subprocess.run(guard, cwd=root, check=False).returncode == 124
    assert time.monotonic() - began < 60


def test_the_guard_follows_the_process_that_it_watches(tmp_path: Path) -> None:
    root = project(tmp_path / "made-up", {"stays": "time.sleep(600)"})
    watched = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    words = [sys.executable, "-m", "cases._guard", "600", "1", str(watched.pid), "cases.made.stays"]
    guard = subprocess.Popen(words, cwd=root)
    watched.kill()
    watched.wait()
    assert guard.wait(60) == 124
