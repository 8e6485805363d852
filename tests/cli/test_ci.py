"""The commands of CI: the plan for people and for the workflow, and gathering as the last job does it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from canifork.ci.jobs import from_json
from canifork.results.store import read_results
from made_up import harness, project, run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of one case that was run."""
    root = project(tmp_path_factory.mktemp("made"), {"one": "return {'done': True}"})
    assert run(root).returncode == 0
    return root


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    """Return a plan with one cell, whose result has arrived in `tmp_path`/artifacts."""
    (key,) = read_results(made / "report" / "results.json").interpreters
    raw = json.loads(harness("matrix", "quick", "--only", "cp38-linux-*", "--json").stdout)
    raw["cells"][0] |= {"id": key, "interpreters": [key]}
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    arrived = tmp_path / "artifacts" / f"cell-{key}" / "results.json"
    arrived.parent.mkdir(parents=True)
    arrived.write_bytes((made / "report" / "results.json").read_bytes())
    return path


def change(plan: Path, how: Callable[[dict[str, Any]], object]) -> None:
    """Change the result that has arrived."""
    (path,) = (plan.parent / "artifacts").glob("*/*.json")
    raw = json.loads(path.read_text(encoding="utf-8"))
    how(raw)
    path.write_text(json.dumps(raw), encoding="utf-8")


def gather(plan: Path, root: Path, *words: str | Path) -> tuple[int, str, str]:
    folder = plan.parent
    ended = harness("gather", plan, folder / "artifacts", "--folder", folder / "site", *words, root=root)
    return ended.returncode, ended.stdout, ended.stderr


def test_people_see_the_matrix() -> None:
    ended = harness("matrix")
    assert ended.returncode == 0
    assert "macos-15-intel" in ended.stdout
    assert "jobs for" in ended.stdout


def test_the_workflow_gets_a_plan_on_one_line() -> None:
    ended = harness("matrix", "quick", "--only=", "--keyword=-x or pool", "--json")
    assert ended.stdout.count("\n") == 1
    assert from_json(ended.stdout).keyword == "-x or pool"


def test_patterns_that_fit_nothing_are_one_sentence() -> None:
    ended = harness("matrix", "--only", "cp99-*")
    assert ended.returncode == 2
    assert ended.stderr.startswith("canifork: the subset full has 0 cells that fit 'cp99-*'")


def test_what_was_planned_and_arrived_becomes_a_site(plan: Path, made: Path) -> None:
    code, out, _ = gather(plan, made)
    assert code == 0
    assert "1 trials: 1 met" in out
    assert {path.name for path in (plan.parent / "site").iterdir()} >= {"index.html", "results.json"}


def test_a_missing_cell_is_named_and_ends_with_4(plan: Path, made: Path) -> None:
    (path,) = (plan.parent / "artifacts").glob("*/*.json")
    path.unlink()
    path.parent.rmdir()
    code, out, _ = gather(plan, made)
    assert code == 4
    assert f"MISSING  {path.parent.name.removeprefix('cell-')}: no result arrived" in out
    assert not (plan.parent / "site").exists()


def outputs(plan: Path, made: Path) -> tuple[int, str]:
    """Gather; return the exit code and what was written for the steps that follow."""
    path = plan.parent / "outputs"
    path.write_text("other=1\n", encoding="utf-8")
    return gather(plan, made, "--outputs", path)[0], path.read_text("utf-8").removeprefix("other=1\n")


def test_a_run_that_brought_everything_says_that_it_is_complete(plan: Path, made: Path) -> None:
    assert outputs(plan, made) == (0, "complete=true\n")


def test_a_broken_claim_leaves_the_run_complete(plan: Path, made: Path) -> None:
    change(plan, lambda raw: raw["records"][0]["observation"].update(answer={"done": False}))
    assert outputs(plan, made) == (1, "complete=true\n")


def test_a_broken_claim_in_an_optional_cell_is_no_failure(plan: Path, made: Path) -> None:
    raw = json.loads(plan.read_text("utf-8"))
    raw["cells"][0] |= {"optional": "often breaks"}
    plan.write_text(json.dumps(raw), encoding="utf-8")
    change(plan, lambda raw: raw["records"][0]["observation"].update(answer={"done": False}))
    assert outputs(plan, made) == (0, "complete=true\n")


def test_a_run_that_lacks_a_cell_says_that_it_is_not_complete(plan: Path, made: Path) -> None:
    change(plan, lambda raw: raw["project"].update(commit="0" * 40))
    assert outputs(plan, made) == (4, "complete=false\n")


def test_what_arrives_is_judged_anew(plan: Path, made: Path) -> None:
    def lie(raw: dict[str, Any]) -> None:
        raw["records"][0]["observation"]["answer"] = {"done": False}
        assert raw["records"][0]["expectation"] == "met"

    change(plan, lie)
    code, out, _ = gather(plan, made)
    assert code == 1
    assert "1 broken" in out


def test_a_result_of_another_commit_is_named_and_ends_with_4(plan: Path, made: Path) -> None:
    change(plan, lambda raw: raw["project"].update(commit="0" * 40))
    code, out, _ = gather(plan, made)
    assert code == 4
    assert "its results are of commit 000" in out


def test_no_word_of_a_stranger_begins_a_line_or_reaches_a_terminal(plan: Path, made: Path) -> None:
    change(plan, lambda raw: raw.update(partial="x\n::add-mask::y\n\x1b[31m"))
    _, out, _ = gather(plan, made)
    assert "\x1b" not in out
    assert not any(line.startswith("::") for line in out.splitlines())


def test_the_summary_is_added_to_what_is_there(plan: Path, made: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("from a step before\n", encoding="utf-8")
    assert gather(plan, made, "--summary", summary)[0] == 0
    assert summary.read_text(encoding="utf-8").startswith(
        "from a step before\n# 1 of 1 cells brought their results\n"
    )


@pytest.mark.parametrize("text", ["", "{}", "\udcff"])
def test_a_plan_that_is_none_is_one_sentence(text: str, plan: Path, made: Path) -> None:
    plan.write_bytes(text.encode(errors="surrogateescape"))
    code, _, err = gather(plan, made)
    assert code == 2
    assert err.startswith("canifork: ")
    assert err.count("\n") == 1


def test_a_plan_that_is_not_there_is_one_sentence(plan: Path, made: Path) -> None:
    plan.unlink()
    code, _, err = gather(plan, made)
    assert code == 2
    assert err.endswith("plan.json: No such file or directory; name what `canifork matrix --json` printed\n")


def test_a_summary_that_cannot_be_written_is_one_sentence(plan: Path, made: Path, tmp_path: Path) -> None:
    code, _, err = gather(plan, made, "--summary", tmp_path)
    assert code == 3
    assert "name another file" in err


def test_a_cell_marks_what_broke_and_adds_its_summary(made: Path, tmp_path: Path) -> None:
    raw = json.loads((made / "report" / "results.json").read_text("utf-8"))
    raw["records"][0]["observation"]["answer"] = {"done": False}
    raw["records"][0]["expectation"] = "broken"
    results, summary = tmp_path / "results.json", tmp_path / "summary.md"
    results.write_text(json.dumps(raw), encoding="utf-8")
    ended = harness("annotate", results, "--summary", summary, root=made)
    assert ended.returncode == 0
    (line,) = ended.stdout.splitlines()
    assert re.match(r"::error file=cases/made/one\.py,line=\d+,title=made\.one::expected done True", line)
    assert summary.read_text("utf-8").startswith("# What Python really does")
