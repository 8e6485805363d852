"""What jobs bring is data of strangers: each result is as planned, or its cell is named as missing."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import (
    HOSTILE,
    LINUX,
    make_case,
    make_cell,
    make_facts,
    make_outline,
    make_record,
    make_results,
    not_run,
    unjudged,
)
from canifork.ci.collect import MOST_BYTES, PREFIX, Claims, Gathered, gather
from canifork.ci.jobs import Matrix
from canifork.ids import interpreter_id
from canifork.model import Results
from canifork.results.store import LEFT_OUT, read_results, write_results
from canifork.trials.plan import all_trials
from made_up import PROJECT

COMMIT = "c0ffee"
OTHER = "cp38-windows-amd64"
CASES = {"pool.size": make_case(), "fork.works": make_case("fork.works", start_methods=("fork", "spawn"))}
CLAIMS = Claims(outline=make_outline(CASES), cases=CASES)


def matrix(*keys: str, keyword: str = "", optional: str = "") -> Matrix:
    """Plan a cell for each of these interpreters, of which one may be optional."""
    cells = tuple(make_cell(key, optional="often lacks it" if key == optional else "") for key in keys)
    return Matrix(subset="full", commit=COMMIT, keyword=keyword, whole=not keyword, cells=cells, pairs=())


def facts_of(key: str) -> dict[str, Any]:
    """Return the facts of a CPython with this id."""
    tag, system, machine, *emulated = key.split("-")
    version = f"{tag[2]}.{tag[3:].rstrip('t')}.1"
    return make_facts(key, os=system, machine=machine, version=version, emulated=(*emulated, None)[0])


def whole(key: str = LINUX, **changes: Any) -> Results:
    """Return what the cell of this interpreter brings if all goes well."""
    records = [make_record(trial) for trial in all_trials(CASES, [key])]
    given = {
        "interpreters": {key: facts_of(key)},
        "cases": CASES,
        "project": {"version": "0.1.0", "commit": COMMIT},
        "outline": CLAIMS.outline,
    }
    return make_results(records, **given | changes)


def bring(folder: Path, key: str, results: Results | str | bytes) -> Path:
    """Put a cell's artifact into the folder; return its file."""
    path = folder / f"{PREFIX}{key}" / f"{key}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(results, Results):
        write_results(path, results)
    else:
        path.write_bytes(results if isinstance(results, bytes) else results.encode())
    return path


def gathered(folder: Path, keyword: str = "") -> Gathered:
    return gather(matrix(LINUX, OTHER, keyword=keyword), folder, CLAIMS)


def fault(folder: Path, keyword: str = "") -> str:
    """Gather, see that only the cell of LINUX is at fault and the other is kept, and return the fault."""
    found = gathered(folder, keyword)
    assert list(found.faults) == [LINUX]
    assert found.results is not None
    assert set(found.results.interpreters) == {OTHER}
    assert found.results.partial == "1 of 2 planned cells brought no results"
    (missing,) = found.results.unused
    assert missing.reason == found.faults[LINUX]
    assert LINUX in missing.command[0]
    return found.faults[LINUX]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder to which one cell, OTHER, has brought what it was to bring."""
    bring(tmp_path, OTHER, whole(OTHER))
    return tmp_path


def test_when_all_cells_bring_theirs_nothing_is_missing(folder: Path) -> None:
    bring(folder, LINUX, whole())
    found = gathered(folder)
    assert found.faults == {}
    assert found.results is not None
    assert list(found.results.interpreters) == [LINUX, OTHER]
    assert len(found.results.records) == 6
    assert found.results.partial is None
    assert found.results.unused == ()


def test_a_cell_can_bring_several_interpreters(tmp_path: Path) -> None:
    keys = ["cp38-windows-amd64-wine", "cp39-windows-amd64-wine"]
    records = [make_record(trial) for trial in all_trials(CASES, keys)]
    bring(tmp_path, keys[0], dataclasses.replace(
        whole(keys[0]), records=tuple(records), interpreters={key: facts_of(key) for key in keys},
    ))  # fmt: skip
    plan = dataclasses.replace(matrix(), cells=(make_cell(keys[0], interpreters=tuple(keys)),))
    assert gather(plan, tmp_path, CLAIMS).faults == {}


def test_a_missing_cell_is_named(folder: Path) -> None:
    assert fault(folder) == "no result arrived"


def test_when_nothing_arrives_all_cells_are_named(tmp_path: Path) -> None:
    found = gathered(tmp_path / "nothing")
    assert found.results is None
    assert dict(found.faults) == dict.fromkeys([LINUX, OTHER], "no result arrived")


def test_a_single_artifact_lies_in_the_folder_itself(tmp_path: Path) -> None:
    """download-artifact v8 makes no folder for an artifact that has come alone."""
    bring(tmp_path, LINUX, whole()).rename(tmp_path / f"{LINUX}.json")
    (tmp_path / f"{PREFIX}{LINUX}").rmdir()
    alone = gather(matrix(LINUX), tmp_path, CLAIMS)
    assert alone.complete
    assert alone.results is not None
    assert list(alone.results.interpreters) == [LINUX]
    assert dict(gathered(tmp_path).faults) == {OTHER: "no result arrived"}


def test_a_single_artifact_of_two_files_is_named(tmp_path: Path) -> None:
    bring(tmp_path, LINUX, whole()).rename(tmp_path / f"{LINUX}.json")
    (tmp_path / f"{PREFIX}{LINUX}").rmdir()
    (tmp_path / "again.json").write_text("{}", encoding="utf-8")
    found = gather(matrix(LINUX), tmp_path, CLAIMS)
    assert found.faults == {LINUX: f"one results file was to arrive, and there is again.json, {LINUX}.json"}


def test_a_single_artifact_that_no_cell_asked_for_is_named(tmp_path: Path) -> None:
    bring(tmp_path, LINUX, whole()).rename(tmp_path / "other.json")
    (tmp_path / f"{PREFIX}{LINUX}").rmdir()
    assert gather(matrix(LINUX), tmp_path, CLAIMS).faults == {
        LINUX: "no result arrived", f"{PREFIX}other": "arrived, and no cell of the plan is called so",
    }  # fmt: skip


def test_an_optional_cell_that_is_absent_is_named_and_leaves_the_run_complete(folder: Path) -> None:
    found = gather(matrix(LINUX, OTHER, optional=LINUX), folder, CLAIMS)
    assert found.complete
    assert found.faults == {}
    assert found.absent == {LINUX: "no result arrived"}
    assert found.results is not None
    assert found.results.partial is None
    (missing,) = found.results.unused
    assert missing.command == (f"ubuntu-24.04: {LINUX}",)
    assert missing.reason == "wanted, and absent: no result arrived (optional: often lacks it)"


def test_an_optional_cell_excuses_no_other(folder: Path) -> None:
    found = gather(matrix(LINUX, OTHER, optional=OTHER), folder, CLAIMS)
    assert not found.complete
    assert list(found.faults) == [LINUX]


def test_when_only_optional_cells_were_to_bring_something_nothing_is_not_complete(tmp_path: Path) -> None:
    assert not gather(matrix(LINUX, optional=LINUX), tmp_path, CLAIMS).complete


def test_a_musl_interpreter_is_called_so() -> None:
    assert interpreter_id(make_facts(libc="musl")) == f"{LINUX}-musl"


def test_an_empty_folder_is_named(folder: Path) -> None:
    (folder / f"{PREFIX}{LINUX}").mkdir()
    assert fault(folder) == "one results file was to arrive, and there is nothing"


def test_a_doubled_result_is_named_and_neither_is_taken(folder: Path) -> None:
    path = bring(folder, LINUX, whole())
    write_results(path.with_name("again.json"), whole())
    assert fault(folder) == f"one results file was to arrive, and there is again.json, {LINUX}.json"


def test_an_artifact_that_no_cell_asked_for_is_named(folder: Path) -> None:
    bring(folder, LINUX, whole())
    bring(folder, "cp99-linux-x86_64", whole())
    assert dict(gathered(folder).faults) == {
        f"{PREFIX}cp99-linux-x86_64": "arrived, and no cell of the plan is called so"
    }


UNREADABLE: list[tuple[str | bytes, str]] = [
    ("", "is not JSON, or cut off"),
    ('{"schema": 1', "is not JSON, or cut off"),
    ("[" * 100_000, "is not JSON, or cut off"),
    ("[]", "is no results file"),
    (b"\xff\xfe", "is not UTF-8"),
    ('{"schema": NaN}', "is not JSON"),
]


@pytest.mark.parametrize(("text", "told"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(text: str | bytes, told: str, folder: Path) -> None:
    bring(folder, LINUX, text)
    assert told in fault(folder)


def test_a_result_that_is_cut_off_anywhere_is_named(folder: Path) -> None:
    text = bring(folder, LINUX, whole()).read_text(encoding="utf-8")
    for length in range(0, len(text) - 2, len(text) // 7):
        bring(folder, LINUX, text[:length])
        assert "is not JSON, or cut off" in fault(folder)


STRANGE: list[tuple[Callable[[], Results], str]] = [
    (lambda: whole(project={"version": "0.1.0", "commit": "bad"}), "are of commit bad, not of c0ffee"),
    (lambda: whole(project={"version": "0.1.0", "commit": None}), "are of commit None, not of c0ffee"),
    (lambda: whole(project={"version": "1", "commit": "c0ffee-dirty"}), "are of commit c0ffee-dirty"),
    (lambda: whole("cp312-linux-x86_64"), f"are of cp312-linux-x86_64, not of {LINUX}"),
    (lambda: whole(OTHER), f"are of {OTHER}, not of {LINUX}"),
    (lambda: whole(interpreters={LINUX: make_facts(), OTHER: facts_of(OTHER)}), f"{OTHER}, not of {LINUX}"),
    (lambda: whole(interpreters={LINUX: make_facts(OTHER)}), f"those of {LINUX}, called {OTHER}"),
    (lambda: whole(interpreters={LINUX: make_facts(version="3.12.1")}), "those of cp312-linux-x86_64"),
    (lambda: whole(interpreters={LINUX: make_facts(version="3.13" + "9" * 5000)}), "those of cp31399"),
    (lambda: whole(interpreters={LINUX: make_facts(emulated="wine")}), f"those of {LINUX}-wine"),
    (lambda: whole(cases={**CASES, "pool.size": make_case(expect=())}), "its cases are not those"),
    (lambda: whole(outline=make_outline(CASES, title="Mine")), "its cases are not those"),
    (lambda: whole(partial="interrupted"), "its run is partial: interrupted"),
    (lambda: whole(partial=LEFT_OUT), f"its run is partial: {LEFT_OUT}"),
]


@pytest.mark.parametrize(("results", "told"), STRANGE, ids=[told for _, told in STRANGE])
def test_a_result_that_is_not_what_was_planned_is_named(
    results: Callable[[], Results], told: str, folder: Path
) -> None:
    bring(folder, LINUX, results())
    assert told in fault(folder)


def test_a_result_without_some_trial_is_named(folder: Path) -> None:
    full = whole()
    bring(folder, LINUX, dataclasses.replace(full, records=full.records[:-1]))
    assert fault(folder) == f"it lacks 1 trials, such as fork.works[{LINUX}-spawn]"


def test_a_result_that_hides_what_was_not_run_is_named(folder: Path) -> None:
    full = whole()
    hidden = unjudged(full.records[0].trial, not_run())
    bring(folder, LINUX, dataclasses.replace(full, records=(hidden, *full.records[1:])))
    assert fault(folder) == "it calls itself whole, and holds trials that were not run"


def test_where_claims_were_chosen_others_may_be_left_out(folder: Path) -> None:
    full = whole(partial=LEFT_OUT)
    left = unjudged(full.records[0].trial, not_run(LEFT_OUT))
    bring(folder, LINUX, dataclasses.replace(full, records=(left, *full.records[1:])))
    assert gathered(folder, keyword="fork").faults == {}
    assert fault(folder) == f"its run is partial: {LEFT_OUT}"


def test_where_claims_were_chosen_a_run_that_ended_early_is_still_named(folder: Path) -> None:
    bring(folder, LINUX, whole(partial="interrupted"))
    assert fault(folder, keyword="fork") == "its run is partial: interrupted"


@pytest.mark.parametrize("path", sorted((PROJECT / "results").glob("*.json")), ids=lambda path: path.stem)
def test_every_published_interpreter_is_called_as_its_facts_say(path: Path) -> None:
    for key, facts in read_results(path).interpreters.items():
        assert interpreter_id(facts) == key


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    path = bring(folder, LINUX, whole())
    path.rename(tmp_path / "elsewhere.json")
    try:
        path.symlink_to(tmp_path / "elsewhere.json")
    except OSError as fault:  # Windows asks for a privilege
        pytest.skip(f"there can be no link: {fault}")
    if not path.is_symlink():
        pytest.skip("Wine makes no links")
    found = gathered(folder)
    assert found.faults[LINUX] == f"{LINUX}.json is no plain file"


def test_a_huge_file_is_not_read(folder: Path) -> None:
    path = bring(folder, LINUX, whole())
    with path.open("r+b") as file:
        file.truncate(MOST_BYTES + 1)  # sparse: it takes no room
    assert fault(folder) == f"{LINUX}.json has more than 64 MB"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_reasons_stay_text(text: str, folder: Path) -> None:
    bring(folder, LINUX, whole(partial=text))
    found = gathered(folder)
    assert found.faults[LINUX] == f"its run is partial: {text}"


def test_an_answer_that_is_twice_in_a_file_is_refused(folder: Path) -> None:
    path = bring(folder, LINUX, whole())
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["records"].append(raw["records"][0])
    bring(folder, LINUX, json.dumps(raw))
    assert "stands in it twice" in fault(folder)
