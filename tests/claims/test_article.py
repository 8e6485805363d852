"""article.toml: the chapters and claims in their order, and what cannot be tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import make_case, make_outline
from canifork.claims.article import claim_ids, in_order, read_outline, without_case
from canifork.errors import CaseFileError
from canifork.model import Chapter, Untestable

GOOD = """
title = "Processes"
original_title = "进程"
author = "云--澈"
published = 2018-04-27
newest_python = "3.6"

[[chapter]]
name = "fork"
claims = ["unix_only", "works"]

[[chapter]]
name = "pool"
claims = ["size"]

[[not_testable]]
claim = "Processes are nice."
reason = "a matter of taste"
"""


def write(folder: Path, text: str) -> Path:
    for chapter, source in (("fork", '"""The system call."""\n'), ("pool", "")):
        (folder / chapter).mkdir()
        (folder / chapter / "__init__.py").write_text(source, encoding="utf-8")
    path = folder / "article.toml"
    path.write_text(text, encoding="utf-8")
    return path


def fault(folder: Path, text: str) -> str:
    path = write(folder, text)
    with pytest.raises(CaseFileError) as caught:
        read_outline(folder)
    told = str(caught.value)
    assert told.startswith(f"{path}: ")
    return told.removeprefix(f"{path}: ")


def test_an_outline_is_read(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    outline = read_outline(tmp_path)
    assert (outline.title, outline.author) == ("Processes", "云--澈")
    assert (outline.original_title, outline.published) == ("进程", "2018-04-27")
    assert outline.chapters[0] == Chapter(
        name="fork", title="The system call.", claims=("unix_only", "works")
    )
    assert outline.not_testable == (Untestable(claim="Processes are nice.", reason="a matter of taste"),)


def test_a_chapter_without_docstring_is_called_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert read_outline(tmp_path).chapters[1].title == "pool"


def test_a_chapter_without_folder_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "article.toml").write_text(GOOD, encoding="utf-8")
    assert [one.title for one in read_outline(tmp_path).chapters] == ["fork", "pool"]


def test_a_missing_outline_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match=r"article\.toml: No such file or directory; the cases need"):
        read_outline(tmp_path)


def test_text_that_is_no_toml_is_told_with_its_place(tmp_path: Path) -> None:
    assert "line 2" in fault(tmp_path, "title = 'x'\nauthor = =\n")


@pytest.mark.parametrize("key", ["title", "original_title", "author", "published", "newest_python"])
def test_a_missing_key_is_told_by_its_name(tmp_path: Path, key: str) -> None:
    assert key in fault(tmp_path, "\n".join(line for line in GOOD.split("\n") if not line.startswith(key)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Processes"', "title = 3"),
        ('newest_python = "3.6"', "newest_python = 3.6"),
        ('claims = ["size"]', 'claims = "size"'),
        ('claims = ["size"]', "claims = [1]"),
        ("published = 2018-04-27", 'published = "2018"'),
        ('name = "pool"', "name = 3"),
        ('reason = "a matter of taste"', "reason = true"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """It would be written into results.json, which then could not be read."""
    assert fault(tmp_path, GOOD.replace(old, new))


def test_a_chapter_that_cannot_be_parsed_is_told_by_its_path(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    broken = tmp_path / "fork" / "__init__.py"
    broken.write_text("def (", encoding="utf-8")
    with pytest.raises(CaseFileError, match=r"fork.__init__\.py"):
        read_outline(tmp_path)


def test_claims_are_listed_in_the_order_of_the_article() -> None:
    assert claim_ids(make_outline(["pool.b", "fork.x", "pool.a"])) == ["pool.b", "pool.a", "fork.x"]


def test_cases_are_put_in_the_order_of_the_article() -> None:
    cases = {key: make_case(key) for key in ("fork.x", "pool.a", "pool.b")}
    outline = make_outline(["pool.b", "pool.a", "pool.later", "fork.x"])
    assert list(in_order(outline, cases)) == ["pool.b", "pool.a", "fork.x"]


def test_a_case_that_the_article_does_not_list_is_told_with_its_file() -> None:
    with pytest.raises(CaseFileError, match=r"cases/pool/b\.py:1: article\.toml does not list pool\.b"):
        in_order(make_outline(["pool.a"]), {"pool.b": make_case("pool.b")})


def test_claims_without_a_case_are_listed() -> None:
    assert without_case(make_outline(["pool.a", "pool.b", "fork.x"]), iter(["pool.b"])) == [
        "pool.a",
        "fork.x",
    ]


def test_claims_that_came_since_stand_behind_those_of_the_chapter(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace('claims = ["unix_only", "works"]', 'claims = ["works"]\nsince = ["new"]'))
    outline = read_outline(tmp_path)
    assert claim_ids(outline) == ["fork.works", "fork.new", "pool.size"]
    new = make_case("fork.new", seen=("https://github.com/python/cpython/issues/1",), article=())
    assert list(in_order(outline, {new.id: new})) == ["fork.new"]


@pytest.mark.parametrize(("case", "listed"), [("fork.new", "`since`"), ("fork.works", "`claims`")])
def test_where_a_claim_is_listed_goes_with_its_header(tmp_path: Path, case: str, listed: str) -> None:
    write(tmp_path, GOOD.replace('claims = ["unix_only", "works"]', 'claims = ["works"]\nsince = ["new"]'))
    seen = () if case == "fork.new" else ("https://github.com/python/cpython/issues/1",)
    with pytest.raises(CaseFileError, match=f"lists it in {listed}"):
        in_order(read_outline(tmp_path), {case: make_case(case, seen=seen)})


def test_a_list_of_what_came_since_is_a_list(tmp_path: Path) -> None:
    assert "since of fork are 'new', not a list" in fault(
        tmp_path,
        GOOD.replace('claims = ["size"]', 'claims = ["size"]').replace(
            'claims = ["unix_only", "works"]', 'claims = []\nsince = "new"'
        ),
    )
