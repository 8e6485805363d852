"""Broken rows become annotations of their lines; what a case wrote stays text in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import (
    HOSTILE,
    LINUX,
    answered,
    expect,
    make_case,
    make_record,
    make_results,
    make_trial,
)
from canifork.claims.casefile import read_cases
from canifork.model import Kind, Observation
from canifork.report.text.annotations import marks, row_lines
from made_up import PROJECT

CASE = make_case(
    start_methods=("fork", "spawn"),
    expect=(
        expect({"works": False}, when={"start_method": "fork"}),
        expect({"works": True}, because="the manual says so"),
    ),
)
SOURCE = '''"""A pool works."""
EXPECT = [
    {"when": {"start_method": "fork"}, "sees": {"works": False}, "because": "the manual says so"},
    {"when": {},
     "sees": {"works": True}, "because": "the manual says so"},
]
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder that holds the file of CASE."""
    path = tmp_path / CASE.file
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    return tmp_path


def found(root: Path, *trials: tuple[str | None, Observation]) -> list[str]:
    records = [make_record(make_trial(method=method), seen, CASE) for method, seen in trials]
    return list(marks(make_results(records, cases={CASE.id: CASE}), root))


def test_the_row_that_broke_is_named_by_file_and_line(root: Path) -> None:
    (line,) = found(root, ("spawn", answered(works=False)))
    assert line == (
        "::error file=cases/pool/size.py,line=4,title=pool.size::expected works True, saw False; "
        f"expected because the manual says so%0Apool.size[{LINUX}-spawn]"
    )
    assert "line=3," in found(root, ("fork", answered(works=True)))[0]


def test_trials_that_break_a_row_in_one_way_share_a_line(root: Path) -> None:
    (line,) = found(root, ("spawn", answered(works=False)), (None, answered(works=False)))
    assert line.endswith(f"%0Apool.size[{LINUX}-spawn], pool.size[{LINUX}]")


def test_what_is_not_red_is_not_marked(root: Path) -> None:
    assert found(root, ("spawn", answered(works=True)), ("fork", answered(undecided="busy"))) == []


def test_an_unreadable_answer_is_marked_at_the_first_line(root: Path) -> None:
    (line,) = found(root, ("spawn", Observation(kind=Kind.GARBLED, reason="no answer")))
    assert line.startswith("::error file=cases/pool/size.py,line=1,title=pool.size::it garbled: no answer")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_case_wrote_ends_no_line_and_no_property(text: str, root: Path) -> None:
    (line,) = found(root, ("spawn", answered(works=text)))
    assert re.fullmatch(r"::error file=[^:,]+,line=\d+,title=[^:,]+::[^\r\n]*", line)
    assert line.replace("\ufffd", "").isprintable()


def test_a_file_that_holds_no_such_table_has_no_lines(tmp_path: Path) -> None:
    for name, text in {"none.py": "x = 1", "broken.py": "(", "call.py": "EXPECT = list()"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert row_lines(tmp_path / name) == []
    assert row_lines(tmp_path / "absent.py") == []


def test_every_row_of_every_case_has_a_line() -> None:
    for case in read_cases(PROJECT / "cases").values():
        assert len(row_lines(PROJECT / case.file)) == len(case.expect)
