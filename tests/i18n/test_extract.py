"""Gathering texts: of cases, outline, templates and modules; and what the command says and writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from canifork.errors import CatalogueError
from canifork.i18n.extract import gather, renew
from canifork.pipeline import read_claims
from made_up import project

MODULE = """
def english(text): ...
def sentence(say):
    f"Not a text."
    return say("Said " "in two parts.") + english("Marked.") + other("Not a text.")
"""
TEMPLATE = """
<p>{{ _("In braces.") }} Not a text.</p>
<p>{% trans number=3 %}
  There are {{ number }}
  of them.
{% endtrans %}</p>
<p>{% trans count=number %}One.{% pluralize %}Many.{% endtrans %}</p>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    bodies = {
        "first": "return {'done': True}",
        "second": "return {'undecided': 'nobody knows', 'n': 3}",
        "third": "raise Undecided('it was too slow')",
    }
    return project(tmp_path, bodies)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    package = tmp_path / "package"
    (package / "templates").mkdir(parents=True)
    (package / "module.py").write_text(MODULE, encoding="utf-8")
    (package / "templates" / "page.html.j2").write_text(TEMPLATE, encoding="utf-8")
    return package


def test_everything_that_readers_are_shown_is_gathered(root: Path, package: Path) -> None:
    found = {one.id for one in gather(read_claims(root), root, package) if one.id}
    assert found == {
        "Made up", "It is good.", "It is praise.", "It is made up.", "it was made so", "done", "nobody knows",
        "it was too slow",
        "Said in two parts.", "Marked.", "In braces.", "There are %(number)s of them.", ("One.", "Many."),
    }  # fmt: skip


def test_a_text_says_where_it_stands_and_what_it_is(root: Path, package: Path) -> None:
    catalogue = gather(read_claims(root), root, package)
    made_up = catalogue["It is made up."]
    assert list(dict.fromkeys(place for place, _ in made_up.locations)) == [
        "cases/made/first.py",
        "cases/made/second.py",
        "cases/made/third.py",
    ]
    assert made_up.auto_comments == ["truth", "SAYS"]
    assert catalogue["In braces."].locations[0][0] == "package/templates/page.html.j2"


def test_an_answers_words_are_gathered_as_tables_show_them(tmp_path: Path, package: Path) -> None:
    """Names of classes and numbers are not words: they are the same in every language."""
    case = project(tmp_path, {"first": "pass"}) / "cases" / "made" / "first.py"
    sees = '"may_see": {"seen_by": ["other_threads", "KeyError", 3]}, "because"'
    case.write_text(
        case.read_text(encoding="utf-8").replace('"sees": {"done": True}, "because"', sees), encoding="utf-8"
    )
    found = {one.id for one in gather(read_claims(tmp_path), tmp_path, package)}
    assert {"seen by", "other threads"} <= found
    assert found.isdisjoint({"KeyError", "3"})


def test_a_template_that_cannot_be_parsed_is_a_sentence(root: Path, package: Path) -> None:
    """Not silently left out, as babel would: then its texts became obsolete."""
    (package / "templates" / "page.html.j2").write_text("<p>\n{% trans %}No end.", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"a template, line 2: .*; mend it first"):
        gather(read_claims(root), root, package)


def test_renewing_writes_the_catalogue_and_tells_what_is_missing(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "languages"
    lines = list(renew(read_claims(root), root, folder))
    assert lines[0].startswith(f"{folder / 'zh.po'}: ")
    assert "  cases/made/first.py: it was made so" in lines
    path = folder / "zh.po"
    text = path.read_text(encoding="utf-8").replace(
        'msgid "it was made so"\nmsgstr ""', 'msgid "it was made so"\nmsgstr "如此"'
    )
    path.write_text(text, encoding="utf-8")
    assert "  cases/made/first.py: it was made so" not in list(renew(read_claims(root), root, folder))
    assert path.read_text(encoding="utf-8") == text


def test_a_fault_is_one_sentence_and_leaves_the_file(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "zh.po"
    path.write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"^{re.escape(str(path))}:1: "):
        list(renew(read_claims(root), root, tmp_path))
    assert path.read_text(encoding="utf-8") == "nonsense\n"
