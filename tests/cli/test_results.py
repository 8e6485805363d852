"""What is done with stored results, and what a bad results file is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from made_up import harness, project

SPOILT: list[tuple[Callable[[str], str], str]] = [  # what is done to a results file, what is told
    (lambda text: text[: len(text) // 2], "is not JSON, or cut off"),
    (lambda text: re.sub('"schema": [12]', '"schema": 4', text, count=1), "has schema 4"),
    (lambda _: "rubbish", "is not JSON"),
    (lambda _: "[]", "is no results file"),
    (lambda text: text.replace('"answered"', '"sung"'), "is no results file"),
]


@pytest.mark.parametrize(("spoil", "told"), SPOILT)
@pytest.mark.parametrize("command", ["judge", "report", "merge", "diff", "cite", "explain"])
def test_a_bad_results_file_is_one_sentence(
    command: str, spoil: Callable[[str], str], told: str, results: Path, tmp_path: Path
) -> None:
    path = tmp_path / "results.json"
    path.write_text(spoil(results.read_text(encoding="utf-8")), encoding="utf-8")
    further: dict[str, list[str | Path]] = {
        "merge": ["-o", tmp_path / "out.json"],
        "report": ["--folder", tmp_path],
        "cite": ["--results", path],
        "explain": ["--results", path],
    }
    first = "made.one" if command in {"cite", "explain"} else path
    ended = harness(command, first, *further.get(command, []))
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"canifork: {path}: ")
    assert told in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_two_files_that_contradict_each_other_are_one_sentence_and_stay(
    results: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(results.read_text(encoding="utf-8"), encoding="utf-8")
    read = json.loads(results.read_text(encoding="utf-8"))
    read["records"][0]["observation"]["answer"] = {"done": False}
    other.write_text(json.dumps(read), encoding="utf-8")
    ended = harness("merge", one, other, "-o", tmp_path / "all.json")
    assert ended.returncode == 2
    assert "contradicts" in ended.stderr
    assert not (tmp_path / "all.json").exists()


def test_a_report_of_another_file_takes_it_along_and_keeps_what_was_there(
    results: Path, tmp_path: Path
) -> None:
    (tmp_path / "results.json").write_text("{}", encoding="utf-8")
    assert harness("report", results, "--folder", tmp_path).returncode == 0
    assert (tmp_path / "results.json").read_bytes() == results.read_bytes()
    assert (tmp_path / "replaced-results.json").read_text(encoding="utf-8") == "{}"
    assert harness("verify", tmp_path / "results.json").returncode == 0


def test_splitting_and_merging_gives_the_records_back(results: Path, tmp_path: Path) -> None:
    assert harness("split", results, tmp_path / "parts").returncode == 0
    [part] = (tmp_path / "parts").iterdir()
    read, whole = (
        json.loads(part.read_text(encoding="utf-8")),
        json.loads(results.read_text(encoding="utf-8")),
    )
    assert read["records"] == whole["records"]
    assert part.stem in read["interpreters"]
    facts = read["interpreters"][part.stem]
    assert "/" not in facts["executable"]
    assert read["unused"] == []


def test_judging_anew_changes_only_what_the_tables_change(results: Path, tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    same = harness("judge", results, "-o", tmp_path / "same.json", root=root)
    assert same.returncode == 0
    assert "0 of 1 judgements changed" in same.stdout
    path = root / "cases" / "made" / "one.py"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"sees": {"done": True}', '"sees": {"done": False}'),
        encoding="utf-8",
    )
    flipped = harness("judge", results, "-o", tmp_path / "flipped.json", root=root)
    assert flipped.returncode == 1
    assert "is now broken" in flipped.stdout


@pytest.mark.parametrize("command", ["report", "run"])
def test_a_folder_below_a_file_is_one_sentence(command: str, results: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    words = [results] if command == "report" else []
    ended = harness(command, *words, "--folder", tmp_path / "file" / "report")
    assert ended.returncode == 2
    assert "file: is a file, not a folder; name another folder" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
