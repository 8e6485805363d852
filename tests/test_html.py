"""The page: every record is on it, nothing on it is more than text, and each state looks itself."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
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
from hypothesis import given, settings

from harness.form import SCHEMA_FILE
from harness.model import Kind, Observation, Results, Untestable, Unused
from harness.report import CTRF, DATA, JUNIT, PAGE, SUMMARY, TABLE, write_report
from harness.report.html import page, safe_link

LEGEND = 7  # marks that explain marks; blank is not run and needs none
VOID = {"meta", "br"}
NOTHING = "\N{EN DASH}"  # what stands where there is no value


class Reader(HTMLParser):
    """Take a page apart: its tags, its text, its links, and the rows of its tables of observations."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.section = ""
        self.rows: list[tuple[str, str, list[str]]] = []
        self.marks: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.append(tag)
        self.attributes += [(tag, key, value) for key, value in given.items()]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "section":
            self.section = given["id"]
        elif tag == "tr" and self.section:
            self.rows.append((self.section, given.get("class", ""), []))
        elif tag == "td" and self.section:
            self.rows[-1][2].append("")
        elif tag == "span" and given.get("class", "").startswith("mark "):
            self.marks.append((given["class"].removeprefix("mark "), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "section":
            self.section = ""

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self.section and "td" in self.open:
            self.rows[-1][2][-1] += data
        if self.marks and "span" in self.open:
            self.marks[-1] = (self.marks[-1][0], self.marks[-1][1] + data)


def observed(reader: Reader) -> dict[tuple[str, str, str], tuple[str, list[str]]]:
    """Return the rows under 'every observation': (claim, interpreter, method) → (class, cells)."""
    rows = [(case, state, cells) for case, state, cells in reader.rows if cells]
    found = {(case, cells[0], cells[1]): (state, cells[2:]) for case, state, cells in rows}
    assert len(found) == len(rows)
    return found


@settings(max_examples=15)  # a page takes a while to make and to take apart
@given(shown=results())
def test_every_record_stands_under_its_claim_and_in_a_matrix(shown: Results) -> None:
    reader = Reader(page(shown))
    rows = observed(reader)
    assert len(rows) == len(shown.records) == len(reader.marks) - LEGEND
    for record in shown.records:
        trial = record.trial
        _, cells = rows[trial.case, trial.interpreter, trial.start_method or NOTHING]
        verdict = record.judgement
        assert cells[0].startswith(record.observation.kind.value)
        assert cells[1:] == [verdict.expectation or NOTHING, verdict.article or NOTHING]


def test_what_was_not_run_is_never_shown_as_run() -> None:
    shown = make_results([
        unjudged(make_trial(method="fork"), not_run("interrupted")),
        make_record(make_trial(method="spawn"), Observation(kind=Kind.NOT_APPLICABLE, reason="it has none")),
    ])  # fmt: skip
    reader = Reader(page(shown))
    rows = observed(reader)
    assert rows["pool.size", LINUX, "fork"] == ("not_run", ["not_run: interrupted", NOTHING, NOTHING])
    assert rows["pool.size", LINUX, "spawn"] == (
        "not_applicable",
        ["not_applicable: it has none", NOTHING, NOTHING],
    )
    left, meaningless = reader.marks[-2:]
    assert left[0] == "not_run"
    assert "not run: interrupted" in left[1]
    assert meaningless[0] == "not_applicable"
    assert "not applicable: it has none" in meaningless[1]


def test_a_cell_that_nobody_planned_says_so_too() -> None:
    """Parts that are merged may know different cases; unknown is never no."""
    shown = make_results([make_record(make_trial("pool.size")), make_record(make_trial("pool.order", WINE))])
    assert sum("not run" in text for text in Reader(page(shown)).text) >= 3  # once in the counts


def test_red_looks_like_nothing_else() -> None:
    records = [
        make_record(make_trial("pool.broken"), answered(works=False)),
        make_record(make_trial("pool.garbled"), Observation(kind=Kind.GARBLED, reason="gave 2 answers")),
        make_record(make_trial("pool.mistaken"), Observation(kind=Kind.MISTAKEN, reason="another answered")),
        make_record(make_trial("pool.met")),
    ]
    states = {
        case: state for (case, _, _), (state, _) in observed(Reader(page(make_results(records)))).items()
    }
    assert states == {
        "pool.broken": "red", "pool.garbled": "red", "pool.mistaken": "red", "pool.met": "contradicted",
    }  # fmt: skip


def test_partial_results_say_so_and_whole_ones_do_not() -> None:
    text = "".join(Reader(page(make_results(partial="interrupted"))).text)
    assert "Trials are missing from this report: interrupted." in text
    assert "Trials are missing" not in page(make_results())


def test_what_cannot_be_tested_or_used_is_on_the_page() -> None:
    text = "".join(Reader(page(make_results())).text)
    assert "Processes are nice. a matter of taste" in text
    assert "not used: python2.7: is Python 2.7" in text


def test_a_claim_shows_what_the_article_says_or_that_it_is_silent() -> None:
    assert "The article says: A pool never works." in page(make_results())
    assert "The article is silent on this." in page(make_results(cases={"pool.size": make_case(says=None)}))


def test_the_page_loads_nothing_from_elsewhere() -> None:
    reader = Reader(page(make_results()))
    assert not {"script", "link", "img", "iframe", "object"} & set(reader.tags)
    assert not [one for one in reader.attributes if one[1] == "src"]
    assert "default-src 'none'" in page(make_results())


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x",
        "//evil.example", "http://evil.example", "file:///etc/passwd", "\x01javascript:x", "java\nscript:x",
        "", "https:evil.example",
    ],
)  # fmt: skip
def test_a_link_that_does_not_lead_to_the_web_leads_nowhere(link: str) -> None:
    assert safe_link(link) == "#"
    hrefs = [
        value
        for _, key, value in Reader(
            page(make_results(cases={"pool.size": make_case(docs=(link,))}))
        ).attributes
        if key == "href"
    ]
    assert all(value.startswith("#") for value in hrefs)


def test_a_link_to_the_web_is_kept() -> None:
    assert safe_link("https://docs.python.org/3/") == "https://docs.python.org/3/"


def spoilt(text: str) -> Results:
    """Return results that say `text` wherever a results file lets them."""
    return make_results(
        [
            make_record(make_trial(method="fork"), Observation(kind=Kind.GARBLED, reason=text, detail=text)),
            make_record(make_trial(method="spawn"), answered(**{"works": text, text: {text: text}})),
        ],
        partial=text,
        interpreters={
            LINUX: make_facts(
                machine=text, os=text, emulated=text, os_release=text, libc=text, version=f"3.13{text}",
                implementation=text, default_start_method=text, free_threaded=True,
            )
        },
        cases={
            "pool.size": make_case(
                truth=text, why=text, says=text, docs=(text, f"https://{text}"), start_methods=(text,)
            )
        },
        outline=make_outline(
            ["pool.size"], title=text, author=text, published=text,
            not_testable=(Untestable(claim=text, reason=text),),
        ),
        unused=(Unused(command=(text,), reason=text),),
        project={"version": text, "commit": text},
    )  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_results_file_keeps_the_shape_of_the_page(hostile: str) -> None:
    plain, reader = Reader(page(spoilt("WORD"))), Reader(page(spoilt(hostile)))
    assert reader.tags == plain.tags
    assert [(tag, key) for tag, key, _ in reader.attributes] == [
        (tag, key) for tag, key, _ in plain.attributes
    ]
    assert not [one for one in reader.attributes if one[1].startswith("on")]


def _obeyed(character: str) -> bool:
    """Tell whether a terminal or a browser obeys this character rather than showing it."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\n\r"


@pytest.mark.parametrize("hostile", [*HOSTILE, "\ud800"])
def test_no_control_or_direction_character_reaches_the_page(hostile: str) -> None:
    """They can turn the words around them, and HTML allows no control characters."""
    assert not [ascii(character) for character in page(spoilt(hostile)) if _obeyed(character)]


def test_a_lone_surrogate_in_an_answer_does_not_stop_the_report(tmp_path: Path) -> None:
    """JSON can say it, UTF-8 cannot."""
    folder = tmp_path
    write_report(spoilt("\ud800"), folder)
    assert (folder / PAGE).read_text("utf-8")


def test_the_report_is_a_page_a_summary_and_the_exports_with_the_schema(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    write_report(make_results(), folder)
    assert {path.name for path in folder.iterdir()} == {PAGE, SUMMARY, DATA}
    assert {path.name for path in (folder / DATA).iterdir()} == {TABLE, JUNIT, CTRF, SCHEMA_FILE.name}
    assert (folder / PAGE).read_text("utf-8") == page(make_results())
