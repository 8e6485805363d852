"""Header in, Case out; every mistake is one sentence with file, line and value."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from canifork.claims.casefile import DEADLINE, KEYS, read_case, read_cases
from canifork.errors import CaseFileError
from canifork.model import Row

GOOD = '''"""A pool works.

It was built
to work.
"""
import os

SAYS = "A pool never works."
DOCS = ["https://docs.python.org/3/"]
START_METHODS = ["fork", "spawn"]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"works": False}}]
EXPECT = [{"when": {"os": "linux"}, "sees": {"works": True}, "because": "it was built to"}]

LOCAL = os.name


def observe():
    return {"works": True}
'''


def write(folder: Path, source: str | bytes, name: str = "pool/works.py") -> Path:
    path = folder / "cases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return path


def fault(folder: Path, source: str | bytes) -> str:
    """Return the one sentence that a bad case file gives, without the folder's own name."""
    path = write(folder, source)
    with pytest.raises(CaseFileError) as caught:
        read_case(path, folder / "cases")
    told = str(caught.value)
    assert "\n" not in told
    assert told.startswith(f"{path}:")
    return told.removeprefix(str(path))


def replaced(key: str, line: str) -> str:
    """Return the good source with the line of one key replaced."""
    changed, count = re.subn(rf"(?m)^{key} = .*$", lambda _: line, GOOD)
    assert count == 1
    return changed


def test_a_case_is_read_from_its_literals(tmp_path: Path) -> None:
    case = read_case(write(tmp_path, GOOD), tmp_path / "cases")
    assert (case.id, case.chapter, case.file) == ("pool.works", "pool", "cases/pool/works.py")
    assert (case.truth, case.why) == ("A pool works.", "It was built to work.")
    assert (case.says, case.docs) == ("A pool never works.", ("https://docs.python.org/3/",))
    assert (case.start_methods, case.needs) == (("fork", "spawn"), ("processes",))
    assert case.article == (Row(when={}, sees={"works": False}),)
    assert case.expect == (Row(when={"os": "linux"}, sees={"works": True}, because="it was built to"),)


def test_what_may_be_left_out_has_its_default(tmp_path: Path) -> None:
    source = replaced("START_METHODS", "").replace('NEEDS = ["processes"]\n', "")
    case = read_case(write(tmp_path, source), tmp_path / "cases")
    assert (case.start_methods, case.needs, case.alone, case.deadline) == ((), (), False, DEADLINE)


def test_alone_and_deadline_are_taken_over(tmp_path: Path) -> None:
    case = read_case(write(tmp_path, GOOD + "ALONE = True\nDEADLINE = 5\n"), tmp_path / "cases")
    assert (case.alone, case.deadline) == (True, 5.0)


def test_a_case_may_say_that_the_article_is_silent(tmp_path: Path) -> None:
    source = replaced("SAYS", "SAYS = None").replace('[{"when": {}, "sees": {"works": False}}]', "[]")
    case = read_case(write(tmp_path, source), tmp_path / "cases")
    assert (case.says, case.article) == (None, ())


def test_the_file_is_never_imported(tmp_path: Path) -> None:
    source = GOOD + f"\nopen({str(tmp_path / 'trace')!r}, 'w')\nraise SystemExit\n"
    read_case(write(tmp_path, source), tmp_path / "cases")
    assert not (tmp_path / "trace").exists()


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    case = read_case(write(tmp_path, GOOD), tmp_path / "cases")
    assert case.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()


def test_the_hash_does_not_depend_on_line_ends(tmp_path: Path) -> None:
    unix = read_case(write(tmp_path, GOOD), tmp_path / "cases")
    windows = read_case(write(tmp_path, GOOD.replace("\n", "\r\n")), tmp_path / "cases")
    assert unix == windows


@pytest.mark.parametrize(
    ("key", "line", "names"),
    [
        ("SAYS", "SAYS = 3", "SAYS is 3; write a sentence, or None"),
        ("SAYS", "SAYS = '  '", "SAYS is '  '; write a sentence, or None"),
        ("DOCS", "DOCS = 'https://x'", "DOCS is 'https://x'; write a list of strings"),
        ("DOCS", "DOCS = [1]", "DOCS is [1]; write a list of strings"),
        ("START_METHODS", "START_METHODS = ['frok']", "START_METHODS names 'frok'; it can name fork, spawn"),
        ("START_METHODS", "START_METHODS = None", "START_METHODS is None; write a list of strings"),
        ("NEEDS", "NEEDS = ['luck']", "NEEDS names 'luck'; it can name processes, threads"),
        ("NEEDS", "NEEDS = ('fork',)", "NEEDS is ('fork',); write a list of strings"),
        ("NEEDS", "ALONE = 1", "ALONE is 1; write True, or leave it out"),
        ("NEEDS", "DEADLINE = 0", "DEADLINE is 0; write seconds, at most 600"),
        ("NEEDS", "DEADLINE = 601", "DEADLINE is 601; write seconds, at most 600"),
        ("NEEDS", "DEADLINE = True", "DEADLINE is True; write seconds, at most 600"),
        ("NEEDS", "DEADLINE = '9'", "DEADLINE is '9'; write seconds, at most 600"),
        ("ARTICLE", "ARTICLE = None", "ARTICLE is None; write a list of rows"),
        ("ARTICLE", "ARTICLE = [7]", "ARTICLE, row 1: 7 is no row"),
        ("EXPECT", "EXPECT = {}", "EXPECT is {}; write a list of rows"),
        ("EXPECT", "EXPECT = []", "EXPECT has no row"),
    ],
)
def test_a_wrong_value_is_told_with_file_line_and_value(
    tmp_path: Path, key: str, line: str, names: str
) -> None:
    number = GOOD.splitlines().index(re.search(rf"(?m)^{key} = .*$", GOOD)[0]) + 1  # type: ignore[index]
    told = fault(tmp_path, replaced(key, line))
    assert told.startswith(f":{number}: ")
    assert names in told


def test_a_wrong_row_is_told_with_its_number(tmp_path: Path) -> None:
    good = '{"when": {}, "hung": True, "because": "x"}'
    bad = good.replace("{}", '{"os": "beos"}')
    told = fault(tmp_path, replaced("EXPECT", f"EXPECT = [{good}, {bad}]"))
    assert told.startswith(":13: EXPECT, row 2: `os` is 'beos'; it can be 'linux', 'macos'")


def test_a_bad_range_is_told_with_its_value(tmp_path: Path) -> None:
    line = 'EXPECT = [{"when": {"python": "=>3.12"}, "hung": True, "because": "x"}]'
    assert "EXPECT, row 1: the range '=>3.12' is not like" in fault(tmp_path, replaced("EXPECT", line))


@pytest.mark.parametrize("key", ["SAYS", "DOCS", "ARTICLE", "EXPECT"])
def test_a_missing_key_is_told_by_its_name(tmp_path: Path, key: str) -> None:
    assert f"there is no {key}; every case has one" in fault(tmp_path, replaced(key, ""))


@pytest.mark.parametrize("name", ["EXPECTS", "START_METHOD", "ARTICEL", "NEED"])
def test_a_slip_in_a_key_is_told_with_the_key_that_was_meant(tmp_path: Path, name: str) -> None:
    told = fault(tmp_path, GOOD + f"\n{name} = []\n")
    assert told.startswith(":21: ")
    assert any(f"{name} is no key of a header; {key} is" in told for key in KEYS)


@pytest.mark.parametrize(
    "value",
    ["lambda: 1", "len([])", "[x for x in 'ab']", "LOCAL", "{[]: 1}", "f'{1}'", "{'a': object()}"],
)
def test_a_header_that_is_no_literal_is_refused(tmp_path: Path, value: str) -> None:
    told = fault(tmp_path, replaced("SAYS", f"SAYS = {value}"))
    assert told == ":8: SAYS is not a literal; headers are read, never run"


@pytest.mark.parametrize("value", ["{1, 2}", "b'x'", "...", "1j", "1e999", "(1, 2)", "{1: 2}"])
def test_a_value_that_json_cannot_hold_is_refused(tmp_path: Path, value: str) -> None:
    """The tables are written into results.json and have to come back the same."""
    line = f'EXPECT = [{{"when": {{}}, "sees": {{"a": {value}}}, "because": "x"}}]'
    assert fault(tmp_path, replaced("EXPECT", line)).startswith(":13: EXPECT, row 1: ")


def test_a_start_method_is_named_once(tmp_path: Path) -> None:
    """Twice would be one trial twice, which a results file must not hold."""
    assert "fork" in fault(tmp_path, replaced("START_METHODS", "START_METHODS = ['fork', 'fork']"))


def test_a_key_is_given_once(tmp_path: Path) -> None:
    """Of two tables one would be silently without effect."""
    again = 'EXPECT = [{"when": {}, "hung": True, "because": "x"}]'
    assert fault(tmp_path, f"{GOOD}\n{again}\n").startswith(":21: EXPECT")


def test_an_annotated_key_is_not_called_missing(tmp_path: Path) -> None:
    told = fault(tmp_path, replaced("SAYS", "SAYS: str = 'x'"))
    assert told.startswith(":8: ")


@pytest.mark.parametrize(
    "source",
    [
        "def (",
        '"""x"""\nif (n := 1):\n    pass\n',
        '"""x"""\nmatch 1:\n    case 1:\n        pass\n',
    ],
)
def test_a_file_outside_the_grammar_of_3_6_is_told_with_its_line(tmp_path: Path, source: str) -> None:
    told = fault(tmp_path, source)
    assert re.match(r":[1-4]: .*; cases keep to the grammar of Python 3.6$", told)


@pytest.mark.parametrize(
    "source", [b"\xff\xfe\x00", b'"""x"""\nSAYS = "\xe4"\n', b"# coding: nonsense\n", b"a\0b"]
)
def test_a_file_that_is_no_text_is_told_with_a_line(tmp_path: Path, source: bytes) -> None:
    assert re.match(r":\d+: ", fault(tmp_path, source))


@pytest.mark.parametrize("source", ["", "import os\n", '""" """\n', '"""one\ntwo\n"""\n'])
def test_a_case_begins_with_the_truth_in_one_line(tmp_path: Path, source: str) -> None:
    assert fault(tmp_path, source).startswith(":1: a case begins with a docstring")


def test_all_cases_of_a_folder_are_found_by_their_ids(tmp_path: Path) -> None:
    for name in ("pool/works.py", "fork/a.py", "fork/__init__.py", "_show.py", "fork/_inner.py"):
        write(tmp_path, GOOD, name)
    assert list(read_cases(tmp_path / "cases")) == ["fork.a", "pool.works"]


@pytest.mark.parametrize("name", ["pool/Works.py", "pool/two-words.py", "pool/über.py"])
def test_a_file_name_that_makes_no_id_is_refused(tmp_path: Path, name: str) -> None:
    """An id is written in small letters; results.schema.json says so too."""
    write(tmp_path, GOOD, name)
    with pytest.raises(CaseFileError, match=Path(name).stem):
        read_cases(tmp_path / "cases")


@pytest.mark.parametrize("folder", ["cases", "elsewhere"])
def test_a_folder_without_cases_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "cases").mkdir()
    with pytest.raises(CaseFileError, match=f"{folder}: holds no case"):
        read_cases(tmp_path / folder)


SINCE = re.sub(
    r"(?m)^ARTICLE = .*\n",
    "",
    replaced("SAYS", 'SEEN = ["https://github.com/python/cpython/issues/1"]'),
)


def test_a_claim_that_came_after_the_article_says_where_people_met_it(tmp_path: Path) -> None:
    case = read_case(write(tmp_path, SINCE), tmp_path / "cases")
    assert case.since_then
    assert case.seen == ("https://github.com/python/cpython/issues/1",)
    assert (case.says, case.article) == (None, ())


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (SINCE + 'SAYS = "A pool works."\n', "SAYS and SEEN are both given"),
        (SINCE + "ARTICLE = []\n", "ARTICLE and SEEN are both given"),
        (re.sub("SEEN = .*", "SEEN = []", SINCE), "SEEN is empty; link a thread"),
        (re.sub("SEEN = .*", "SEEN = 3", SINCE), "SEEN is 3; write a list of strings"),
    ],
)
def test_a_claim_is_the_articles_or_came_since(tmp_path: Path, source: str, says: str) -> None:
    assert says in fault(tmp_path, source)
