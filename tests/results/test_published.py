"""The results that are published with the project: whole, of clean commits, and still right."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import WINE, make_record, make_results, make_trial
from canifork.analysis.diff import diff
from canifork.errors import ResultsError
from canifork.pipeline import judge_with
from canifork.report.text.changes import change_sentence
from canifork.results import published as module
from canifork.results.published import published_folder
from canifork.results.store import read_results, write_results
from canifork.verdicts.judge import exit_code
from made_up import PROJECT

FILES = sorted((PROJECT / "results").glob("*.json"))


INTERPRETERS = {
    *(f"cp3{minor}-linux-x86_64" for minor in range(6, 16)),
    *(f"cp3{minor}-windows-amd64-wine" for minor in range(8, 14)),
    "cp313t-linux-x86_64",
    "cp313-linux-x86_64-musl",
    "cp314-linux-i686",
    *(f"cp314-linux-{machine}-qemu" for machine in ("aarch64", "armv7l", "ppc64le", "riscv64", "s390x")),
    "pp311-linux-x86_64",
    "cp314-emscripten-wasm32",
}


def test_none_is_missing() -> None:
    assert {path.stem for path in FILES} == INTERPRETERS


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_judged_by_todays_tables_nothing_is_red(path: Path) -> None:
    results = judge_with(read_results(path), PROJECT)
    assert exit_code(results.records) == 0


def test_they_are_found_where_this_copy_of_the_project_has_them() -> None:
    assert published_folder() == PROJECT / "results"


def test_they_are_read_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = make_record(), make_record(make_trial(interpreter=WINE))
    for record in records:
        write_results(tmp_path / f"{record.trial.interpreter}.json", make_results([record]))
    monkeypatch.setattr(module, "published_folder", lambda: tmp_path)
    assert module.published.__wrapped__().records == records


def test_a_copy_without_any_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "published_folder", lambda: tmp_path)
    with pytest.raises(ResultsError, match="holds no published results; install canifork again"):
        module.published.__wrapped__()


def changed(then: str, now: str) -> dict[str, str]:
    """Return what the claims changed to whose verdict on the article differs."""
    old, new = (read_results(PROJECT / "results" / f"{key}-linux-x86_64.json") for key in (then, now))
    found = diff(old, new)
    assert found.exit_code == 0
    return {
        change.case: change_sentence(change, found)
        for change in found.changes
        if change.then and change.now and change.then.judgement.article != change.now.judgement.article
    }


def test_the_diff_of_3_13_and_3_14_names_the_new_default_start_method() -> None:
    assert changed("cp313", "cp314")["process.default_start_method"].startswith(
        "default: fork, now forkserver"
    )


def test_the_diff_of_3_9_and_3_10_names_the_counter_that_stopped_racing() -> None:
    assert changed("cp39", "cp310")["locks.unlocked_counter"].startswith("lost: yes, now no")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_each_is_whole_and_of_one_interpreter_and_a_commit(path: Path) -> None:
    results = read_results(path)
    assert results.partial is None
    assert list(results.interpreters) == [path.stem]
    assert results.project["commit"]
    assert "dirty" not in results.project["commit"]
