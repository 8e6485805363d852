"""causes.toml: every mistake is a sentence with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from canifork.claims.article import claim_ids, read_outline
from canifork.claims.causes import FILE, read_causes
from canifork.errors import CaseFileError
from canifork.model import Cause, Move
from made_up import PROJECT

GOOD = """
[[cause]]
id = "by-default"
link = "https://github.com/python/cpython/issues/84559"
releases = ["3.14.0", "3.13.5"]
says = "It came."
[[cause.moves]]
claim = "pool.size"
before = {works = false}
after = {works = true}
when = {os = "linux"}
"""
CLAIMS = ["pool.size"]


def fault(folder: Path, text: str) -> str:
    path = folder / FILE
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseFileError) as caught:
        read_causes(folder, CLAIMS)
    told = str(caught.value)
    assert told.startswith(f"{path}:")
    assert "\n" not in told
    return told.removeprefix(f"{path}:")


def test_a_cause_says_what_it_moved_and_in_which_releases(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(GOOD, encoding="utf-8")
    move = Move(claim="pool.size", before={"works": False}, after={"works": True}, when={"os": "linux"})
    assert read_causes(tmp_path, CLAIMS) == (
        Cause(
            id="by-default",
            link="https://github.com/python/cpython/issues/84559",
            says="It came.",
            releases=((3, 13, 5), (3, 14, 0)),
            moves=(move,),
        ),
    )


def test_without_the_file_no_cause_is_known(tmp_path: Path) -> None:
    assert read_causes(tmp_path, CLAIMS) == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"3.14.0"', '"3.14"', "2: the release '3.14' is not like '3.13.5'"),
        ('"3.14.0"', "3.14", "2: the release 3.14 is not like '3.13.5'"),
        ('["3.14.0", "3.13.5"]', "[]", "2: `releases` is []; list releases"),
        ('"pool.size"', '"pool.length"', "2: there is no claim 'pool.length'"),
        ("works = true", "works = false", "2: `before` and `after` of pool.size are the same"),
        ("{works = true}", "3", "2: `after` of pool.size is 3; write a table"),
        ('"linux"', '"plan9"', "2: `os` is 'plan9'; it can be"),
        ('"by-default"', '"By default"', "2: the id 'By default' is not made of"),
        ("https:", "http:", "2: the link 'http://github.com/python/cpython/issues/84559' does not begin"),
        ('"It came."', '"It came"', "2: `says` is 'It came'; write a sentence"),
        ("says =", "said =", "2: a cause has no `says`"),
        ("[[cause.moves]]", "[[cause.moved]]", "2: a cause has no `moves`"),
        ("when =", "where =", "2: a move has no key 'where'"),
        ("[[cause]]", "[[cause", " "),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert fault(tmp_path, GOOD.replace(old, new, 1)).startswith(says)


def test_two_causes_of_one_change_are_refused_at_the_second(tmp_path: Path) -> None:
    other = GOOD.replace("by-default", "another")
    assert (
        fault(tmp_path, GOOD + other) == "13: another and by-default both move pool.size in 3.13.5; keep one"
    )
    assert fault(tmp_path, GOOD + GOOD).startswith("13: there are two causes by-default")


def test_what_moves_something_else_is_another_cause(tmp_path: Path) -> None:
    other = GOOD.replace("by-default", "another").replace("works", "lost")
    (tmp_path / FILE).write_text(GOOD + other, encoding="utf-8")
    assert [cause.id for cause in read_causes(tmp_path, CLAIMS)] == ["by-default", "another"]


def test_the_projects_own_causes_move_claims_of_its_outline() -> None:
    folder = PROJECT / "cases"
    assert read_causes(folder) == read_causes(folder, claim_ids(read_outline(folder)))
    assert read_causes(folder)
