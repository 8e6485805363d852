"""A claim as a card: what is true and what was seen, inside its edges, with text as text."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from builders import (
    HOSTILE,
    answered,
    expect,
    make_case,
    make_facts,
    make_record,
    make_results,
    make_trial,
    results,
)
from canifork.analysis.findings import Findings
from canifork.model import Results
from canifork.report import write_report
from canifork.report.card import HEIGHT, WIDTH, as_svg
from canifork.report.citation import Subject, cite
from canifork.report.html.pages import pages
from canifork.report.strip import strip
from canifork.results.store import RESULTS, write_results

SHA256 = "0123456789abcdef" * 4
SVG = "{http://www.w3.org/2000/svg}"


def ran(truth: str = "A `pool` works.", worlds: int = 1, answer: str = "so") -> Results:
    answers = {number: f"{answer} {number}" if number else answer for number in range(worlds)}
    case = make_case(expect=(expect(may_see={"works": [True, *answers.values()]}),), truth=truth)
    facts = {
        f"{number}.{version}": make_facts(f"{number}.{version}", version=version, machine=f"cpu{number}")
        for number in range(worlds)
        for version in ("3.6.1", "3.14.1")
    }
    records = [
        make_record(make_trial(interpreter=f"{number}.3.6.1"), answered(works=answers[number]), case)
        for number in range(worlds)
    ] + [
        make_record(make_trial(interpreter=f"{number}.3.14.1"), answered(works=True), case)
        for number in range(worlds)
    ]
    return make_results(records, interpreters=facts, cases={case.id: case})


def drawn(shown: Results, claim: str = "pool.size") -> ET.Element:
    return ET.fromstring(as_svg(cite(shown, SHA256, Subject(claim=claim)), shown))


def texts(picture: ET.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{SVG}text")]


def places(picture: ET.Element) -> Iterator[tuple[float, float]]:
    """Yield the right and lower edge of each bar and of each text, as far as its place tells."""
    for one in picture.iter():
        if one.tag in {f"{SVG}rect", f"{SVG}text"}:
            size = (float(one.get("width", 0)), float(one.get("height", 0)))
            yield float(one.get("x", 0)) + size[0], float(one.get("y", 0)) + size[1]


def test_a_card_tells_the_claim_what_was_seen_where_and_its_source() -> None:
    shown = ran()
    told = texts(drawn(shown))
    assert told[:2] == ["canifork · pool.size", "A pool works."]
    [(name, bars)] = strip(shown, "pool.size")
    assert told[2:-1] == [name, *(bar.text for bar in bars)]
    assert "2026-11-22" in told[-1]
    assert SHA256[:12] in told[-1]


def test_a_claims_page_names_its_card_by_an_address_of_the_web() -> None:
    found = dict(pages(Findings(ran()), sha256=SHA256, cards="https://example.org/r/"))
    for path in ("claim/pool.size.html", "zh/claim/pool.size.html"):
        assert '<meta property="og:image" content="https://example.org/r/card/pool.size.png">' in found[path]
        assert f'<meta property="og:url" content="https://example.org/r/{path}">' in found[path]
    assert "og:image" not in dict(pages(Findings(ran()), sha256=SHA256))["claim/pool.size.html"]


def test_cards_are_drawn_only_where_they_are_asked_for(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    write_results(tmp_path / RESULTS, ran())
    write_report(ran(), tmp_path)
    assert not (tmp_path / "card").exists()
    write_report(ran(), tmp_path, cards="https://example.org/r")
    [card] = (tmp_path / "card").iterdir()
    assert card.name == "pool.size.png"
    assert struct.unpack(">II", card.read_bytes()[16:24]) == (WIDTH, HEIGHT)


def test_what_there_is_no_room_for_is_counted() -> None:
    few, many = texts(drawn(ran(worlds=4))), texts(drawn(ran(worlds=30)))
    assert not any(text.startswith("and ") for text in few)
    [left] = [int(text.split()[1]) for text in many if text.startswith("and ")]
    assert left + sum(text.startswith("Linux cpu") for text in many) == 30


def test_a_long_title_and_a_long_bar_are_cut_and_say_so() -> None:
    told = texts(drawn(ran("word " * 99, answer="y" * 300)))
    assert told[3].endswith(" …")
    assert any(text.endswith("y…") for text in told)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_stays_text(hostile: str) -> None:
    plain, spoilt = (drawn(ran(text, answer=text)) for text in ("WORD " * 20, f"{hostile} " * 20))
    assert {one.tag for one in plain.iter()} == {one.tag for one in spoilt.iter()}
    assert all(text.isprintable() for text in texts(spoilt))


@settings(max_examples=20)
@given(shown=results())
def test_any_claim_fits_on_its_card(shown: Results) -> None:
    for claim in shown.cases:
        for right, bottom in places(drawn(shown, claim)):
            assert right <= WIDTH
            assert bottom <= HEIGHT
