"""A claim as a strip: every form stands alone, says where it comes from, and shows text as text."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from docutils import nodes
from docutils.core import publish_doctree
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
from canifork.cli.cite import FORMATS
from canifork.escape import one_line
from canifork.model import Results
from canifork.report.citation import Subject, cite
from canifork.report.strip import FORMS, strip
from canifork.report.table import Cell, as_rst

SHA256 = "0123456789abcdef" * 4
DASH = "\N{EN DASH}"


def ran(truth: str = "A pool works.") -> Results:
    case = make_case(expect=(expect(may_see={"works": [True, False]}),), truth=truth)
    facts = {version: make_facts(version, version=f"{version}.1") for version in ("3.6", "3.13", "3.14")}
    records = [make_record(make_trial(interpreter=key), answered(works=key == "3.14"), case) for key in facts]
    return make_results(records, interpreters=facts, cases={case.id: case})


def made(form: str, shown: Results) -> str:
    return str(FORMS[form](cite(shown, SHA256, Subject(claim="pool.size"), "https://example.org/r"), shown))


def test_versions_that_behaved_alike_are_one_bar() -> None:
    ((name, bars),) = strip(ran(), "pool.size")
    assert name == "Linux x86_64"
    assert [bar.text for bar in bars] == [f"3.6{DASH}3.13 works: no", f"3.14{DASH} works"]


def test_machines_on_which_a_claim_behaves_alike_are_one_row() -> None:
    case = make_case(expect=(expect(may_see={"works": [True, False]}),))
    facts = {key: make_facts(key, machine=key) for key in ("armv7l", "riscv64", "s390x")}
    facts["i686"] = make_facts("i686", machine="i686", version="3.9.1")
    records = [
        make_record(make_trial(interpreter=key), answered(works=key != "s390x"), case) for key in facts
    ]
    found = strip(make_results(records, interpreters=facts, cases={case.id: case}), "pool.size")
    assert [(name, [bar.text for bar in bars]) for name, bars in found] == [
        ("Linux armv7l, riscv64", ["works"]),
        ("Linux s390x", ["works: no"]),
        ("Linux i686", ["works"]),
    ]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_tells_claim_versions_day_and_hash(form: str) -> None:
    text = made(form, ran()).replace("{\\textendash}", DASH).replace("--", DASH).replace("\\", "")
    for word in ("A pool works.", "works: no", "pool.size", "2026-11-22", SHA256[:12]):
        assert word in text


def test_the_command_knows_every_form() -> None:
    assert set(FORMS) <= set(FORMATS)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_stays_text(hostile: str) -> None:
    plain, spoilt = (ET.fromstring(made("strip-svg", ran(text))) for text in ("WORD", hostile))
    assert [one.tag for one in plain.iter()] == [one.tag for one in spoilt.iter()]
    assert "<script" not in made("strip-html", ran(hostile))
    assert made("markdown", ran(hostile)).count("\n") == made("markdown", ran("WORD")).count("\n")
    assert made("latex", ran(hostile)).count("\\\\") == made("latex", ran("WORD")).count("\\\\")


MARKUP = ("*a* `b` |c| d_ :role:`e` .. f::", "- g", "::", "a::", "1. x", "b) x", "12. x", "| x", ".. x")


@pytest.mark.parametrize("hostile", [*HOSTILE, *MARKUP, "a <https://example.org>`_"])
def test_restructured_text_shows_it_as_it_is(hostile: str) -> None:
    text = as_rst(hostile, [(hostile, [Cell(hostile)])], hostile)
    tree = publish_doctree(text, settings_overrides={"halt_level": 2})
    shown = [next(iter(tree.findall(nodes.strong))), *list(tree.findall(nodes.entry))[2:]]
    assert [node.astext().split() for node in shown] == [one_line(hostile).split()] * 3


@given(shown=results())
def test_any_claim_can_be_shown_in_every_form(shown: Results) -> None:
    for claim in shown.cases:
        citation = cite(shown, SHA256, Subject(claim=claim))
        for form in FORMS.values():
            assert form(citation, shown)
