"""A trial has a copy of the cases, as they were, whatever the trial before has done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.workplace import Workplace


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "root" / "cases"
    (package / "made").mkdir(parents=True)
    (package / "__init__.py").write_text("1")
    (package / "made" / "one.py").write_text("one")
    return package


def _rewritten(folder: Path) -> None:
    path = folder / "cases" / "made" / "one.py"
    before = path.stat()
    path.write_text("two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _added(folder: Path) -> None:
    (folder / "cases" / "os.py").write_text("raise ValueError")


def _replaced(folder: Path) -> None:
    path = folder / "cases" / "made" / "one.py"
    path.unlink()
    path.symlink_to("/etc/passwd")


HIDDEN = pytest.mark.skipif(os.name == "nt", reason="Windows' stat tells no time that cannot be set back")


@pytest.mark.parametrize("harm", [shutil.rmtree, pytest.param(_rewritten, marks=HIDDEN), _added, _replaced])
def test_what_a_trial_changes_is_as_before_for_the_next(
    harm: Callable[[Path], None], package: Path, tmp_path: Path
) -> None:
    workplace = Workplace(package, tmp_path / "w")
    harm(workplace.whole())
    folder = workplace.whole()
    assert {path.name for path in folder.rglob("*.py")} == {"__init__.py", "one.py"}
    assert (folder / "cases" / "made" / "one.py").read_text() == "one"
    assert (package / "made" / "one.py").read_text() == "one"


def test_what_is_whole_is_not_copied_again(package: Path, tmp_path: Path) -> None:
    workplace = Workplace(package, tmp_path / "w")
    path = workplace.folder / "cases" / "__init__.py"
    before = path.stat().st_ino
    (workplace.folder / "cases" / "__pycache__").mkdir()
    (workplace.folder / "cases" / "__pycache__" / "one.pyc").touch()
    assert (workplace.whole() / "cases" / "__init__.py").stat().st_ino == before
