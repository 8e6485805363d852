"""Translating writes the catalogues of a checkout, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from canifork.cli import translate
from canifork.cli.main import main
from made_up import project


def test_the_catalogues_are_written_and_what_they_lack_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    monkeypatch.setattr(translate, "FOLDER", tmp_path)
    assert main(["translate", "--root", str(root)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{tmp_path / 'zh.po'}: ")
    assert "  cases/made/one.py: it was made so" in out.splitlines()


def test_an_installed_copy_is_not_translated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bundle").mkdir()
    monkeypatch.setattr(translate, "PACKAGE", tmp_path)
    assert main(["translate"]) == 2
    assert "is installed; run this in a checkout" in capsys.readouterr().err
