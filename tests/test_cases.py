"""Authoring rules: what every one of the real cases keeps to."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import PROJECT

from harness.casefile import read_case, read_cases
from harness.model import Case
from harness.outline import claim_ids, in_order, read_outline, without_case

CASES = PROJECT / "cases"
FILES = sorted(CASES.glob("*/[!_]*.py"))
SHARED = sorted(CASES.glob("_*.py"))
MOST_LINES, WIDEST = 60, 100
CLAIMS = 100


@pytest.fixture(params=FILES, ids=[f"{path.parent.name}.{path.stem}" for path in FILES])
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def case(path: Path) -> Case:
    return read_case(path, CASES)


@pytest.fixture
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_claim_has_a_case_and_every_case_a_claim() -> None:
    outline = read_outline(CASES)
    cases = in_order(outline, read_cases(CASES))
    assert without_case(outline, cases) == []
    assert len(claim_ids(outline)) == len(set(claim_ids(outline))) == len(cases) == CLAIMS


def test_what_cannot_be_tested_has_a_reason() -> None:
    untestable = read_outline(CASES).not_testable
    assert len(untestable) >= 8
    assert all(one.claim.endswith(".") and one.reason.endswith(".") for one in untestable)


def test_every_chapter_has_a_title() -> None:
    for chapter in read_outline(CASES).chapters:
        assert chapter.title != chapter.name, chapter.name


def test_the_truth_is_a_sentence_with_reasons_below(case: Case) -> None:
    assert " " in case.truth
    assert case.truth.endswith(".")
    assert case.why.endswith((".", ":"))


def test_it_fits_on_a_page(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= WIDEST


def test_silent_is_who_says_nothing(case: Case) -> None:
    assert (case.says is None) == (case.article == ())
    assert case.says is None or case.says.endswith((".", "?"))


def test_sources_name_their_section(case: Case) -> None:
    """An issue or a pull request is its own section; any other page needs its anchor."""
    assert case.docs
    for link in case.docs:
        assert link.startswith("https://")
        assert "#" in link or "/issues/" in link or "/pull/" in link, link


def test_reasons_are_reasons(case: Case) -> None:
    assert all(len(row.because.split()) >= 3 for row in case.expect)


def test_only_the_last_row_fits_everything(case: Case) -> None:
    """A row behind one that fits all would never be read."""
    for rows in (case.article, case.expect):
        assert all(row.when for row in rows[:-1])


def test_only_the_standard_library(tree: ast.Module) -> None:
    for name in _imports(tree):
        top = name.split(".")[0]
        assert top in sys.stdlib_module_names or name.startswith("cases._"), name


@pytest.mark.parametrize("path", SHARED, ids=[path.stem for path in SHARED])
def test_shared_files_keep_to_the_same_grammar_and_library(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))
    for name in _imports(tree):
        assert name.split(".")[0] in {*sys.stdlib_module_names, "cases"}, name


def test_it_ends_in_showing_what_it_observes_behind_the_guard(tree: ast.Module) -> None:
    guard = tree.body[-1]
    assert isinstance(guard, ast.If)
    assert ast.unparse(guard) == "if __name__ == '__main__':\n    show(observe)"


def test_processes_run_functions_of_the_module(tree: ast.Module, case: Case) -> None:
    """A nested function or lambda cannot be sent to a process, which is the point of few cases."""
    if case.chapter in {"pickle", "managers"}:
        pytest.skip("these send what cannot be sent")
    known = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    known |= {name.split(".")[-1] for name in _imports(tree)}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if ast.unparse(call.func).endswith("Process"):
            targets = [one.value for one in call.keywords if one.arg == "target"]
            assert all(_is_shared(target, known) for target in targets), ast.unparse(call)


def test_functions_are_short(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 30, node.name


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_shared(target: ast.expr, known: set[str]) -> bool:
    """Tell whether a child can find the target by name: a function here, or one of a module."""
    if isinstance(target, ast.Name):
        return target.id in known or hasattr(builtins, target.id) or target.id in {"target", "work"}
    return isinstance(target, ast.Attribute)
