"""What is kept in the cache comes back as it was, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canifork import cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.mark.parametrize("text", [b"", b"text", bytes(range(256))])
def test_what_was_written_is_read(text: bytes, folder: Path) -> None:
    assert cache.read("room/name") is None
    cache.write("room/name", b"older")
    cache.write("room/name", text)
    assert cache.read("room/name") == text
    assert [path.name for path in (folder / "room").iterdir()] == ["name"]


@given(end=st.integers(0, 35), more=st.binary(max_size=40))
def test_a_damaged_file_counts_as_none(end: int, more: bytes) -> None:
    cache.write("name", b"text")
    path = cache.folder() / "name"
    whole = path.read_bytes()
    path.write_bytes(whole[:end] + more)
    assert cache.read("name") == (b"text" if whole[:end] + more == whole else None)


def test_a_folder_that_cannot_be_written_costs_nothing_else(folder: Path) -> None:
    folder.write_text("a file", encoding="utf-8")
    cache.write("name", b"text")
    assert cache.read("name") is None


def test_where_nothing_is_named_the_system_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.FOLDER)
    assert cache.folder().is_absolute()
    assert "canifork" in cache.folder().parts
