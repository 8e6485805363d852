"""The summary of a run of CI: what is missing and what broke stand first, and it fits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import HOSTILE, LINUX, answered, make_cell, make_record, make_results, make_trial
from canifork.ci.collect import Gathered
from canifork.ci.jobs import Matrix
from canifork.report.text.job_summary import CUT, MOST_BYTES, fit, job_summary

OTHER = "cp36-windows-amd64"


def matrix(keyword: str = "", optional: str = "") -> Matrix:
    cells = (
        make_cell(LINUX),
        make_cell(OTHER, image="windows-2025", python="3.6", optional=optional),
    )
    return Matrix(subset="quick", commit="c0ffee", keyword=keyword, whole=False, cells=cells, pairs=())


def shown(gathered: Gathered, keyword: str = "") -> list[str]:
    return job_summary(gathered, matrix(keyword)).split("\n")


def test_it_tells_how_many_cells_brought_their_results_and_of_which_commit() -> None:
    found = shown(
        Gathered(results=make_results(), absent={}, faults={OTHER: "no result arrived"}), keyword="pool"
    )
    assert found[0] == "# 1 of 2 cells brought their results"
    assert "Subset quick, commit c0ffee, claims that fit pool." in found


def test_a_missing_cell_is_named_with_its_image_and_reason() -> None:
    found = shown(Gathered(results=make_results(), absent={}, faults={OTHER: "no result arrived"}))
    assert "- cp36-windows-amd64 on windows-2025: no result arrived" in found
    assert "| windows-2025 x64 | **3.6 missing** |" in found
    assert "| ubuntu-24.04 x64 | 3.13: 1 |" in found


def test_what_broke_is_named_and_counted_in_its_cell() -> None:
    broken = make_record(observation=answered(works=False))
    found = shown(Gathered(results=make_results([broken]), absent={}, faults={}))
    assert "## Broken, garbled or mistaken" in found
    assert "- pool.size\\[cp313-linux-x86\\_64\\]: broken, article supported" in found
    assert "| ubuntu-24.04 x64 | **3.13: 1, 1 red** |" in found


def test_an_optional_cell_is_shown_as_wanted_and_absent_with_its_reason() -> None:
    gathered = Gathered(results=make_results(), faults={}, absent={OTHER: "no result arrived"})
    found = job_summary(gathered, matrix(optional="often lacks it")).split("\n")
    assert "## Optional, wanted, and absent" in found
    assert f"- {OTHER} on windows-2025 (often lacks it): no result arrived" in found
    assert "| windows-2025 x64 | 3.6 absent |" in found
    assert "## Missing, or of no use" not in found


def test_what_broke_in_an_optional_cell_is_named_apart() -> None:
    broken = make_record(make_trial(interpreter=OTHER), answered(works=False))
    results = make_results([make_record(), broken])
    text = job_summary(Gathered(results=results, faults={}, absent={}), matrix(optional="often lacks it"))
    assert "## The same, in optional cells" in text
    assert "## Broken" not in text


def test_where_all_is_well_nothing_is_called_missing_or_broken() -> None:
    both = make_results([make_record(), make_record(make_trial(interpreter=OTHER))])
    text = "\n".join(shown(Gathered(results=both, absent={}, faults={})))
    assert "2 of 2 cells" in text
    assert not re.search(r"missing|## Broken|## Missing", text)


def test_without_any_result_it_says_so() -> None:
    found = shown(
        Gathered(results=None, absent={}, faults=dict.fromkeys([LINUX, OTHER], "no result arrived"))
    )
    assert found[0] == "# 0 of 2 cells brought their results"
    assert "No results arrived." in found


@pytest.mark.parametrize("text", HOSTILE)
def test_what_strangers_wrote_is_no_markup(text: str) -> None:
    found = "\n".join(
        shown(Gathered(results=None, absent={}, faults={text: text, OTHER: text}), keyword=text)
    )
    assert not re.search(r"(?<!\\)(<|\[|\]\()|(?<!\\)://|\x1b|\u202e", found)


@given(st.text(alphabet="aé漢\n", max_size=30), st.integers(1, 99), st.integers(len(CUT.encode()), 2000))
def test_a_long_text_is_cut_at_the_end_of_a_line_to_what_fits(line: str, times: int, most: int) -> None:
    text = line * times
    short = fit(text, most)
    assert len(short.encode()) <= most
    if short != text:
        assert len(text.encode()) > most
        kept = short.removesuffix(CUT)
        assert text.startswith(kept)
        assert kept == "" or kept.endswith("\n")


def test_the_summary_of_a_huge_run_fits_into_a_mebibyte() -> None:
    faults = {f"cell-{number}": "x" * 1000 for number in range(2000)}
    text = job_summary(Gathered(results=make_results(), absent={}, faults=faults), matrix())
    assert len(text.encode()) <= MOST_BYTES
    assert text.endswith(CUT)
