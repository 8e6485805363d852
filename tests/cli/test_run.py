"""Listing and running: a mistake in a case file or a command is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_up import harness, project, run


def test_list_shows_claims_and_what_cannot_be_tested(tmp_path: Path) -> None:
    ended = harness("list", root=project(tmp_path, {"one": "return {}"}), apart=True)
    assert ended.returncode == 0
    assert "made.one" in ended.stdout
    assert "1 claims have a case, 0 do not" in ended.stdout
    assert "It is praise." in ended.stdout


MISTAKES: list[tuple[str, str, str]] = [  # in the case file: what is written, what instead, what is told
    ("SAYS", "SAID", "there is no SAYS"),
    ('"because"', '"since"', "no key 'since'"),
    ('{"when": {}, "sees"', '{"when": {"python": "3.9"}, "sees"', "range '3.9'"),
    ('SAYS = "It is made up."', "SAYS = str(1)", "SAYS is not a literal"),
    ("def observe():", "def observe()", str(Path("made", "one.py:1"))),
    ("EXPECT = ", "CANNOT = ", "there is no EXPECT"),
    ("EXPECT = ", "EXPECTS = ", "EXPECTS is no key of a header"),
]


@pytest.mark.parametrize(("written", "instead", "told"), MISTAKES)
def test_a_bad_case_file_is_one_sentence_with_file_and_line(
    written: str, instead: str, told: str, tmp_path: Path
) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    path = root / "cases" / "made" / "one.py"
    path.write_text(path.read_text(encoding="utf-8").replace(written, instead), encoding="utf-8")
    for ended in (harness("list", root=root), run(root)):
        assert ended.returncode == 2
        assert told in ended.stderr
        assert "one.py:" in ended.stderr
        assert not any(word in ended.stderr for word in ("Traceback", "INTERNALERROR"))


@pytest.mark.parametrize("count", ["0", "-1", "x"])
def test_a_number_of_trials_at_once_that_is_none_is_refused(count: str, tmp_path: Path) -> None:
    ended = run(project(tmp_path, {"one": "return {'done': True}"}), f"--at-once={count}")
    assert ended.returncode == 2
    assert f"{count!r} is not a number of trials; write 1 or more" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_report_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    (root / "report").write_text("", encoding="utf-8")
    ended = run(root)
    assert ended.returncode == 2
    assert ended.stderr.endswith("report: is a file, not a folder; name another folder\n")
    assert "Traceback" not in ended.stderr


def test_an_interpreter_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    ended = harness("run", "--python", "no-such-python", "--folder", tmp_path / "report", root=root)
    assert ended.returncode == 2
    assert "no-such-python: there is no such program" in ended.stderr
    assert "Traceback" not in ended.stderr
