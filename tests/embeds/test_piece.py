"""A piece of the published results: four forms, three formats, nothing in them that is obeyed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from builders import HOSTILE
from canifork.embeds import pins
from canifork.embeds.piece import FORMATS, Piece, make_piece
from canifork.errors import ResultsError
from canifork.report.html.program import programs
from made_up import PROJECT

CLAIM = "locks.unlocked_counter"
SITE = "https://example.org/canifork"


def three(one: Piece) -> tuple[str, str, str]:
    return one._repr_html_(), one._repr_markdown_(), one._repr_latex_()


@pytest.mark.parametrize("form", FORMATS)
def test_each_form_tells_claim_day_and_hash_in_every_format(form: str) -> None:
    found = make_piece(CLAIM, form, site=SITE)
    for text in three(found):
        shown = text.replace("\\", "")
        assert CLAIM in shown
        assert found.citation.made_at[:10] in shown
        assert found.citation.sha256[:12] in shown


def test_a_strip_is_of_the_systems_and_versions_that_were_asked_for() -> None:
    names = [name for name, _ in make_piece(CLAIM, systems=["linux"]).rows]
    assert names
    assert all(name.startswith("Linux") for name in names)
    _, bars = make_piece(CLAIM, systems=["linux"], since="3.9").rows[0]
    assert [bar.text for bar in bars] == ["≤3.9 lost updates", "3.10\N{EN DASH} lost none"]


def test_the_hash_is_of_all_answers_whatever_is_shown() -> None:
    assert make_piece(CLAIM, "row", since="3.14").citation.sha256 == pins.answer_of(CLAIM).sha256


@pytest.mark.parametrize("form", FORMATS)
def test_where_nothing_was_run_it_says_so(form: str) -> None:
    for text in three(make_piece(CLAIM, form, systems=["macos"])):
        assert form == "program" or re.search("not run", text, re.IGNORECASE)


def test_the_program_is_the_one_that_was_run() -> None:
    found = make_piece(CLAIM, "program")
    assert "def observe" in found._repr_markdown_()
    assert found.program == programs(found.results.cases, PROJECT)[CLAIM]


def test_a_link_leads_to_a_published_site_alone() -> None:
    assert "<a " not in make_piece(CLAIM, "sentence")._repr_html_()
    assert f'href="{SITE}/claim/{CLAIM}.html"' in make_piece(CLAIM, "sentence", site=SITE)._repr_html_()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"claim": "no.claim"}, "there is no claim 'no.claim'"),
        ({"claim": CLAIM, "form": "table"}, "format is 'table'; give one of strip, row"),
        ({"claim": CLAIM, "systems": ["plan9"]}, "systems names 'plan9'; give some of linux"),
        ({"claim": CLAIM, "since": "3"}, "since is '3'; give a version like 3.10"),
        ({"claim": CLAIM, "site": "javascript:alert(1)"}, "the site is 'javascript:alert"),
    ],
)
def test_a_mistake_is_a_sentence(words: dict[str, str], says: str) -> None:
    with pytest.raises(ResultsError, match=re.escape(says)):
        make_piece(**words)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("form", ["strip", "row", "sentence", "program"])
def test_a_hostile_text_stays_text(hostile: str, form: str, publish: Callable[[str], str]) -> None:
    plain = make_piece(publish("WORD"), form)._repr_html_()
    html, markdown, latex = three(make_piece(publish(hostile), form))
    assert re.findall(r"<[\w/]+", html) == re.findall(r"<[\w/]+", plain)
    assert form == "program" or not re.search(r"(?<!\\)[<\[~]", markdown)
    assert not re.search(r"(?<!\\)[%$#]", latex)
    assert all(line.isprintable() for text in (html, markdown, latex) for line in text.split("\n"))


def test_a_fence_is_longer_than_any_in_the_program() -> None:
    spoilt = dataclasses.replace(make_piece(CLAIM, "program"), program="````\n<b>\n")
    assert spoilt._repr_markdown_().startswith("`````python\n````\n<b>\n`````\n")
