"""The plan of CI's jobs: every Python that an image can have, and none that it cannot."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from builders import make_facts, make_results
from canifork.ci.jobs import (
    MOST_JOBS,
    SUBSETS,
    Cell,
    Matrix,
    from_json,
    lines,
    make_matrix,
    never_run,
    to_json,
)
from canifork.ci.table import read_table
from canifork.errors import MatrixError
from canifork.execution.supervisor import Runner
from canifork.ids import told_apart
from canifork.interpreters.discovery import probe
from canifork.interpreters.launchers import container, fetched, launcher_of, start
from canifork.model import Interpreter, Results
from canifork.results.codec import SCHEMA_FILE
from made_up import PROJECT

TABLE = read_table()
PLAIN = [f"3.{minor}" for minor in range(6, 16)]
WITHOUT_GIL = ["3.13t", "3.14t", "3.15t"]
# What setup-python has for each image and architecture, written down by itself: oldest CPython, others.
OFFERED = {
    ("ubuntu-24.04", "x64"): ("3.8", ["pypy3.11", "graalpy-25.0"]),
    ("ubuntu-24.04-arm", "arm64"): ("3.8", ["pypy3.11"]),
    ("windows-2025", "x64"): ("3.6", ["pypy3.11"]),
    ("windows-2025", "x86"): ("3.6", []),
    ("windows-11-arm", "arm64"): ("3.11", []),
    ("macos-26", "arm64"): ("3.8", ["pypy3.11"]),
    ("macos-15-intel", "x64"): ("3.6", ["pypy3.11"]),
}
FIRSTS = ["3.12.0", "3.13.0", "3.14.0"]  # as the manifest has them for this image too
MOST_MINUTES = 30  # that a run may take


def plan(subset: str = "full", only: str = "", keyword: str = "", commit: str | None = "c0ffee") -> Matrix:
    return make_matrix(TABLE, subset=subset, only=only.split(), keyword=keyword, commit=commit)


def test_the_full_plan_has_every_python_that_an_image_is_offered_and_no_other() -> None:
    for place, (oldest, further) in OFFERED.items():
        planned = [cell.python for cell in plan().cells if place == where(cell)]
        firsts = FIRSTS if place == ("ubuntu-24.04", "x64") else []
        assert planned == [*PLAIN[PLAIN.index(oldest) :], *WITHOUT_GIL, *further, *firsts]


def where(cell: Cell) -> tuple[str, str] | None:
    """Return image and architecture of a cell for which setup-python installs a Python."""
    return (cell.image, cell.architecture) if cell.python and not cell.container else None


def test_the_only_other_image_is_the_last_one_with_python_3_7() -> None:
    others = [cell for cell in plan().cells if where(cell) not in {None, *OFFERED}]
    assert [(cell.image, cell.python) for cell in others] == [("ubuntu-22.04", "3.7")]


def test_alpine_runs_in_a_container_of_its_python_and_says_musl() -> None:
    alpine = [cell for cell in plan().cells if cell.container]
    assert [cell.python for cell in alpine] == PLAIN[PLAIN.index("3.9") :]
    assert all(cell.container == f"python:{cell.python}-alpine" for cell in alpine)
    assert alpine[0].interpreters == ("cp39-linux-x86_64-musl",)


def test_a_32_bit_python_is_a_cell_of_its_own() -> None:
    (cell,) = plan(only="cp313-windows-x86").cells
    assert (cell.image, cell.architecture, cell.python) == ("windows-2025", "x86", "3.13")


def test_the_first_patch_release_of_a_line_is_a_cell_beside_the_last() -> None:
    """Claims flip between the two, so that one id for both would not say whose answer it is."""
    last, first = plan(only="cp313.0-linux-x86_64 cp313-linux-x86_64").cells
    assert (first.python, first.interpreters) == ("3.13.0", ("cp313.0-linux-x86_64",))
    assert (last.python, last.interpreters) == ("3.13", ("cp313-linux-x86_64",))
    assert (first.each_patch, last.each_patch) == (True, False)


def test_what_a_session_brings_in_limited_containers_is_what_the_plan_awaits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The limits come from the commands that the session starts, the ids from the plan."""
    monkeypatch.setattr(container, "engine_of", lambda _: "podman")
    commands = fetched()["containers"](PROJECT, PROJECT)
    wished = {
        command[-1].removeprefix("python:"): launcher_of(command).apart(command) for command in commands
    }
    (cell,) = plan(only="containers-limited").cells
    assert len(cell.interpreters) == len(wished) == len(commands)
    for version, by in wished.items():
        facts = make_facts(version=f"{version}.1", cpu_limit=1.5, cpus_usable=1)
        assert told_apart(facts, by)["id"] in cell.interpreters


def test_graalpy_is_named_by_the_python_it_implements() -> None:
    (cell,) = plan(only="gp*").cells
    assert (cell.id, cell.python) == ("gp312-linux-x86_64", "graalpy-25.0")


def test_every_pattern_of_the_optional_cells_fits_a_cell_and_gives_a_reason() -> None:
    cells = [cell for subset in SUBSETS for cell in plan(subset).cells]
    for entry in TABLE.optional:
        assert any(fnmatchcase(cell.id, entry.cells) for cell in cells)
        assert entry.because
    assert plan(only="cp37-macos-x86_64").cells[0].optional
    assert not plan(only="cp313-linux-x86_64").cells[0].optional


def test_a_run_takes_at_most_half_an_hour_and_says_so() -> None:
    shown = list(lines(plan()))[-1]
    assert (found := re.fullmatch(r"estimated: (\d+) minutes, \d+ minutes of runners", shown))
    assert int(found[1]) <= MOST_MINUTES


def test_one_cell_each_runs_wine_and_pyodide_and_other_cpus() -> None:
    brought = {cell.session: cell.interpreters for cell in plan().cells if not cell.python}
    assert set(brought) == {"windows", "wasm", "cpus", "containers"}
    assert all("-cpus" in key for key in brought["containers"])
    assert all(key.endswith("-qemu") for key in brought["cpus"])
    assert all(key.endswith("-windows-amd64-wine") for key in brought["windows"])
    assert brought["wasm"] == ("cp314-emscripten-wasm32",)


def test_every_session_of_a_cell_is_one_of_the_noxfile() -> None:
    text = (PROJECT / "noxfile.py").read_text("utf-8")
    for session in {cell.session for cell in plan().cells}:
        assert f"@nox.session\ndef {session}(" in text


@pytest.mark.parametrize("subset", SUBSETS)
def test_no_two_cells_bring_the_same_interpreter(subset: str) -> None:
    cells = plan(subset).cells
    keys = [key for cell in cells for key in cell.interpreters]
    assert len(set(keys)) == len(keys)
    assert len({cell.id for cell in cells}) == len(cells) <= MOST_JOBS


def test_quick_is_a_part_of_full_with_every_system_and_its_oldest_and_newest_python() -> None:
    quick = plan("quick").cells
    assert set(quick) < set(plan().cells)
    for image in ("ubuntu-24.04", "windows-2025", "macos-26"):
        pythons = [cell.python for cell in quick if cell.image == image]
        oldest = next(offered for (name, _), (offered, _) in OFFERED.items() if name == image)
        assert {oldest, TABLE.newest} <= set(pythons)


def test_the_radar_sets_the_next_python_beside_the_newest() -> None:
    radar = plan("radar")
    assert TABLE.newest == PLAIN[-1]
    assert TABLE.next == "3.16"
    assert {cell.python for cell in radar.cells} == {TABLE.newest, TABLE.next}
    assert all(cell.next == (cell.python == TABLE.next) for cell in radar.cells)
    assert {key for pair in radar.pairs for key in pair} == {cell.id for cell in radar.cells}


def test_a_cell_is_named_as_its_interpreter_names_itself() -> None:
    with contextlib.closing(Runner(start)) as runner:
        here = probe((sys.executable,), PROJECT, runner)
    assert isinstance(here, Interpreter)
    facts = here.facts
    image = dataclasses.replace(TABLE.images[0], os=facts["os"], machine=facts["machine"])
    word = "{}.{}".format(*sys.version_info[:2]) + ("t" if facts["free_threaded"] else "")
    assert TABLE.interpreter_id(image, word) == here.id.removesuffix(f"-{facts['emulated']}")


def test_every_name_is_one_that_results_and_artifacts_can_have() -> None:
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    pattern = schema["properties"]["interpreters"]["propertyNames"]["pattern"]
    for cell in plan().cells:
        assert all(re.fullmatch(pattern, key) for key in cell.interpreters)
        assert re.fullmatch(r"[a-z0-9_.-]+", cell.id)


def test_no_image_is_called_latest() -> None:
    assert not any("latest" in cell.image for cell in plan().cells)


def test_patterns_choose_cells_and_such_a_plan_is_not_whole() -> None:
    chosen = plan(only="cp36-* pp311-linux-x86_64")
    assert [cell.id for cell in chosen.cells] == [
        "cp36-macos-x86_64", "cp36-windows-amd64", "cp36-windows-x86", "pp311-linux-x86_64",
    ]  # fmt: skip
    assert [plan().whole, chosen.whole, plan("quick").whole, plan(keyword="pool").whole] == [
        True, False, False, False,
    ]  # fmt: skip


def test_a_plan_without_cells_is_refused() -> None:
    with pytest.raises(MatrixError, match=r"quick has 0 cells that fit 'cp99-\*'"):
        plan("quick", only="cp99-*")


@pytest.mark.parametrize("keyword", ["$(touch x)", '"', "a' b", "a\nb", "a;b", "`a`", "a|b", "{x}"])
def test_a_keyword_that_a_shell_might_read_is_refused(keyword: str) -> None:
    with pytest.raises(MatrixError, match="is no keyword"):
        plan(keyword=keyword)


def test_a_plan_without_a_commit_is_refused() -> None:
    with pytest.raises(MatrixError, match="plan in a checkout"):
        plan(commit=None)


@pytest.mark.parametrize("subset", SUBSETS)
def test_a_plan_is_one_line_of_json_that_reads_back(subset: str) -> None:
    planned = plan(subset, keyword="(fork. or pool[cp313-]) and not é")
    assert "\n" not in to_json(planned)
    assert from_json(to_json(planned)) == planned


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": [{"id": 1}]}', "null", to_json(plan())[:-9]])
def test_what_is_no_plan_is_told_so(text: str) -> None:
    with pytest.raises(MatrixError, match="the plan cannot be read"):
        from_json(text)


def test_an_unknown_key_of_a_plan_is_told() -> None:
    raw = json.loads(to_json(plan("radar")))
    with pytest.raises(MatrixError, match="colour"):
        from_json(json.dumps(raw | {"colour": "red"}))


def test_people_see_a_line_for_each_image_and_the_counts() -> None:
    shown = list(lines(plan()))
    assert shown[0].split()[:4] == ["macos-26", "arm64", "3.8", "3.9"]
    assert "optional: cp37-linux-x86_64: its image, ubuntu-22.04, ends in April 2027" in shown
    keys = [key for cell in plan().cells for key in cell.interpreters]
    assert shown[-2] == f"{len(plan().cells)} jobs for {len(keys)} interpreters (full) of commit c0ffee"


def ran_on(*systems: tuple[str, str, str | None]) -> Results:
    facts = [make_facts(os=system, machine=machine, emulated=by) for system, machine, by in systems]
    return make_results([], interpreters={str(number): one for number, one in enumerate(facts)})


def test_what_no_interpreter_ran_on_is_named_and_wine_is_not_windows() -> None:
    here = ran_on(("linux", "x86_64", None), ("windows", "amd64", "wine"))
    published = ran_on(("macos", "arm64", None))
    assert never_run(TABLE, here, published) == [
        "Linux (aarch64)", "Windows (amd64, x86, arm64)", "macOS (x86_64)",
    ]  # fmt: skip
    assert "macOS (arm64, x86_64)" in never_run(TABLE, here, None)


def test_when_all_have_run_nothing_is_named() -> None:
    assert never_run(TABLE, ran_on(*((one.os, one.machine, None) for one in TABLE.images))) == []


def test_the_workflow_offers_the_subsets_that_there_are() -> None:
    text = (PROJECT / ".github" / "workflows" / "matrix.yml").read_text("utf-8")
    assert f"options: [{', '.join(SUBSETS)}]" in text


def test_an_unknown_key_of_the_table_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "matrix.toml"
    path.write_text(
        (PROJECT / "harness" / "canifork" / "ci" / "jobs.toml")
        .read_text(encoding="utf-8")
        .replace("radar =", "rader ="),
        encoding="utf-8",
    )
    with pytest.raises(TypeError, match="rader"):
        read_table(path)
