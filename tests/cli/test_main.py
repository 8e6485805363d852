"""The command line: help with examples, one sentence for a mistake, exit codes that tell which."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from canifork.cli.main import main, make_parser
from canifork.project import version
from made_up import PROJECT, harness, project

COMMANDS = [
    name
    for action in make_parser()._actions
    if isinstance(action, argparse._SubParsersAction)
    for name in action.choices
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_the_exit_codes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    assert f"usage: canifork {command}" in text
    assert f"example:\n  canifork {command}" in text
    assert "exit codes:" in text


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"run", "list", "report", "cite", "fetch", "completion"} <= set(COMMANDS)
    with pytest.raises(SystemExit):
        main(["--help"])
    assert re.findall(r"^    ([a-z]+)(?: |$)", capsys.readouterr().out, re.MULTILINE) == COMMANDS


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"canifork {version()}\n"


def test_a_checkout_that_another_copy_runs_in_is_one_sentence(tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {}"})
    (root / "harness" / "canifork").mkdir(parents=True)
    (root / "harness" / "canifork" / "__init__.py").touch()
    ended = harness("list", root=root)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"canifork: {root} is a checkout of canifork, and ")
    assert (ended.stderr.count("\n"), ended.stdout) == (1, "")


@pytest.mark.parametrize("words", [[], ["no-such-command"], ["list", "--no-such-option"], ["merge"]])
def test_wrong_usage_exits_with_2(words: list[str]) -> None:
    ended = harness(*words)
    assert ended.returncode == 2
    assert "usage:" in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal, and another error")
@pytest.mark.parametrize("words", [["list"], ["explain", "fork.unix_only"]])
def test_nobody_need_read_the_output_to_its_end(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "canifork", *words]
    ended = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, cwd=PROJECT, check=False)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")
