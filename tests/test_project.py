"""Which copy runs is decided in one place; a checkout and another copy that disagree are never mixed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from canifork import project
from canifork.errors import CopyError
from canifork.project import BUNDLE, COMMIT, commit_of, copy_of, find_root, own_folder
from made_up import PROJECT


def fill(root: Path, version: str = "1.2.3") -> Path:
    """Write cases and a pyproject.toml into a folder."""
    (root / "cases" / "pool").mkdir(parents=True)
    (root / "cases" / "article.toml").write_text("title = 'x'\n", encoding="utf-8")
    (root / "cases" / "pool" / "size.py").write_bytes(b"one\ntwo\n")
    (root / "pyproject.toml").write_text(f"[project]\nversion = '{version}'\n", encoding="utf-8")
    return root


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = fill(tmp_path / "checkout")
    (root / "harness" / "canifork").mkdir(parents=True)
    (root / "harness" / "canifork" / "__init__.py").touch()
    return root


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return an installed package."""
    package = tmp_path / "site-packages" / "canifork"
    fill(package / BUNDLE)
    return package


def test_this_checkout_is_found_with_its_version_and_commit() -> None:
    assert find_root() == PROJECT
    assert project.version()[0].isdigit()
    assert set(project.project()) == {"version", "commit"}
    assert project.project()["version"] == project.version()


def test_a_checkout_uses_its_own_cases(checkout: Path, tmp_path: Path) -> None:
    package = checkout / "harness" / "canifork"
    assert find_root(here=tmp_path, package=package) == checkout
    assert find_root(here=checkout / "cases" / "pool", package=package) == checkout


def test_an_installed_copy_uses_its_bundle(installed: Path, tmp_path: Path) -> None:
    assert find_root(here=tmp_path, package=installed) == installed / BUNDLE
    assert copy_of(installed).version == "1.2.3"


def test_an_installed_copy_may_run_in_a_checkout_of_the_same_cases(checkout: Path, installed: Path) -> None:
    (checkout / "cases" / "pool" / "size.py").write_bytes(b"one\r\ntwo\r\n")  # as git may on Windows
    (checkout / "cases" / "__pycache__").mkdir()
    (checkout / "cases" / "__pycache__" / "size.pyc").touch()
    assert find_root(here=checkout, package=installed) == installed / BUNDLE


CHANGES: list[tuple[Callable[[Path], object], str]] = [
    (
        lambda root: (root / "pyproject.toml").write_text("[project]\nversion = '2'", encoding="utf-8"),
        "2 there, 1.2.3 here",
    ),
    (lambda root: (root / "pyproject.toml").unlink(), "unknown there, 1.2.3 here"),
    (
        lambda root: (root / "cases/pool/size.py").write_text("three", encoding="utf-8"),
        "they differ in cases/pool/size.py;",
    ),
    (lambda root: (root / "cases/pool/size.py").unlink(), "they differ in cases/pool/size.py;"),
    (
        lambda root: [(root / f"cases/{n}.py").write_text("", encoding="utf-8") for n in range(5)],
        r"cases/2\.py and 2 more;",
    ),
]


@pytest.mark.parametrize(("change", "why"), CHANGES)
@pytest.mark.parametrize("below", ["", "cases/pool"])
def test_a_checkout_that_differs_is_named_with_the_copy_that_runs(
    change: Callable[[Path], object], why: str, below: str, checkout: Path, installed: Path
) -> None:
    change(checkout)
    with pytest.raises(CopyError, match=f"{why}.*pip install --editable") as caught:
        find_root(here=checkout / below, package=installed)
    assert caught.value.exit_code == 2
    assert all(str(path) in str(caught.value) for path in (checkout, installed))


def test_another_checkout_that_differs_is_named_too(checkout: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(checkout, other)
    (other / "cases" / "pool" / "size.py").write_text("three", encoding="utf-8")
    with pytest.raises(CopyError, match=r"they differ in cases/pool/size\.py"):
        find_root(here=other, package=checkout / "harness" / "canifork")


def test_cases_that_are_asked_for_are_taken(checkout: Path, installed: Path, tmp_path: Path) -> None:
    (checkout / "cases" / "pool" / "size.py").write_text("three", encoding="utf-8")
    mine = fill(tmp_path / "mine", version="7")
    assert find_root(mine, here=checkout, package=installed) == mine
    with pytest.raises(CopyError):
        find_root(checkout, here=tmp_path, package=installed)


def test_a_collection_around_is_found_where_commands_take_one(checkout: Path, installed: Path) -> None:
    mine = fill(checkout / "mine")
    below = mine / "cases" / "pool"
    assert find_root(here=below, package=installed, collections=True) == mine
    assert find_root(here=below, package=checkout / "harness" / "canifork") == checkout
    assert find_root(checkout, package=checkout / "harness" / "canifork", collections=True) == checkout


def test_a_checkout_around_is_no_collection(checkout: Path, installed: Path) -> None:
    assert find_root(here=checkout / "cases", package=installed, collections=True) == installed / BUNDLE
    (checkout / "cases" / "pool" / "size.py").write_text("three", encoding="utf-8")
    with pytest.raises(CopyError):
        find_root(here=checkout, package=installed, collections=True)


def test_a_copy_without_cases_is_a_sentence(tmp_path: Path) -> None:
    package = tmp_path / "lib" / "site-packages" / "canifork"
    with pytest.raises(CopyError, match="has no cases beside it; install canifork again"):
        find_root(here=tmp_path, package=package)


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no folder in which a process is")
def test_a_current_folder_that_was_removed_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(CopyError, match="the current folder: No such file or directory; change to another"):
        find_root()


def test_nothing_of_the_users_lies_in_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert own_folder(project.PACKAGE / BUNDLE) == tmp_path
    assert own_folder(PROJECT) == PROJECT


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_a_commit_is_told_by_git_or_by_what_the_build_wrote(checkout: Path, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, str(tmp_path), *words], check=True, capture_output=True)
    assert commit_of(checkout) is None  # the repository around it is another one
    commit = commit_of(tmp_path)
    assert commit is not None
    assert len(commit) == 40
    (checkout / "cases" / "pool" / "size.py").write_text("three", encoding="utf-8")
    assert commit_of(tmp_path) == f"{commit}-dirty"
    (checkout / COMMIT).write_text(f"{commit}\n", encoding="utf-8")
    assert commit_of(checkout) == commit


def test_no_two_test_files_have_one_name() -> None:
    """pytest imports them by it, and could read only one of them in a run."""
    names = [path.name for path in (PROJECT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)
