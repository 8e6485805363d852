"""Commands that start a Python get the environment that suits their kind, and nothing else of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from canifork.errors import InterpreterError
from canifork.execution.start import Request, Start
from canifork.interpreters.launchers import native, pace_of, start, wine
from made_up import PROJECT, project, run

OURS = {"PATH": "/bin", "PYTHONPATH": "/x", "pythonhome": "/y", "TMPDIR": "/old", "TMP": "/old"}
NODE = shutil.which("node")


def started(*command: str, folder: Path = PROJECT, scratch: Path = Path("/x")) -> Start:
    """Return how a command is started for a case."""
    return start(
        Request(
            command=command, arguments=["-m", "cases.made.works", "spawn"], folder=str(folder),
            scratch=str(scratch), deadline=60.0, pace=2.0,
        ),
        OURS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["/usr/bin/wine", "python.exe"], True),
        (["/opt/wine-stable/bin/wine64", "python.exe"], True),
        (["wine-development"], True),
        (["/home/wine/python3"], False),
        (["docker", "run", "wine", "python3"], False),
        (["/usr/bin/winefile"], False),
    ],
)
def test_wine_is_known_by_the_name_of_the_program(command: list[str], told: bool) -> None:  # noqa: FBT001
    assert wine.starts_with(command) is told


def test_a_python_of_this_system_gets_its_own_folder_and_none_of_our_python_variables() -> None:
    folder = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), "/scratch")
    assert native.environment(OURS, "/scratch") == {"PATH": "/bin", **folder}


def test_under_wine_the_folder_is_named_as_windows_does_and_the_server_is_left_where_it_is() -> None:
    """TMPDIR would have Debian's Wine start a server of its own for each trial."""
    assert wine.environment(OURS, "/scratch") == {"PATH": "/bin", "WINEDEBUG": "-all", "TmpDir": "Z:/scratch"}


def test_what_wine_says_can_be_asked_for() -> None:
    assert wine.environment({"WINEDEBUG": "+relay"}, "/x")["WINEDEBUG"] == "+relay"


def test_the_command_decides_which_environment_it_gets() -> None:
    assert "TmpDir" in started("wine", "python.exe").environment
    assert started(sys.executable).environment["TMPDIR"] == "/x"


@pytest.mark.skipif(os.name == "nt", reason="Wine is started from a POSIX system")
def test_a_wine_that_cannot_be_started_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINEPREFIX", str(tmp_path / "prefix"))
    with pytest.raises(InterpreterError, match=r"wine: cannot get Wine ready: .*; try `wineboot` by hand"):
        wine.wake([str(tmp_path / "wine"), "python.exe"])


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="these are POSIX commands")
@pytest.mark.parametrize("command", ["env -u LANG {}", "sh -c 'exec {} \"$@\"' -", "nice {} -X dev"])
def test_any_command_line_that_starts_a_python_will_do(command: str, tmp_path: Path) -> None:
    root = project(tmp_path, {"works": "return {'done': True}"})
    ended = run(root, "--python", command.format(sys.executable))
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.skipif(NODE is None, reason="there is no node")
@pytest.mark.parametrize(
    ("words", "told"), [(["."], "usage: node pyodide.mjs"), ([".", "-m", "x"], ". holds no pyodide.mjs")]
)
def test_a_pyodide_that_is_not_there_is_one_sentence(words: list[str], told: str, tmp_path: Path) -> None:
    script = str(PROJECT / "harness" / "canifork" / "interpreters" / "launchers" / "pyodide.mjs")
    ended = subprocess.run(
        [str(NODE), script, *words],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(told)
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("command", "emulated", "measured", "pace"),
    [
        (["/usr/bin/python3"], None, 1, 1),
        (["/usr/bin/python3"], None, 5, 5),
        (["/usr/bin/wine", "python.exe"], "wine", 1, 2),
        (["/opt/starts-wine"], "wine", 1, 2),
    ],
)
def test_a_pace_is_the_measured_one_but_that_of_the_kind_at_least(
    command: list[str], emulated: str | None, measured: int, pace: float
) -> None:
    assert pace_of(command, emulated, measured) == pace
