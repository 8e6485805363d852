"""The page of a program shows all that the terminal does, and whatever the program printed as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builders import HOSTILE, make_case
from canifork.programs.causes import Cause
from canifork.programs.comparison import Compared
from canifork.programs.grouping import differences, group
from canifork.report.html.tried import page, write_page
from canifork.report.text.tried import as_json, as_text, where
from made_runs import NEW, REFERENCE, all_settings, make_program, make_run

CLAIM = "pool.size"


def compared(text: str) -> Compared:
    """Return a program that prints this text, under fork alone."""
    runs = {
        one.id: [make_run(one, out=text if one.start_method == "fork" else "x", last=text)]
        for one in all_settings()
    }
    groups = group(runs, REFERENCE, exact=True)
    cause = Cause(claim=CLAIM, fit=0.75, split=1.0, known=9, signs={text: True, "it does not end": False})
    return Compared(
        program=make_program(),
        groups=tuple(groups),
        differences=tuple(tuple(differences(one, groups[0])) for one in groups),
        causes=((), (cause,)),
        missing={"numpy": tuple(all_settings(NEW))},
        varying={REFERENCE: frozenset({"out"})},
        own_method={"spawn": tuple(all_settings(NEW))},
        notes=(text,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_program_prints_is_shown_as_text(text: str) -> None:
    html = page(compared(text), {CLAIM: make_case(CLAIM, truth=text, docs=("javascript:alert(1)", text))})
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_page_text_and_json_say_the_same() -> None:
    shown = compared("plain")
    cases = {CLAIM: make_case(CLAIM)}
    html, text, data = page(shown, cases), as_text(shown, cases), as_json(shown, cases)
    for form in (html, text, data):
        for part in ("under fork", CLAIM, "numpy", "spawn", "0.75", "A pool works."):
            assert part in form, part
    assert "splits alike to 100%, known in 9 of 9 configurations; plain; not seen: it does not end" in text


def test_a_group_without_a_condition_is_everywhere_else_if_all_others_have_one() -> None:
    both = compared("plain")
    first, second = both.groups
    without, neither = replace(first, where=None), replace(second, where=None)
    assert where(without, replace(both, groups=(without, second))) == "everywhere else"
    assert where(without, replace(both, groups=(without, neither))).startswith("on cp38-linux")


def test_it_is_written_whole(tmp_path: Path) -> None:
    write_page(compared("plain"), {}, tmp_path / "below" / "page.html")
    assert (tmp_path / "below" / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
