"""Start a Python in a container of docker or podman: `container IMAGE [PYTHON]`, one for each trial."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn

from canifork.errors import InterpreterError
from canifork.execution.start import NO_PROGRAM, Request, Start
from canifork.interpreters.launchers import Launcher, native

WORD = "container"
ENGINES = ("docker", "podman")
PASSED_ON = ("--platform", "--cpus", "--cpuset-cpus")
LIMITS = {"cpus": "cpu_limit", "cpuset_cpus": "cpu_set"}  # the options that limit CPUs, and by which axis
FOLDER = "/canifork"  # where the cases lie in it, which nothing there can change
ENGINE_FAILED = 125  # docker-run(1), podman-run(1): not the program, but the engine failed
SEE = re.compile(r"(See|Run) '")  # the last line of docker and podman about options that are wrong
LATER = 5.0  # seconds after our deadline at which a container ends by itself, if nobody has ended it
ASK, PULL = 20.0, 900.0  # seconds for an engine to answer, and to bring an image
USAGE = "write `container IMAGE [PYTHON]`, and if wanted --engine docker|podman, " + ", ".join(PASSED_ON)
INSTALL = "(Debian, Ubuntu: apt-get install podman)"
MISSING = f"neither docker nor podman is installed; install one {INSTALL}"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InterpreterError(f"container: {message}; {USAGE}")


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--engine", choices=ENGINES)
    for option in PASSED_ON:
        parser.add_argument(option)
    parser.add_argument("named", nargs="*")
    said = parser.parse_intermixed_args(words[1:])
    if not said.named:
        raise InterpreterError(f"container: names no image; {USAGE}")
    said.image, *said.python = said.named
    return said


def check(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words; InterpreterError if they make no sense, or no engine can be used."""
    engine_of(_parse(words).engine)
    return tuple(words)


@cache
def engine_of(asked: str | None) -> str:
    """Return the path of the engine that was asked for, or of the first that can be used."""
    faults = []
    for name in [asked] if asked else ENGINES:
        if (program := shutil.which(name)) is None:
            continue
        # docker's program may be there without its service.
        if (fault := _fault([program, "version"], ASK)) is None:
            return program
        faults.append(f"{name} cannot be used: {fault}")
    if faults:
        raise InterpreterError(
            f"container: {'; '.join(faults)}; start its service, or install podman {INSTALL}"
        )
    raise InterpreterError(
        f"container: {f'{asked} is not installed' if asked else MISSING}; then run this again"
    )


def wake(command: Sequence[str]) -> None:
    """Bring the image if it is not here; InterpreterError with the engine's words if that fails."""
    wanted = _parse(command)
    engine = engine_of(wanted.engine)
    if _fault([engine, "image", "inspect", wanted.image], ASK) is None:
        return
    platform = ["--platform", wanted.platform] if wanted.platform else []
    if fault := _fault([engine, "pull", "--quiet", *platform, wanted.image], PULL):
        raise InterpreterError(
            f"container: the image {wanted.image} is neither here nor can it be had: {fault}; "
            f"try `{engine} pull {wanted.image}` by hand"
        )


def _fault(command: Sequence[str], seconds: float) -> str | None:
    """Return the last line that a command which failed wrote, or None."""
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        return str(fault)
    return _last_line(ended.stderr) if ended.returncode else None


def _last_line(err: bytes) -> str:
    lines = err.decode("utf-8", "replace").strip().splitlines()
    reasons = [line for line in lines if line and not SEE.match(line)]
    return reasons[-1][:300] if reasons else "it gives no reason"


def start(wanted: Request, ours: Mapping[str, str]) -> Start:
    """Start a container that has a name, by which it is ended, and that ends by itself if nobody does."""
    words = _parse(wanted.command)
    engine, name = engine_of(words.engine), f"canifork-{uuid.uuid4().hex}"
    python, *options = words.python or ["python3"]
    limits = [
        f"{option}={value}" for option in PASSED_ON if (value := vars(words)[option[2:].replace("-", "_")])
    ]
    guard = ["-m", "cases._guard", f"{wanted.deadline + LATER:g}", f"{wanted.pace:g}", "0"]
    return Start(
        command=[
            # The guard is the first process there, which heeds no SIGTERM: podman would wait for it.
            engine, "run", "--rm", f"--name={name}", "--stop-timeout=0",
            # Without a log: else the engine keeps on disk all that a trial writes, be it gigabytes.
            "--network=none", "--security-opt=label=disable", "--log-driver=none",
            f"--volume={wanted.folder}:{FOLDER}:ro", f"--workdir={FOLDER}", *limits,
            f"--entrypoint={python}", words.image, *options, *guard, *wanted.arguments[1:],
        ],
        environment=native.clean(ours),
        ending=[engine, "rm", "--force", name],
        fault=fault,
        shell_status=True,
    )  # fmt: skip


def apart(command: Sequence[str]) -> tuple[str, ...]:
    """Return the limits of CPUs that a command sets, by which its Python is told apart."""
    given = vars(_parse(command))
    return tuple(axis for option, axis in LIMITS.items() if given[option])


def advice(_: Sequence[str], status: int | None) -> str:
    """Say what to do about an image without such a Python."""
    return "; name a Python that the image has: `container IMAGE PYTHON`" if status in NO_PROGRAM else ""


def fault(status: int | None, err: bytes) -> str | None:
    """Say why a trial came to nothing, though not by itself."""
    if status is not None and status < 0:
        return f"the container engine was ended during the trial, by signal {-status}"
    return f"the container engine failed: {_last_line(err)}" if status == ENGINE_FAILED else None


def _alpine(_: Path, __: Path) -> list[list[str]]:
    """Return the commands that start CPython on Alpine Linux; InterpreterError without an engine."""
    engine_of(None)
    return [[WORD, f"python:3.{minor}-alpine"] for minor in range(9, 16)]


def _limited(_: Path, __: Path) -> list[list[str]]:
    """Return the commands that start CPython in a container, with a quota of CPU time and on one CPU."""
    engine_of(None)
    return [
        [WORD, "--cpus=1.5", "python:3.12"],
        [WORD, "--cpus=1.5", "python:3.14"],
        [WORD, "--cpuset-cpus=0", "python:3.13"],
    ]


LAUNCHER = Launcher(
    name="a container engine",
    word=WORD,
    starts_with=lambda command: command[0] == WORD,
    check=check,
    start=start,
    apart=apart,
    advice=advice,
    pace=2.0,  # an engine needs a second or more to start a container
    wake=wake,
    fetch={"musl": _alpine, "containers": _limited},
    elsewhere=True,
)
