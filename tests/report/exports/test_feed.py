"""The feed: well-formed, an entry for each version that changed something, and text as text."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

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
from canifork.report.exports.feed import ATOM, write

CASE = make_case(expect=(expect(may_see={"works": [True, False]}),))


def moved(truth: str = "A pool works.") -> Results:
    facts = {version: make_facts(version, version=f"{version}.1") for version in ("3.12", "3.13", "3.14")}
    case = make_case(expect=CASE.expect, truth=truth)
    records = [make_record(make_trial(interpreter=key), answered(works=key == "3.14"), case) for key in facts]
    return make_results(records, interpreters=facts, cases={case.id: case})


def entries(shown: Results) -> list[ET.Element]:
    return ET.fromstring(write(Findings(shown))).findall(f"{{{ATOM}}}entry")


def test_a_version_that_changed_something_has_an_entry_with_a_link() -> None:
    (entry,) = entries(moved())
    content = entry.findtext(f"{{{ATOM}}}content")
    assert content == "pool.size: A pool works. CPython on Linux: works: no until 3.13, works since 3.14."
    assert [link.get("href") for link in entry.findall(f"{{{ATOM}}}link")] == ["../release/3.14.html"]
    assert entry.findtext(f"{{{ATOM}}}updated") == moved().made_at


def test_ids_stay_the_same_from_feed_to_feed() -> None:
    assert write(Findings(moved())) == write(Findings(moved()))


@pytest.mark.parametrize("hostile", [*HOSTILE, "\ud800\x00"])
def test_a_hostile_text_stays_text(hostile: str) -> None:
    (entry,) = entries(moved(hostile))
    assert len(list(entry)) == len(list(entries(moved())[0]))


@given(shown=results())
def test_any_results_make_a_feed(shown: Results) -> None:
    assert ET.fromstring(write(Findings(shown))).tag == f"{{{ATOM}}}feed"
