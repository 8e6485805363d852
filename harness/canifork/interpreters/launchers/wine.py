"""Start CPython for Windows with Wine: `wine .../python.exe`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from canifork.errors import InterpreterError
from canifork.interpreters import provision
from canifork.interpreters.launchers import Launcher, native

PROGRAM = re.compile(r"wine(64)?(-\w+)?")
STAYS = 60  # seconds that Wine's server waits for a next program before it ends
PATIENCE = 120.0  # seconds to make a new prefix in; twenty are usual
READY = "system.reg"  # the file in a prefix that is written when all else is there
MISSING = "Wine is not installed; install it (Debian, Ubuntu: apt-get install wine wine64) and run this again"


def starts_with(command: Sequence[str]) -> bool:
    """Tell whether it is Wine that the command starts."""
    return PROGRAM.fullmatch(Path(command[0]).name) is not None


def environment(ours: Mapping[str, str], scratch: str) -> dict[str, str]:
    """Return our environment, quiet, with `scratch` for temporary files as Windows names it.

    Wine's server goes by TMPDIR where Debian builds it: under another TMPDIR every trial would
    start a server and its services of its own, in three seconds.  Windows knows no case in such
    names, so there TmpDir is TMPDIR.  TEMP and TMP are Wine's own and do not reach a program.
    """
    kept = {key: value for key, value in native.clean(ours).items() if key not in native.TEMPORARY}
    return {"WINEDEBUG": "-all"} | kept | {"TmpDir": "Z:" + scratch}


def wake(command: Sequence[str]) -> None:
    """Have Wine's server and services run, else the first trial would start them, and end them with it."""
    _wake(command[0])


@cache
def _wake(program: str) -> None:
    quiet = environment(os.environ, "/tmp")  # noqa: S108 - where the server lets its programs begin
    prefix = Path(quiet.get("WINEPREFIX", Path.home() / ".wine"))
    server = str(Path(program).with_name("wineserver"))
    if not (prefix / READY).exists():
        prefix.mkdir(parents=True, exist_ok=True)
        _run([program, "wineboot", "--init"], quiet)
        # wineboot comes back before its helpers have filled the prefix: wait for them all to end.
        _run([server, "--wait"], quiet)
    _run([server, f"--persistent={STAYS}"], quiet)
    _run([program, "wineboot"], quiet)


def find() -> str:
    """Return the path of Wine; InterpreterError, with how to get it, if there is none."""
    found = shutil.which("wine")
    if found is None:
        raise InterpreterError(MISSING)
    return found


def _run(command: list[str], environment: Mapping[str, str]) -> None:
    # No pipe: what goes on in the background would hold it open.
    nothing = subprocess.DEVNULL
    try:
        subprocess.run(
            command, env=environment, stdin=nothing, stdout=nothing, stderr=nothing,
            check=False, timeout=PATIENCE, start_new_session=True,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise InterpreterError(
            f"{command[0]}: cannot get Wine ready: {fault}; try `wineboot` by hand"
        ) from None


def fetch(folder: Path, copies: Path) -> list[list[str]]:
    """Unpack every CPython for Windows into `folder`; return the commands that start them."""
    program = find()
    for version in provision.WINDOWS:
        home = folder / provision.tag(version)
        if not (home / "python.exe").exists():
            provision.unpack(provision.archive_of(version, copies), home)
    return [[program, str(folder / provision.tag(version) / "python.exe")] for version in provision.WINDOWS]


LAUNCHER = Launcher(
    name="Wine",
    starts_with=starts_with,
    environment=environment,
    pace=2.0,  # its starts; what runs, runs as fast as elsewhere
    emulates="wine",
    wake=wake,
    fetch={"windows": fetch},
)
