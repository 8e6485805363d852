"""Start a Python on a machine of one's own: `ssh [OPTION...] HOST [PYTHON]`.

Each trial is one connection: it carries the cases there, into a temporary folder that goes with it.
"""

from __future__ import annotations

import shlex
import shutil
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from canifork.errors import InterpreterError
from canifork.execution.start import NO_PROGRAM, Request, Start
from canifork.interpreters.launchers import Launcher, native
from canifork.project import CASES

WORD = "ssh"
USAGE = "write `ssh [OPTION...] HOST [PYTHON]`, with the options of ssh(1)"
MISSING = "ssh is not installed; install it (Debian, Ubuntu: apt-get install openssh-client)"
WITH_VALUE = {f"-{letter}" for letter in "BbcDEeFIiJLlmOopQRSWw"}  # ssh(1): their value follows
QUIET = (
    "-T", "-oBatchMode=yes", "-oConnectTimeout=10", "-oServerAliveInterval=10", "-oServerAliveCountMax=3",
)  # fmt: skip
# The deadline is kept there, and counts from the start of the trial; after so many seconds more, to
# connect, copy, end what the trial started (ten of them) and tell of it, nobody waits here.
LONGER = 40.0
CUT, NO_COPY, NO_GUARD = 255, 121, 122  # statuses: of ssh(1) itself, and of ours, as `fault` tells them
NO_SPACE = "No space left on device"  # among the lines of tar, whose first may name the bytes alone
LATE = 124  # of the guard, which has ended the trial
# PPID is the server's process for this connection: when that is gone, so are we.  Who has nobody to
# write to was started when it had gone already, and has another parent.
SCRIPT = """echo >&2 || exit
d=$(mktemp -d) || exit {no_copy}
mkdir "$d/t" && cd "$d" && tar xf - || {{ cd /; rm -rf "$d"; exit {no_copy}; }}
CANIFORK_RUN="$d" TMPDIR="$d/t" {python} -m cases._guard {seconds:g} {pace:g} $PPID {program}
s=$?; [ ! -e "$d/guarded" ] || s={no_guard}
cd /; rm -rf "$d"; exit $s"""


class Words(NamedTuple):
    """What a command says."""

    options: list[str]
    host: str
    python: list[str]


def read(words: Sequence[str]) -> Words:
    """Tell options, host and Python apart; InterpreterError if there is no host."""
    options, rest = [], list(words[1:])
    while rest and rest[0].startswith("-"):
        options.append(rest.pop(0))
        if options[-1] in WITH_VALUE and rest:
            options.append(rest.pop(0))
    if not rest:
        raise InterpreterError(f"{' '.join(words)}: names no host; {USAGE}")
    return Words(options, rest[0], rest[1:] or ["python3"])


def check(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words; InterpreterError if they name no host, or there is no ssh."""
    read(words)
    _program()
    return tuple(words)


def _program() -> str:
    found = shutil.which("ssh")
    if found is None:
        raise InterpreterError(MISSING)
    return found


def start(wanted: Request, ours: Mapping[str, str]) -> Start:
    """Connect, with the cases as what goes in; there a guard ends the trial when the connection has gone."""
    said = read(wanted.command)
    cases = Path(wanted.scratch, "cases.tar")
    with tarfile.open(cases, "w") as archive:
        archive.add(Path(wanted.folder, CASES), CASES, filter=_without_compiled)
    script = SCRIPT.format(
        no_copy=NO_COPY, no_guard=NO_GUARD, python=shlex.join(said.python),
        seconds=wanted.deadline, pace=wanted.pace, program=shlex.join(wanted.arguments[1:]),
    )  # fmt: skip
    there = f"exec sh -c {shlex.quote(script)}"  # whatever shell the user has there
    return Start(
        command=[_program(), *QUIET, *said.options, said.host, there],
        environment=native.clean(ours),
        input=str(cases),
        fault=lambda status, err: fault(said.host, status, err),
        shell_status=True,
        # A guard that the trial has stopped is killed after the deadline, by the process that looks on.
        late=(LATE, NO_GUARD),
        longer=LONGER,
    )


def _without_compiled(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if member.name.endswith("__pycache__") else member


def fault(host: str, status: int | None, err: bytes) -> str | None:
    """Say why a trial there came to nothing: no connection, no room for the cases, or it killed its guard."""
    errors, _, _ = err.decode("utf-8", "replace").partition("usage: ssh")
    lines = errors.strip().splitlines() or ["it gives no reason"]
    why = next((line for line in lines if NO_SPACE in line), lines[0])
    if status is not None and status < 0:
        return f"ssh was ended during the trial, by signal {-status}"
    return {
        None: f"the connection to {host} fell silent, so that nobody knows how the trial ended",
        CUT: f"the connection to {host} failed or was cut: {lines[-1][:300]}",
        NO_COPY: f"the cases cannot be copied to {host}: {why[:300]}",
        NO_GUARD: f"its guard on {host} was killed during the trial, perhaps by the trial",
    }.get(status)


def advice(_: Sequence[str], status: int | None) -> str:
    """Say what to do about a machine without such a Python."""
    return "; name a Python that is there: `ssh HOST PYTHON`" if status in NO_PROGRAM else ""


LAUNCHER = Launcher(
    name="ssh",
    word=WORD,
    starts_with=lambda command: command[0] == WORD,
    check=check,
    start=start,
    advice=advice,
    elsewhere=True,
)
