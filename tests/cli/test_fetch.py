"""Fetching prints the commands that start what was fetched, fit for --python."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from canifork.cli.main import main
from canifork.errors import InterpreterError


def test_the_commands_are_printed_one_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def fetch(folder: Path, copies: Path) -> list[list[str]]:
        asked.append((folder, copies))
        return [["wine", "a b.exe"], ["wine", "c.exe"]]

    monkeypatch.setattr("canifork.cli.fetch.fetched", lambda: {"windows": fetch})
    monkeypatch.chdir(tmp_path)
    assert main(["fetch", "windows", "pythons"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [shlex.split(line) for line in lines] == [["wine", "a b.exe"], ["wine", "c.exe"]]
    assert main(["fetch", "windows", "pythons", "--copies", "archives"]) == 0
    assert asked == [
        (tmp_path / "pythons", tmp_path / "pythons" / "copies"),
        (tmp_path / "pythons", tmp_path / "archives"),
    ]


def test_what_is_missing_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(folder: Path, copies: Path) -> list[list[str]]:
        raise InterpreterError("Wine is not installed; install it")

    monkeypatch.setattr("canifork.cli.fetch.fetched", lambda: {"windows": fetch})
    assert main(["fetch", "windows", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "canifork: Wine is not installed; install it\n"


@pytest.mark.parametrize("words", [["file"], ["pythons", "--copies", "file"], ["file/pythons"]])
def test_a_file_in_the_place_of_a_folder_is_one_sentence(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["fetch", "windows", *words]) == 2
    place = tmp_path / "file"
    assert capsys.readouterr().err == f"canifork: {place}: is a file, not a folder; name another folder\n"


def test_a_disk_that_refuses_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(folder: Path, copies: Path) -> list[list[str]]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("canifork.cli.fetch.fetched", lambda: {"windows": fetch})
    assert main(["fetch", "windows", str(tmp_path)]) == 3
    assert "No space left on device; free some space" in capsys.readouterr().err
