"""The command line: help with examples, one sentence for a mistake, exit codes that tell which."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from made_up import harness, project, run

COMMANDS = [
    "list",
    "run",
    "judge",
    "merge",
    "split",
    "report",
    "cite",
    "verify",
    "diff",
    "explain",
    "matrix",
    "gather",
]
SENTENCE_ONLY = ("Traceback", "Error:")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = project(tmp_path_factory.mktemp("run"), {"one": "return {'done': True}"})
    assert run(root).returncode == 0
    return root / "report" / "results.json"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_the_exit_codes(command: str) -> None:
    ended = harness(command, "--help")
    assert ended.returncode == 0
    assert f"python -m harness {command}" in ended.stdout
    assert "exit codes:" in ended.stdout


@pytest.mark.parametrize("words", [[], ["no-such-command"], ["list", "--no-such-option"], ["merge"]])
def test_wrong_usage_exits_with_2(words: list[str]) -> None:
    ended = harness(*words)
    assert ended.returncode == 2
    assert "usage:" in ended.stderr


def test_list_shows_claims_and_what_cannot_be_tested(tmp_path: Path) -> None:
    ended = harness("list", root=project(tmp_path, {"one": "return {}"}))
    assert ended.returncode == 0
    assert "made.one" in ended.stdout
    assert "1 claims have a case, 0 do not" in ended.stdout
    assert "It is praise." in ended.stdout


MISTAKES: list[tuple[str, str, str]] = [  # in the case file: what is written, what instead, what is told
    ("SAYS", "SAID", "there is no SAYS"),
    ('"because"', '"since"', "no key 'since'"),
    ('{"when": {}, "sees"', '{"when": {"python": "3.9"}, "sees"', "range '3.9'"),
    ('SAYS = "It is made up."', "SAYS = str(1)", "SAYS is not a literal"),
    ("def observe():", "def observe()", "made/one.py:1"),
    ("EXPECT = ", "CANNOT = ", "there is no EXPECT"),
    ("EXPECT = ", "EXPECTS = ", "EXPECTS is no key of a header"),
]


@pytest.mark.parametrize(("written", "instead", "told"), MISTAKES)
def test_a_bad_case_file_is_one_sentence_with_file_and_line(
    written: str, instead: str, told: str, tmp_path: Path
) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    path = root / "cases" / "made" / "one.py"
    path.write_text(path.read_text().replace(written, instead))
    for ended in (harness("list", root=root), run(root)):
        assert ended.returncode == 2
        assert told in ended.stderr
        assert "one.py:" in ended.stderr
        assert not any(word in ended.stderr for word in ("Traceback", "INTERNALERROR"))


def test_an_interpreter_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    ended = harness("run", "--python", "no-such-python", "--folder", tmp_path / "report", root=root)
    assert ended.returncode == 2
    assert "no-such-python: there is no such program" in ended.stderr
    assert "Traceback" not in ended.stderr


SPOILT: list[tuple[Callable[[str], str], str]] = [  # what is done to a results file, what is told
    (lambda text: text[: len(text) // 2], "is not JSON, or cut off"),
    (lambda text: text.replace('"schema": 1', '"schema": 2', 1), "has schema 2"),
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
    path.write_text(spoil(results.read_text()))
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
    one.write_text(results.read_text())
    read = json.loads(results.read_text())
    read["records"][0]["observation"]["answer"] = {"done": False}
    other.write_text(json.dumps(read))
    ended = harness("merge", one, other, "-o", tmp_path / "all.json")
    assert ended.returncode == 2
    assert "contradicts" in ended.stderr
    assert not (tmp_path / "all.json").exists()


@pytest.mark.slow
def test_a_report_can_be_cited_and_each_citation_verified(results: Path, tmp_path: Path) -> None:
    for form in ("text", "bibtex", "csl", "html", "svg"):
        cited = harness("cite", "made.one", "--results", results, "--format", form)
        assert cited.returncode == 0
        (tmp_path / form).write_text(cited.stdout)
        for words in ([tmp_path / form, results], [results, tmp_path / form]):
            assert f"{results}: is the cited file" in harness("verify", *words).stdout
    changed = bytearray(results.read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "changed.json").write_bytes(changed)
    ended = harness("verify", tmp_path / "bibtex", tmp_path / "changed.json")
    assert ended.returncode == 1
    assert "is NOT the cited file" in ended.stdout


def test_a_report_holds_what_verifies_it(results: Path, tmp_path: Path) -> None:
    assert harness("verify", results).returncode == 0
    copy = tmp_path / results.name
    copy.write_bytes(results.read_bytes() + b"\n")
    (tmp_path / f"{results.name}.sha256").write_bytes(
        results.with_name(f"{results.name}.sha256").read_bytes()
    )
    assert harness("verify", copy).returncode == 1


def test_citing_gives_all_three_forms(results: Path) -> None:
    trial = json.loads(results.read_text())["records"][0]
    word = f"made.one[{trial['interpreter']}]"
    ended = harness("cite", word, "--results", results, "--site", "https://example.org/x")
    assert ended.returncode == 0
    assert "@misc{canifork-made.one-" in ended.stdout
    assert '"type": "dataset"' in ended.stdout
    assert ended.stdout.count(f"https://example.org/x/claim/made.one.html#{trial['interpreter']}") == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["cite", "made.two"], "no claim 'made.two'"),
        (["cite", "made.one[cp27]"], "no trial of made.one on 'cp27'"),
        (["explain", "made.two"], "no claim 'made.two'"),
        (["cite", "made.one", "--site", "ftp:x"], "is no address"),
        (["verify", "a", "b", "c"], "3 names were given"),
        (["verify", "no-such-file"], "has no no-such-file.sha256 beside it"),
        (["verify", "README.md", "pyproject.toml"], "README.md: holds no sha256"),
        (["verify", "no-such-file", "0" * 64], "no-such-file: No such file"),
        (["diff", "no-such-file"], "no-such-file: No such file"),
    ],
)
def test_a_mistake_in_citing_is_one_sentence(words: list[str], told: str, results: Path) -> None:
    further = ["--results", str(results)] if words[0] in {"cite", "explain"} else []
    ended = harness(*words, *further)
    assert ended.returncode == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


def test_diff_tells_what_flipped_and_whether_an_expectation_broke(results: Path, tmp_path: Path) -> None:
    read = json.loads(results.read_text())
    read["records"][0] |= {"expectation": "broken", "article": "supported"}
    read["records"][0]["observation"]["answer"] = {"done": False}
    (tmp_path / "now.json").write_text(json.dumps(read))
    for form, told in (("text", "done: yes, now no"), ("markdown", "### Flipped"), ("json", '"broke": true')):
        ended = harness("diff", results, tmp_path / "now.json", "--format", form)
        assert ended.returncode == 1
        assert told in ended.stdout
    assert harness("diff", tmp_path / "now.json", results).returncode == 0
    key = read["records"][0]["interpreter"]
    assert harness("diff", results, "--then", key, "--now", key).returncode == 0


def test_explain_shows_the_page_of_a_claim(results: Path) -> None:
    ended = harness("explain", "made.one", "--results", results)
    assert ended.returncode == 0
    assert "It is made up." in ended.stdout
    assert "verdict   expectation met, article contradicted" in ended.stdout


def test_a_report_of_another_file_takes_it_along_and_keeps_what_was_there(
    results: Path, tmp_path: Path
) -> None:
    (tmp_path / "results.json").write_text("{}")
    assert harness("report", results, "--folder", tmp_path).returncode == 0
    assert (tmp_path / "results.json").read_bytes() == results.read_bytes()
    assert (tmp_path / "replaced-results.json").read_text() == "{}"
    assert harness("verify", tmp_path / "results.json").returncode == 0


def test_splitting_and_merging_gives_the_records_back(results: Path, tmp_path: Path) -> None:
    assert harness("split", results, tmp_path / "parts").returncode == 0
    [part] = (tmp_path / "parts").iterdir()
    read, whole = json.loads(part.read_text()), json.loads(results.read_text())
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
    path.write_text(path.read_text().replace('"sees": {"done": True}', '"sees": {"done": False}'))
    flipped = harness("judge", results, "-o", tmp_path / "flipped.json", root=root)
    assert flipped.returncode == 1
    assert "is now broken" in flipped.stdout


@pytest.mark.parametrize("command", ["report", "run"])
def test_a_folder_that_cannot_be_written_is_one_sentence(command: str, results: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    words = [results] if command == "report" else []
    ended = harness(command, *words, "--folder", tmp_path / "file" / "report")
    assert ended.returncode == 3
    assert "Not a directory" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
