"""The notes of a release are the section of the changelog on its version, and there has to be one."""

from __future__ import annotations

from pathlib import Path

import pytest

from release_notes import ReleaseError, notes

CHANGELOG = """# Changes

## Unreleased

- Not yet.

## 1.2.0 - 2026-11-29

- It runs.

  - On every system.

## 1.1.0

- It ran.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the changelog, and version 1.2.0."""
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    set_version(tmp_path, "1.2.0")
    return tmp_path


def set_version(folder: Path, version: str) -> None:
    (folder / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n', encoding="utf-8")


def test_the_section_of_the_version_is_the_notes(folder: Path) -> None:
    assert notes("v1.2.0", folder) == "- It runs.\n\n  - On every system."


def test_the_last_section_ends_with_the_file(folder: Path) -> None:
    set_version(folder, "1.1.0")
    assert notes("v1.1.0", folder) == "- It ran."


@pytest.mark.parametrize("tag", ["v1.1.0", "1.2.0", "v1.2.0rc1"])
def test_a_tag_of_another_version_is_refused(tag: str, folder: Path) -> None:
    with pytest.raises(ReleaseError, match=r"the tag is .* has the version 1\.2\.0"):
        notes(tag, folder)


def test_a_version_of_which_nothing_is_written_is_refused(folder: Path) -> None:
    set_version(folder, "1.20")
    with pytest.raises(ReleaseError, match=r"nothing below a heading '## 1\.20'"):
        notes("v1.20", folder)
