"""A row and a badge for another page: they stand alone, say what was found, and obey nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from builders import (
    HOSTILE,
    LINUX,
    WINE,
    answered,
    make_case,
    make_facts,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.analysis.states import GREY, STATES
from canifork.model import Kind, Observation, Results
from canifork.report.citation import cite, find_subject
from canifork.report.embed import badge, row

SUM = "0123456789abcdef" * 4
SVG = "{http://www.w3.org/2000/svg}"
SITE = "https://example.org/canifork"


class Tags(HTMLParser):
    """The tags of a page, with the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))


def both(shown: Results, word: str = "pool.size", site: str | None = None) -> tuple[str, str]:
    citation = cite(shown, SUM, find_subject(shown, word), site)
    return row(citation, shown), badge(citation, shown)


def texts(svg: str) -> list[str | None]:
    return [one.text for one in ET.fromstring(svg).iter(f"{SVG}text")]


def cells(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<span[^>]*background:(#\w+)" title="[^"]*">([^<]*)', html)


def test_a_badge_tells_claim_scope_and_day() -> None:
    assert texts(both(make_results())[1]) == ["pool.size", "Contradicted everywhere it was run", "2026-11-22"]


def test_a_badge_of_a_configuration_tells_its_verdict() -> None:
    _, svg = both(make_results(), f"pool.size[{LINUX}]")
    assert texts(svg)[1] == f"{LINUX}: contradicted"


def test_a_badge_has_a_title_for_those_who_cannot_see_it_and_the_sum() -> None:
    root = ET.fromstring(both(make_results())[1])
    assert root.get("role") == "img"
    assert "pool.size | Contradicted" in (root.findtext(f"{SVG}title") or "")
    assert SUM in (root.findtext(f"{SVG}desc") or "")


def test_a_badge_of_one_state_has_its_colour_and_one_of_several_is_grey() -> None:
    def fill(*observations: Observation) -> str | None:
        trials = [make_trial(method=method) for method in ("fork", "spawn")]
        records = [make_record(*pair) for pair in zip(trials, observations, strict=True)]
        return list(ET.fromstring(both(make_results(records))[1]).iter(f"{SVG}rect"))[1].get("fill")

    assert fill(answered(), answered()) == STATES["contradicted"].colour
    assert fill(answered(), answered(undecided="busy")) == GREY


def test_the_parts_of_a_badge_lie_side_by_side() -> None:
    root = ET.fromstring(both(make_results())[1])
    parts = [(int(one.get("x", "")), int(one.get("width", ""))) for one in root.iter(f"{SVG}rect")]
    assert [left for left, _ in parts] == [0, parts[0][1], parts[0][1] + parts[1][1]]
    assert int(root.get("width", "")) == sum(width for _, width in parts)


def test_a_row_has_a_cell_for_each_interpreter_and_a_line_for_each_start_method() -> None:
    records = [make_record(make_trial(method=method)) for method in ("fork", "spawn")]
    html, _ = both(make_results([*records, make_record(make_trial(interpreter=WINE))]))
    assert [told for _, told in cells(html)] == ["fork: contradicted", "spawn: contradicted", "contradicted"]
    assert html.count("<td") == 2


@pytest.mark.parametrize(
    ("observation", "told"),
    [
        (answered(works=False), "broken"),
        (Observation(kind=Kind.GARBLED, reason="x"), "garbled"),
        (Observation(kind=Kind.NOT_APPLICABLE, reason="x"), "not applicable"),
        (answered(undecided="busy"), "undecided"),
    ],
)
def test_each_state_has_a_word_and_not_only_a_colour(observation: Observation, told: str) -> None:
    html, svg = both(make_results([make_record(observation=observation)]), f"pool.size[{LINUX}]")
    assert [word for _, word in cells(html)] == [told]
    assert texts(svg)[1] == f"{LINUX}: {told}"


def test_what_was_not_run_is_not_shown_as_run() -> None:
    html, svg = both(make_results([unjudged(make_trial(), not_run())]))
    assert [word for _, word in cells(html)] == ["not run"]
    assert texts(svg)[1] == "Not run"


def test_the_row_links_only_to_a_published_report() -> None:
    assert "<a " not in both(make_results())[0]
    assert f'<a href="{SITE}/claim/pool.size.html">pool.size</a>' in both(make_results(), site=SITE)[0]


def test_neither_loads_anything() -> None:
    for text in both(make_results()):
        assert not re.search(r"<(script|link|img|style|iframe)|url\(|src=|@import", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_adds_no_tag_and_no_attribute(text: str) -> None:
    def shown(word: str) -> tuple[str, str]:
        seen = Observation(kind=Kind.RAISED, reason=word, detail=word)
        spoilt = make_results(
            [make_record(observation=seen)], cases={"pool.size": make_case(truth=word)},
            interpreters={LINUX: make_facts(os_release=word, machine=word)}, partial=word,
            project={"version": word, "commit": word},
        )  # fmt: skip
        return both(spoilt, f"pool.size[{LINUX}]")

    for plain, spoilt in zip(shown("WORD"), shown(text), strict=True):
        assert Tags(plain).tags == Tags(spoilt).tags
        assert all(line.isprintable() for line in spoilt.split("\n"))
    ET.fromstring(shown(text)[1])


@given(shown=results())
def test_any_claim_and_trial_has_both(shown: Results) -> None:
    for record in shown.records:
        for word in (record.trial.case, record.trial.id):
            ET.fromstring(both(shown, word)[1])
