"""Claims in Sphinx: in HTML, LaTeX, text and gettext; a mistake is a warning with file and line."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import HOSTILE
from canifork.embeds.piece import make_piece
from canifork.embeds.pins import answer_of, write_pins
from canifork.report.answers import Answer

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what a new Python deprecates in what Sphinx imports
    application = pytest.importorskip("sphinx.application")
    from docutils import nodes
    from sphinx.util.docutils import docutils_namespace

    from canifork.embeds import sphinx

CLAIM = "locks.unlocked_counter"
SITE = "https://example.org/canifork"
TEXT = f"""
Title
=====

.. canifork:: {CLAIM}
   :systems: linux, windows
   :since: 3.9

.. canifork:: {CLAIM}
   :format: row

.. canifork:: {CLAIM}
   :format: sentence

.. canifork:: {CLAIM}
   :format: program

It loses updates :canifork:`{CLAIM}`, :canifork:`as was seen <{CLAIM}>`.
"""
Build = Callable[..., tuple[str, str, int]]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return what builds a page: its text, what Sphinx warned of, its exit code."""

    def build(
        text: str, builder: str = "html", suffix: str = ".html", **settings: Any
    ) -> tuple[str, str, int]:
        (tmp_path / "index.rst").write_text(text, encoding="utf-8")
        (tmp_path / "conf.py").touch()
        warned = io.StringIO()
        with docutils_namespace(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            strict = settings.pop("warningiserror", False)
            app = application.Sphinx(
                tmp_path, tmp_path, tmp_path / builder, tmp_path / "trees", builder, status=None,
                warning=warned, warningiserror=strict, freshenv=True,
                confoverrides={"extensions": ["canifork.embeds.sphinx"], "project": "made", **settings},
            )  # fmt: skip
            app.build()
        [made] = [path for path in (tmp_path / builder).rglob(f"*{suffix}") if path.stem in {"index", "made"}]
        return made.read_text(encoding="utf-8"), warned.getvalue(), app.statuscode

    return build


def test_html_shows_each_format_with_links_and_colours(build: Build, tmp_path: Path) -> None:
    html, warned, code = build(TEXT, canifork_site=SITE)
    assert (warned, code) == ("", 0)
    assert html.count("<table") == 2
    assert '<code class="docutils literal notranslate"><span class="pre">n</span>' in html
    assert ">3.10\N{EN DASH} lost none</span>" in html
    assert "What happens where" in html
    assert '<span class="k">def</span>' in html  # the program, highlighted
    assert html.count(f'href="{SITE}/claim/{CLAIM}.html"') == 6
    assert ">as was seen</a>" in html
    assert "canifork.css" in html
    sheet = (tmp_path / "html" / "_static" / "canifork.css").read_text(encoding="utf-8")
    colours = {cell.colour for _, cells in make_piece(CLAIM).rows for cell in cells}
    assert all(f".canifork-{colour[1:]} {{ background: {colour};" in sheet for colour in colours)


@pytest.mark.parametrize(("builder", "suffix"), [("latex", ".tex"), ("text", ".txt"), ("gettext", ".pot")])
def test_other_builders_show_the_same(builder: str, suffix: str, build: Build) -> None:
    text, warned, code = build(TEXT, builder, suffix)
    assert (warned, code) == ("", 0)
    for word in ("lost none", "What happens where", "as was seen"):
        assert word in text
    assert CLAIM in text.replace("\\_", "_").replace("\\sphinxhyphen{}", "-").replace("\\", "")


def test_pdftex_is_told_what_the_sign_of_an_unknown_first_version_is(build: Build) -> None:
    text, _, _ = build(TEXT, "latex", ".tex", latex_elements={"preamble": "% the author's"})
    assert "≤3.9" in text
    preamble = text.partition("\\begin{document}")[0]
    assert preamble.index("% the author's") < preamble.index("\\DeclareUnicodeCharacter{2264}")
    assert "{2264}" not in build(TEXT, "latex", ".tex", latex_engine="xelatex")[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (".. canifork:: no.claim", "there is no claim 'no.claim'"),
        (f".. canifork:: {CLAIM}\n   :format: table", "format is 'table'; give one of strip"),
        (f".. canifork:: {CLAIM}\n   :systems: plan9", "systems names 'plan9'"),
        (f".. canifork:: {CLAIM}\n   :since: then", "since is 'then'"),
        ("As :canifork:`no.claim` says.", "there is no claim 'no.claim'"),
    ],
)
def test_a_mistake_is_a_warning_with_file_and_line(text: str, says: str, build: Build) -> None:
    _, warned, code = build(f"Title\n=====\n\n{text}\n")
    assert "index.rst:4: WARNING: canifork: " in warned
    assert says in warned
    assert code == 0


def test_results_of_a_newer_schema_are_a_warning_with_file_and_line(build: Build, newer: str) -> None:
    _, warned, _ = build(f"Title\n=====\n\n.. canifork:: {CLAIM}\n\nAs :canifork:`{CLAIM}` says.\n")
    for line in (4, 6):
        assert re.search(rf"index\.rst:{line}: WARNING: canifork: \S*{re.escape(newer)}", warned)


def test_a_mistake_is_an_error_where_warnings_are(build: Build) -> None:
    try:
        _, _, code = build("Title\n=====\n\n.. canifork:: no.claim\n", warningiserror=True)
    except application.SphinxError:  # Sphinx before 8.1 stops at once
        code = 1
    assert code == 1


def test_a_changed_pin_is_a_warning_with_file_and_line(build: Build, tmp_path: Path) -> None:
    page = f"Title\n=====\n\n.. canifork:: {CLAIM}\n\nAs :canifork:`{CLAIM}` says.\n"
    write_pins(tmp_path / "canifork.lock", {CLAIM: answer_of(CLAIM)})
    assert build(page)[1] == ""
    then = Answer(
        truth=answer_of(CLAIM).truth, answers={**answer_of(CLAIM).answers, "Linux x86_64": "was so"}
    )
    write_pins(tmp_path / "canifork.lock", {CLAIM: then})
    _, warned, _ = build(page)
    assert f"index.rst:4: WARNING: canifork: {CLAIM}: changed since it was pinned" in warned
    assert f"index.rst:6: WARNING: canifork: {CLAIM}: changed since it was pinned" in warned
    (tmp_path / "canifork.lock").write_text('{"schema": 2}', encoding="utf-8")
    assert "was written by a newer canifork (schema 2)" in build(page)[1]


@pytest.mark.parametrize(("builder", "suffix"), [("html", ".html"), ("latex", ".tex")])
def test_hostile_texts_stay_text(
    builder: str, suffix: str, build: Build, publish: Callable[[str], str]
) -> None:
    claim = publish(" ".join(HOSTILE))
    page = re.sub(r".*:(systems|since):.*\n", "", TEXT)
    text, _, code = build(page.replace(CLAIM, claim), builder, suffix)
    assert code == 0
    for obeyed in ("<script>alert", "<img src=x", "<b>", "\x1b", "\u202e", 'href="javascript'):
        assert obeyed not in text
    assert "alert(1)" in text.replace("\\", "")


def test_a_backtick_that_none_closes_is_a_backtick() -> None:
    assert [type(one) for one in sphinx._words("a `b` c")] == [nodes.Text, nodes.literal, nodes.Text]
    assert [one.astext() for one in sphinx._words("a ` b")] == ["a ` b"]
