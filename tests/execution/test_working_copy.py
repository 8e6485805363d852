"""A trial has a copy of the cases, as they were, whatever the trial before has done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from canifork.execution.working_copy import WorkingCopy


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "root" / "cases"
    (package / "made").mkdir(parents=True)
    (package / "__init__.py").write_text("1", encoding="utf-8")
    (package / "made" / "one.py").write_text("one", encoding="utf-8")
    return package


def _rewritten(folder: Path) -> None:
    path = folder / "cases" / "made" / "one.py"
    before = path.stat()
    path.write_text("two", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _added(folder: Path) -> None:
    (folder / "cases" / "os.py").write_text("raise ValueError", encoding="utf-8")


def _replaced(folder: Path) -> None:
    path = folder / "cases" / "made" / "one.py"
    path.unlink()
    path.symlink_to("/etc/passwd")


HIDDEN = pytest.mark.skipif(os.name == "nt", reason="Windows' stat tells no time that cannot be set back")


@pytest.mark.parametrize("harm", [shutil.rmtree, pytest.param(_rewritten, marks=HIDDEN), _added, _replaced])
def test_what_a_trial_changes_is_as_before_for_the_next(
    harm: Callable[[Path], None], package: Path, tmp_path: Path
) -> None:
    workplace = WorkingCopy(package, tmp_path / "w")
    harm(workplace.pristine())
    folder = workplace.pristine()
    assert {path.name for path in folder.rglob("*.py")} == {"__init__.py", "one.py"}
    assert (folder / "cases" / "made" / "one.py").read_text(encoding="utf-8") == "one"
    assert (package / "made" / "one.py").read_text(encoding="utf-8") == "one"


def test_a_copy_of_what_is_read_only_can_be_written_and_removed(package: Path, tmp_path: Path) -> None:
    """A wheel's bundle may be installed for all users, who may not write there."""
    inside = [package / "made" / "one.py", package / "made", package]
    for path in inside:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        copy = WorkingCopy(package, tmp_path / "w")
        copied = [copy.folder / path.relative_to(package.parent) for path in inside]
        assert all(path.stat().st_mode & 0o200 for path in copied)
        _added(copy.folder)
        assert not (copy.pristine() / "cases" / "os.py").exists()
    finally:
        for path in reversed(inside):
            path.chmod(path.stat().st_mode | 0o700)


def test_what_is_whole_is_not_copied_again(package: Path, tmp_path: Path) -> None:
    workplace = WorkingCopy(package, tmp_path / "w")
    path = workplace.folder / "cases" / "__init__.py"
    before = path.stat().st_ino
    (workplace.folder / "cases" / "__pycache__").mkdir()
    (workplace.folder / "cases" / "__pycache__" / "one.pyc").touch()
    assert (workplace.pristine() / "cases" / "__init__.py").stat().st_ino == before
