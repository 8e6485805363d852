"""The summary in Markdown: the matrix and what is red, and nothing from the results is markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    HOSTILE,
    LINUX,
    WINE,
    answered,
    make_case,
    make_facts,
    make_outline,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork.analysis.findings import Findings
from canifork.analysis.labels import short
from canifork.model import Kind, Observation, Results, Unused
from canifork.report.text import markdown
from canifork.report.text.markdown import CUT, escape, fitting

LINK = re.compile(r"www\.|(?<!\\)://|(?<!\\)@")
MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>#|~&!]")


def summary(shown: Results, published: Results | None = None) -> str:
    """Return the summary of results."""
    return markdown.summary(Findings(shown), published)


def cells(shown: Results, case: str = "pool.size") -> list[str]:
    """Return the cells of one claim's row, without its name."""
    (row,) = [line for line in summary(shown).split("\n") if line.startswith("| ") and escape(case) in line]
    return [cell.strip() for cell in row.strip("|").split(" | ")[1:]]


def test_a_claim_has_a_row_and_an_interpreter_a_column() -> None:
    records = [
        make_record(),
        make_record(make_trial(interpreter="cp312-linux-x86_64"), answered(works=False)),
    ]
    shown = make_results(records)
    assert "| claim | `cp313` | `cp312` |" in summary(shown).split("\n")
    assert cells(shown) == ["`C`", "`!`"]


def test_each_system_has_a_table_of_its_own() -> None:
    shown = make_results(
        [make_record(), make_record(make_trial(interpreter=WINE))],
        interpreters={LINUX: make_facts(), WINE: make_facts(WINE, os="windows", emulated="wine")},
    )
    assert [line for line in summary(shown).split("\n") if line.startswith("## ")] == [
        "## Linux x86\\_64", "## Windows x86\\_64 under Wine",
            "## Where the article's claims hold", "## Interpreters",
    ]  # fmt: skip


def test_each_claim_is_listed_with_its_scope_and_what_happens_where() -> None:
    shown = make_results([make_record(make_trial(method="fork")), make_record(make_trial(method="spawn"))])
    told = "Contradicted everywhere it was run. What happens where: works everywhere it was run."
    assert f"- `pool.size`: {told}" in summary(shown).split("\n")


def test_what_is_red_stands_first_with_its_trial() -> None:
    text = summary(
        make_results([make_record(observation=answered(works=False)), make_record(make_trial(method="fork"))])
    )
    red = text.index("## Needs attention")
    assert red < text.index("| claim |")
    listed = text[red : text.index("| claim |")]
    assert escape(f"pool.size[{LINUX}]") in listed
    assert escape(f"pool.size[{LINUX}-fork]") not in listed


def test_where_nothing_is_red_nobody_has_to_look() -> None:
    assert "Needs attention" not in summary(make_results())


def test_systems_without_a_result_are_named() -> None:
    assert "Not run here: Linux (aarch64), Windows (amd64, x86, arm64), macOS (arm64, x86_64). " in summary(
        make_results()
    )


def test_partial_results_say_so_and_whole_ones_do_not() -> None:
    assert "**Partial**: trials are missing: interrupted." in summary(make_results(partial="interrupted"))
    assert "Partial" not in summary(make_results())


def test_a_trial_that_was_not_run_is_told_from_one_that_has_no_meaning() -> None:
    left = make_results([unjudged(make_trial(), not_run())])
    meaningless = make_results([make_record(observation=Observation(kind=Kind.NOT_APPLICABLE, reason="x"))])
    assert cells(left) != cells(meaningless) == ["`-`"]
    assert not set("SCn.?!-") & set("".join(cells(left)))


def test_the_legend_says_what_a_trial_looks_like_that_was_not_run() -> None:
    assert "not run" in summary(make_results()).split("| claim |")[0].split("characters")[1]


@pytest.mark.parametrize("run", ["fork", "spawn", "forkserver"])
def test_a_start_method_stands_in_its_own_place(run: str) -> None:
    """`CC` for spawn and forkserver alone would be read as fork and spawn."""
    methods = ("fork", "spawn", "forkserver")
    records = [
        make_record(make_trial(method=one)) if one == run else unjudged(make_trial(method=one), not_run())
        for one in methods
    ]
    (cell,) = cells(make_results(records))
    assert cell.strip("`").rstrip() == " " * methods.index(run) + "C"


def test_interpreters_that_are_not_used_are_named_with_the_reason() -> None:
    assert "- not used: python2.7: is Python 2.7; 3.6 is the oldest" in summary(make_results()).split("\n")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_escaped_onto_one_line(hostile: str) -> None:
    shown = escape(hostile)
    assert shown.isprintable()
    assert not MARKUP.search(shown)
    assert "](" not in shown
    assert not LINK.search(shown)


@pytest.mark.parametrize(
    "text", ["www.evil.example", "http://evil.example", "me@evil.example", "ftp://evil.example"]
)
def test_a_bare_address_does_not_become_a_link(text: str) -> None:
    """GitHub makes links of these by itself."""
    assert not LINK.search(escape(text))


@given(text=st.text(max_size=40))
def test_no_text_is_markup(text: str) -> None:
    shown = escape(text)
    assert shown.isprintable()
    assert not MARKUP.search(shown)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_results_file_keeps_the_shape_of_the_page(hostile: str) -> None:
    """Put harmless words in place of hostile ones, and nothing but these words differs."""

    def page(text: str) -> list[str]:
        return summary(
            make_results(
                [
                    make_record(
                        make_trial(method="fork"), Observation(kind=Kind.GARBLED, reason=text, detail=text)
                    ),
                    make_record(make_trial(method="spawn"), answered(works=text)),
                ],
                partial=text,
                interpreters={LINUX: make_facts(machine=text, os=text, emulated=text, os_release=text)},
                cases={"pool.size": make_case(truth=text, why=text, says=text, docs=(text,))},
                outline=make_outline(["pool.size"], title=text),
                unused=(Unused(command=(text,), reason=text),),
            )
        ).split("\n")

    plain, spoilt = page("WORD"), page(hostile)
    expected = [
        line.replace("WORD", escape(short(hostile) if "What happens where" in line else hostile))
        for line in plain
    ]
    assert expected == spoilt


def test_the_summary_fits_a_job_summary_and_says_where_it_was_cut() -> None:
    records = [
        make_record(make_trial(f"pool.case{number}"), Observation(kind=Kind.GARBLED, reason="<" * 9000))
        for number in range(200)
    ]
    text = summary(make_results(records))
    assert len(text.encode()) < 1 << 20
    assert text.endswith(CUT)
    assert CUT not in summary(make_results(records[:9]))


@given(lines=st.lists(st.text("aé云", max_size=9), max_size=30), limit=st.integers(100, 200))
def test_what_fits_is_kept_whole_and_nothing_is_cut_within_a_line(lines: list[str], limit: int) -> None:
    text = fitting(lines, limit)
    assert len(text.encode()) < limit
    whole = "\n".join(lines) + "\n"
    assert text == whole or (text.endswith(CUT) and whole.startswith(text.removesuffix(CUT)))


@given(shown=results())
def test_any_results_can_be_summed_up(shown: Results) -> None:
    text = summary(shown)
    for record in shown.records:
        listed = f"- {escape(record.trial.id)}: " in text
        assert listed == record.red
