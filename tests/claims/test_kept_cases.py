"""A case file whose text has not changed is not read again; all others are."""

from __future__ import annotations

from pathlib import Path

import pytest

from canifork import cache
from canifork.claims import casefile, kept_cases
from canifork.claims.casefile import read_cases
from canifork.errors import CaseFileError

TEXT = '''"""It {does}."""
SAYS = None
DOCS = []
ARTICLE = []
EXPECT = [{{"when": {{}}, "hung": True, "because": "so"}}]
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    (tmp_path / "cases" / "pool").mkdir(parents=True)
    for name in ("one", "two"):
        write(tmp_path / "cases", name, "works")
    return tmp_path / "cases"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are read."""
    names: list[str] = []
    read_case = casefile.read_case

    def noted(path: Path, folder: Path) -> object:
        names.append(path.stem)
        return read_case(path, folder)

    monkeypatch.setattr(casefile, "read_case", noted)
    return names


def write(folder: Path, name: str, does: str) -> None:
    (folder / "pool" / f"{name}.py").write_text(TEXT.format(does=does), encoding="utf-8")


def test_only_what_changed_is_read_again(folder: Path, read: list[str]) -> None:
    first = read_cases(folder)
    assert read_cases(folder) == first
    assert read == ["one", "two"]
    write(folder, "two", "rests")
    assert read_cases(folder)["pool.two"].truth == "It rests."
    assert read == ["one", "two", "two"]


def test_a_file_of_the_same_text_elsewhere_is_another_case(folder: Path, read: list[str]) -> None:
    read_cases(folder)
    (folder / "pool" / "one.py").rename(folder / "pool" / "three.py")
    assert list(read_cases(folder)) == ["pool.three", "pool.two"]
    assert read == ["one", "two", "three"]


def test_a_fault_is_told_each_time(folder: Path) -> None:
    (folder / "pool" / "two.py").write_text("'''It is cut off.", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CaseFileError, match=r"two\.py:1"):
            read_cases(folder)


def test_other_code_reads_all_anew(folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    read_cases(folder)
    monkeypatch.setattr(kept_cases, "_readers", lambda: b"another sum")
    read_cases(folder)
    assert read == ["one", "two", "one", "two"]


@pytest.mark.parametrize("damage", [b"", b"nonsense"])
def test_a_damaged_file_is_as_none(folder: Path, read: list[str], damage: bytes) -> None:
    read_cases(folder)
    (cache.folder() / kept_cases.NAME).write_bytes(damage)
    read_cases(folder)
    assert read == ["one", "two", "one", "two"]
