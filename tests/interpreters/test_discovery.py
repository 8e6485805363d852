"""Interpreters are found without being told, probed once, and kept with their reason if unusable."""

from __future__ import annotations

import json
import os
import shlex
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import LINUX, make_facts
from canifork import cache
from canifork.errors import InterpreterError
from canifork.execution.supervisor import Runner
from canifork.interpreters import discovery as module
from canifork.interpreters.discovery import discover, probe
from canifork.model import Interpreter, Unused
from made_up import PROJECT, project

NO_SCRIPTS = pytest.mark.skipif(os.name == "nt", reason="Windows takes no script for an executable")
TOLD = "import json; print('{{\"canifork\": 1, ' + json.dumps({})[1:])"  # a probe's line, of these facts


def pretend(folder: Path, code: str) -> tuple[str, ...]:
    """Return a command that pretends to start a Python, and runs this code."""
    folder.mkdir(exist_ok=True)
    path = folder / "pretended.py"
    path.write_text(f"import os, signal, sys, time\n{code}\n", encoding="utf-8")
    return sys.executable, str(path)


def fake(folder: Path, name: str, script: str) -> Path:
    """Write an executable that pretends to be a Python."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def _nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test ask for itself."""
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return project(tmp_path / "made-up", {"works": "return {'done': True}"})


def test_a_real_interpreter_tells_its_facts(runner: Runner) -> None:
    found = probe((sys.executable,), PROJECT, runner)
    assert isinstance(found, Interpreter)
    assert found.facts["version"].split(".")[:2] == [str(part) for part in sys.version_info[:2]]
    assert found.facts["capabilities"]["processes"] is True
    assert found.id.startswith(("cp3", "pp3"))
    assert found.facts["pointer_bits"] == struct.calcsize("P") * 8
    assert found.facts["byte_order"] == sys.byteorder
    assert "pace" not in found.facts  # another run measures another
    assert found.pace >= 1


@pytest.mark.parametrize("pace", ["0", "1001", "1.5", "true", '"10"', "null"])
def test_a_probe_whose_pace_makes_no_sense_is_refused(pace: str, tmp_path: Path, runner: Runner) -> None:
    """Deadlines become longer by it."""
    told = json.dumps(make_facts())[1:-1]
    code = f'print(\'{{"canifork": 1, {told}, "pace": {pace}}}\')'
    found = probe(pretend(tmp_path, code), PROJECT, runner)
    assert isinstance(found, Unused)
    assert found.reason.startswith("its probe gives no pace from 1 to 1000")


@NO_SCRIPTS
def test_a_launcher_and_a_probe_that_contradict_each_other_are_refused(
    tmp_path: Path, runner: Runner
) -> None:
    wine = fake(tmp_path, "wine", f'exec {sys.executable} "$@"')
    found = probe((str(wine),), PROJECT, runner)
    assert isinstance(found, Unused)
    assert found.reason == "is started by Wine, but its probe names no emulator"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("print('rubbish')", "no facts"),
        ('print(\'{"canifork": 1, "version"\')', "cannot be read"),
        ('print(\'{"canifork": 1, "version": "2.7.18"}\')', "is Python 2.7.18; the cases need 3.6"),
        ('print(\'{"canifork": 1, "version": "3.5.0"}\')', "is Python 3.5.0"),
        ('print(\'{"canifork": 1, "version": "3.9.1"}\')', "must contain"),
        ("sys.exit(3)", "exit status 3"),
        pytest.param(
            "os.kill(os.getpid(), signal.SIGSEGV)",
            "SIGSEGV",
            marks=pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that ends a process"),
        ),
    ],
)
def test_what_cannot_be_used_is_kept_with_its_reason(
    code: str, reason: str, tmp_path: Path, root: Path, runner: Runner
) -> None:
    found = probe(pretend(tmp_path, code), root, runner)
    assert isinstance(found, Unused)
    assert reason in found.reason


def test_an_interpreter_that_hangs_at_its_start_is_given_up(
    tmp_path: Path, root: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PROBE_DEADLINE", 1.0)
    found = probe(pretend(tmp_path, "time.sleep(600)"), root, runner)
    assert isinstance(found, Unused)
    assert "did not end its probe within 1 s" in found.reason


@pytest.mark.parametrize("word", ["no-such-python", "/no/such/python", ""])
def test_asking_for_a_program_that_is_not_there_is_one_sentence(word: str, root: Path) -> None:
    with pytest.raises(InterpreterError, match=r"name a command|write one that starts a Python"):
        discover([word], root)


@pytest.mark.parametrize("word", ["'python 3", '"python'])
def test_a_quote_that_is_not_closed_is_one_sentence(word: str, root: Path) -> None:
    with pytest.raises(InterpreterError, match=r"No closing quotation; quote it"):
        discover([word], root)


def test_asking_for_one_that_is_no_python_is_an_error_that_names_it(tmp_path: Path, root: Path) -> None:
    command = pretend(tmp_path, "print('rubbish')")
    with pytest.raises(InterpreterError, match=r"pretended\.py'?: its probe"):
        discover([" ".join(command)], root)


@NO_SCRIPTS
def test_found_on_path_and_in_pyenv_but_not_as_a_shim(
    tmp_path: Path, root: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = fake(tmp_path / "bin", "python3", "exit 1")
    shim = fake(tmp_path / "pyenv" / "shims", "python3.12", "exit 1")
    version = fake(tmp_path / "pyenv" / "versions" / "3.9.9" / "bin", "python", "exit 1")
    monkeypatch.setenv("PATH", os.pathsep.join([str(broken.parent), str(shim.parent), os.environ["PATH"]]))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    _, unused = discover([], root)
    commands = {one.command for one in unused}
    assert {(str(broken),), (str(version),)} <= commands
    assert (str(shim),) not in commands


@NO_SCRIPTS
def test_a_bare_name_is_looked_up_in_pyenv_too(
    tmp_path: Path, root: Path, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pyenv" / "versions" / "9.9.9" / "bin"
    folder.mkdir(parents=True)
    for name in ("python", "python9.9"):
        (folder / name).symlink_to(Path(sys.executable).resolve())
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    found, _ = discover(["python9.9"], root)
    assert found[0].command == (str(folder / "python9.9"),)


@NO_SCRIPTS
def test_of_one_kind_only_one_is_run_and_the_other_says_for_whom_it_stands_back(
    tmp_path: Path, root: Path
) -> None:
    twin = fake(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    found, unused = discover([sys.executable, str(twin)], root)
    assert len(found) == 1
    assert "same id as" in unused[0].reason


def test_patch_releases_are_told_apart_where_that_is_asked_for(tmp_path: Path, root: Path) -> None:
    pythons = [
        shlex.join(pretend(tmp_path / version, TOLD.format({**make_facts(version=version), "pace": 1})))
        for version in ("3.13.0", "3.13.15")
    ]
    found, unused = discover(pythons, root)
    assert [one.id for one in found] == [LINUX]
    assert "3.13.0: skipped, same id as 3.13.15" in unused[0].reason
    found, unused = discover(pythons, root, each_patch=True)
    assert [one.id for one in found] == ["cp313.0-linux-x86_64", "cp313.15-linux-x86_64"]
    assert not unused


def test_a_folder_that_may_not_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    real = Path.glob

    def glob(path: Path, *rest: Any, **more: Any) -> Iterator[Path]:
        if path == tmp_path:  # no mode keeps root out
            raise PermissionError(13, "Permission denied", str(path))
        return iter(real(path, *rest, **more))

    monkeypatch.setattr(Path, "glob", glob)
    monkeypatch.setattr(module, "_installed", lambda: iter([Path(sys.executable)]))
    monkeypatch.setattr(module, "_is_ours", lambda _: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    found, _ = discover([], root)
    assert [one.command for one in found] == [(sys.executable,)]


def test_probing_leaves_the_cases_as_they_are(root: Path) -> None:
    """Not even compiled files: a bundle may be read-only, or another user's."""
    before = sorted(root.rglob("*"))
    found, _ = discover([sys.executable], root)
    assert len(found) == 1
    assert sorted(root.rglob("*")) == before


def test_interpreters_toml_adds_commands(root: Path) -> None:
    (root / "interpreters.toml").write_text(
        f"[[interpreter]]\ncommand = ['{sys.executable}', '-X', 'dev']\n", encoding="utf-8"
    )
    found, _ = discover(["found"], root)
    assert (sys.executable, "-X", "dev") in [one.command for one in found]


@pytest.mark.parametrize(
    "text", ["not toml", "[[interpreter]]", "[[interpreter]]\ncommand = 3", "interpreter = 3"]
)
def test_a_broken_interpreters_toml_is_one_sentence(text: str, root: Path) -> None:
    (root / "interpreters.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InterpreterError, match=r"interpreters\.toml: .*write \[\[interpreter\]\]"):
        discover([], root)
