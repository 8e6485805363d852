"""canifork lint: each rule of authoring has a case that breaks it, named with its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from canifork.claims.lint import Slip, slips, slips_in_case
from made_up import PROJECT

GOOD = '''"""It is true.

It was made so.
"""
from multiprocessing import Process

from cases._show import show

SAYS = "It is said."
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://github.com/python/cpython/issues/1",
]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"done": False}}]
EXPECT = [
    {"when": {"os": "linux"}, "sees": {"done": True}, "because": "it was made so"},
    {"when": {}, "sees": {"done": True}, "because": "it was made so"},
]


def work():
    pass


def observe():
    Process(target=work).start()
    return {"done": True}


if __name__ == "__main__":
    show(observe)
'''
LONG = "def work():\n" + "    pass\n" * 30 + "\n"
SLIPS = [
    ("It is true.", "True.", 1, "the truth is .True.'; write one sentence"),
    ("It is true.", "It is true", 1, "the truth is .It is true.; write one sentence"),
    ("It was made so.\n", "It was made so\n", 1, "no reason stands below the truth"),
    ("ARTICLE = [{", "ARTICLE = [] and [{", 15, "ARTICLE is not a literal"),
    ('SAYS = "It is said."', "SAYS = None", 15, "SAYS is None and ARTICLE has rows"),
    ('ARTICLE = [{"when": {}, "sees": {"done": False}}]', "ARTICLE = []", 15, "ARTICLE has no row"),
    ("It is said.", "It is said", 9, "SAYS is no sentence"),
    ("#os.fork", "", 11, "https://docs.python.org/3/library/os.html names no section"),
    ("https://github", "http://github", 12, "http://github.com/python/cpython/issues/1 does not begin with"),
    ('"because": "it was made so"},\n]', '"because": "so"},\n]', 18, "'so' is no reason"),
    ('{"os": "linux"}', "{}", 17, "this row of EXPECT fits everything"),
    ('{"os": "linux"}', '{"os": "beos"}', 16, "EXPECT, row 1: "),
    ("import Process\n", "import Process\nimport psutil\n", 6, "it imports psutil"),
    ("import Process\n", "import Process\nfrom . import own\n", 6, r"it imports \.\.own"),
    ("import Process\n", "import Process\nfrom cases.fork import x\n", 6, "it imports cases.fork.x"),
    ("    show(observe)", "    print(observe())", 32, "it does not end in"),
    ("target=work", "target=lambda: None", 27, "lambda: None cannot be sent to a process"),
    ("target=work", "target=nested", 27, "nested cannot be sent to a process"),
    ("def work():\n    pass\n\n\n", LONG, 22, "work has 31 lines; a function has at most 30"),
    ("def work", "# " + "x" * 99 + "\n\n\ndef work", 22, "this line has 101 characters"),
    ("def work", "\n" * 40 + "def work", 61, "it has 72 lines; a case has at most 60"),
    ('{"done": True}\n\n', '{"undecided": "observe() is not written yet"}\n\n', 28, "not written yet; let"),
    ("return", "return not", 0, ""),
    ("return {", "return (x := {", 28, "."),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a collection of one case."""
    folder = tmp_path / "cases"
    (folder / "made").mkdir(parents=True)
    (folder / "made" / "__init__.py").write_text('"""Made up"""\n', encoding="utf-8")
    (folder / "made" / "one.py").write_text(GOOD, encoding="utf-8")
    (folder / "article.toml").write_text(
        'title = "x"\noriginal_title = "x"\nauthor = "x"\npublished = 2018-04-27\nnewest_python = "3.6"\n'
        'not_testable = []\n[[chapter]]\nname = "made"\nclaims = ["one"]\n',
        encoding="utf-8",
    )
    return folder


def test_a_good_collection_has_no_slip(folder: Path) -> None:
    assert slips(folder) == []


@pytest.mark.parametrize(("before", "after", "line", "sentence"), SLIPS, ids=map(str, range(len(SLIPS))))
def test_a_slip_is_named_with_its_line(
    before: str, after: str, line: int, sentence: str, folder: Path
) -> None:
    path = folder / "made" / "one.py"
    assert before in GOOD
    path.write_text(GOOD.replace(before, after, 1), encoding="utf-8")
    found = slips_in_case(path, folder)
    assert [one.line for one in found] == ([line] if line else [])
    assert all(re.search(sentence, one.sentence) for one in found), found


def test_all_slips_of_a_case_are_named_at_once(folder: Path) -> None:
    text = GOOD.replace('"https://docs.python.org/3/library/os.html#os.fork"', "7").replace(
        '["processes"]', '["horses"]'
    )
    text = text.replace('{"when": {}, "sees": {"done": False}}', "1").replace("target=work", "target=print.x")
    path = folder / "made" / "one.py"
    path.write_text(text, encoding="utf-8")
    assert [one.line for one in slips_in_case(path, folder)] == [10, 14, 15]
    path.write_bytes(b"\xff\xfe")
    [slip] = slips_in_case(path, folder)
    assert slip.line == 1


def test_a_chapter_may_send_anything(folder: Path) -> None:
    path = folder / "made" / "one.py"
    path.write_text(GOOD.replace("target=work", "target=lambda: None"), encoding="utf-8")
    assert len(slips(folder)) == 1
    outline = folder / "article.toml"
    outline.write_text(f"{outline.read_text(encoding='utf-8')}sends_anything = true\n", encoding="utf-8")
    assert slips(folder) == []


OUTLINES = [
    ('["one"]', '["one", "two"]', [9], "made.two has no case; write cases/made/two.py"),
    ('["one"]', '["one",\n"one"]', [10], "made.one is listed twice"),
    ('claims = ["one"]', 'claims = []\nsince = ["one"]', [1], "lists it in `since`; those in"),
    ('["one"]', "[]", [1], "does not list made.one"),
    (
        "not_testable = []",
        'not_testable = [{claim = "x.", reason = "y"}]',
        [6],
        "'x.' or its reason is no sentence",
    ),
    ("published = 2018-04-27", "published = 2018", [1], "isoformat"),
    ("published = 2018-04-27", "published = =", [4], "Invalid value"),
]


@pytest.mark.parametrize(("before", "after", "lines", "sentence"), OUTLINES)
def test_the_outline_and_the_files_have_to_agree(
    before: str, after: str, lines: list[int], sentence: str, folder: Path
) -> None:
    outline = folder / "article.toml"
    outline.write_text(outline.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    found = slips(folder)
    assert [one.line for one in found] == lines
    assert sentence in found[0].sentence


def test_a_chapter_has_a_title_and_shared_files_keep_to_the_library(folder: Path) -> None:
    (folder / "made" / "__init__.py").unlink()
    (folder / "_own.py").write_text("import os\nimport psutil\n", encoding="utf-8")
    (folder / "_newer.py").write_text("x = (y := 1)\n", encoding="utf-8")
    assert [(one.path.name, one.line) for one in slips(folder)] == [
        ("article.toml", 8), ("_newer.py", 1), ("_own.py", 2),
    ]  # fmt: skip


def test_a_broken_case_is_named_among_the_others(folder: Path) -> None:
    shutil.copy(PROJECT / "cases" / "fork" / "unix_only.py", folder / "made" / "two.py")
    (folder / "made" / "one.py").write_text("x = (\n", encoding="utf-8")
    found = [one.path.name for one in slips(folder)]
    assert found == ["two.py", "one.py"]
    assert isinstance(slips(folder)[0], Slip)
