"""The site: every record is on it, nothing on it is more than text, each link leads somewhere."""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from builders import (
    HOSTILE,
    LINUX,
    WINE,
    answered,
    expect,
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
from canifork.analysis.states import STATES
from canifork.i18n.translator import Translator
from canifork.model import Kind, Observation, Results, Untestable, Unused
from canifork.report import DATA, PAGE, SUMMARY, write_report
from canifork.report.exports import exports
from canifork.report.html.environment import code, make_environment, safe_link
from canifork.report.html.pages import pages
from canifork.report.references import INVENTORY, MYST, TARGETS
from canifork.results.checksum import sha256_of, sums_of
from canifork.results.codec import SCHEMA_FILE
from canifork.results.store import LEFT_OUT, RESULTS, write_results

VOID = {"meta", "br", "link", "img", "col", "input"}
NOTHING = "\N{EN DASH}"  # what stands where there is no value
CLAIM = "claim/pool.size.html"
SHA256 = "0123456789abcdef" * 4
FILES = [export.file for export in exports()]
BESIDE = {RESULTS, sums_of(Path(RESULTS)).name, *(f"{DATA}/{name}" for name in FILES)}


def site(shown: Results, published: Results | None = None, root: Path | None = None) -> dict[str, str]:
    """Return the pages by path."""
    return dict(pages(Findings(shown), published, root, SHA256))


class Reader(HTMLParser):
    """Take a page apart: its tags, text and attributes, and the cells of its tables, row by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.rows: list[list[str]] = []
        self.ids: list[str] = []
        self.states: list[list[str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.append(tag)
        self.attributes += [(tag, key, value) for key, value in given.items()]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
            self.states.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif given.get("class", "").startswith("mark ") and "tr" in self.open:
            self.states[-1].append(given["class"].split()[1])
        if "id" in given:
            self.ids.append(given["id"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def observed(reader: Reader) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """Return the rows under 'every observation': (interpreter, method) → (state, further cells)."""
    rows = [
        (cells, states) for cells, states in zip(reader.rows, reader.states, strict=True) if len(cells) == 6
    ]
    found = {(cells[0], cells[1]): (states[0], cells[3:]) for cells, states in rows[1:]}
    assert len(found) == len(rows) - 1
    return found


def test_the_page_of_a_claim_says_what_happens_where() -> None:
    records = [
        make_record(make_trial(method=method), answered(works=method == "fork"))
        for method in ("fork", "spawn")
    ]
    assert "works: yes under fork; no under spawn." in Reader(site(make_results(records))[CLAIM]).text


@pytest.mark.slow
@settings(max_examples=10)  # a site takes a while to make and to take apart
@given(shown=results())
def test_every_record_stands_on_the_page_of_its_claim(shown: Results) -> None:
    made = site(shown)
    rows = {claim: observed(Reader(made[f"claim/{claim}.html"])) for claim in shown.cases}
    assert sum(map(len, rows.values())) == len(shown.records)
    for record in shown.records:
        trial = record.trial
        state, cells = rows[trial.case][trial.interpreter, trial.start_method or NOTHING]
        assert state in STATES
        verdict = record.judgement
        if record.observation.answer is None:
            assert cells[0].startswith(record.observation.kind.value.replace("_", " "))
        assert cells[1].startswith(verdict.expectation or NOTHING)
        assert cells[2] == (verdict.article or NOTHING).replace("_", " ")


@pytest.mark.slow
@settings(max_examples=10)
@given(shown=results())
def test_the_matrix_has_a_row_for_each_claim_and_a_cell_for_each_interpreter(shown: Results) -> None:
    reader = Reader(site(shown)["grid.html"])
    rows = [cells for cells in reader.rows[2:] if len(cells) > 1 or not shown.interpreters]
    assert len(rows) >= len(shown.cases)
    assert all(len(cells) == len(shown.interpreters) + 1 for cells in rows if len(cells) > 1)
    assert len([one for one in reader.attributes if one[1] == "data-id"]) == len(shown.cases)


def test_what_was_not_run_is_never_shown_as_run() -> None:
    shown = make_results([
        unjudged(make_trial(method="fork"), not_run("interrupted")),
        make_record(make_trial(method="spawn"), Observation(kind=Kind.NOT_APPLICABLE, reason="it has none")),
    ])  # fmt: skip
    made = site(shown)
    rows = observed(Reader(made[CLAIM]))
    assert rows[LINUX, "fork"] == ("not_run", ["not run: interrupted", NOTHING, NOTHING])
    assert rows[LINUX, "spawn"] == ("not_applicable", ["not applicable: it has none", NOTHING, NOTHING])
    reader = Reader(made["grid.html"])
    assert reader.states[-1] == ["not_run", "not_applicable"]
    assert "not run: not run fork" in reader.rows[-1][1]


def test_a_cell_that_nobody_planned_says_so_too() -> None:
    """Parts that are merged may know different cases; unknown is never no."""
    shown = make_results([make_record(make_trial("pool.size")), make_record(make_trial("pool.order", WINE))])
    assert Reader(site(shown)["grid.html"]).rows[-1][1] == "not run"


def test_red_looks_like_nothing_else() -> None:
    records = [
        make_record(make_trial("pool.broken"), answered(works=False)),
        make_record(make_trial("pool.garbled"), Observation(kind=Kind.GARBLED, reason="gave 2 answers")),
        make_record(make_trial("pool.mistaken"), Observation(kind=Kind.MISTAKEN, reason="another answered")),
        make_record(make_trial("pool.met")),
    ]
    made = site(make_results(records))
    states = [state for states in Reader(made["grid.html"]).states for state in states]
    assert states == ["red", "red", "red", "contradicted"]
    assert made["index.html"].count("pool.garbled[") == 1
    assert "Needs attention" not in site(make_results())["index.html"]


def test_partial_results_say_so_on_every_page_of_results_and_whole_ones_do_not() -> None:
    made = site(make_results(partial="interrupted"))
    for page in ("index.html", "matrix.html", "grid.html", CLAIM):
        assert "Trials are missing from this report: interrupted." in "".join(Reader(made[page]).text)
        assert "Trials are missing" not in site(make_results())[page]


def test_systems_without_a_result_are_named_until_one_arrives_or_is_published() -> None:
    mac = make_results(
        [make_record(make_trial(interpreter="cp313-macos-arm64"))],
        interpreters={"cp313-macos-arm64": make_facts("cp313-macos-arm64", os="macos", machine="arm64")},
    )
    told = "Not run here: Linux (aarch64), Windows (amd64, x86, arm64), macOS ({}). What is expected there"
    assert told.format("arm64, x86_64") in site(make_results())["index.html"]
    assert told.format("x86_64") in site(make_results(), mac)["index.html"]


def test_what_cannot_be_tested_or_used_is_on_the_front_page() -> None:
    text = "".join(Reader(site(make_results())["index.html"]).text)
    assert "Processes are nice. a matter of taste" in text
    assert "python2.7: is Python 2.7" in text


def test_a_claim_shows_what_the_article_says_or_that_it_is_silent() -> None:
    assert "The article: “A pool never works.”" in site(make_results())[CLAIM]
    shown = make_results(cases={"pool.size": make_case(says=None)})
    assert "The article is silent on this." in site(shown)[CLAIM]


def test_a_claim_shows_its_program_only_if_it_is_the_one_that_was_run(tmp_path: Path) -> None:
    file = tmp_path / "cases" / "pool" / "size.py"
    file.parent.mkdir(parents=True)
    file.write_bytes(b'print("<b>")\n')
    same = make_case(sha256=hashlib.sha256(file.read_bytes()).hexdigest())
    assert "&lt;b&gt;" in site(make_results(cases={same.id: same}), root=tmp_path)[CLAIM]
    other = site(make_results(), root=tmp_path)[CLAIM]
    assert "&lt;b&gt;" not in other
    assert "SHA-256 " + "0" * 64 in other


def test_pages_load_their_own_style_script_and_pictures_and_nothing_else() -> None:
    record = make_record(observation=answered(works=True, ratio=4.0))
    for path, text in site(make_results([record])).items():
        if path.endswith(".html"):
            reader = Reader(text)
            assert not {"iframe", "object", "style", "base"} & set(reader.tags)
            assert not [one for one in reader.attributes if one[1].startswith("on") or one[1] == "style"]
            sources = {
                value.removeprefix("../").removeprefix("../")
                for _, key, value in reader.attributes
                if key == "src"
            }
            assert sources <= {"matrix.js", "cells.js", "index.js", "claim.js", "claim/pool.size.svg"}
            policy = next(value for _, key, value in reader.attributes if value.startswith("default-src"))
            assert "'unsafe" not in policy


def two_parts() -> tuple[Results, Results]:
    """Return results of one's own and published ones, which share a trial and have measured something."""
    own = [make_record(make_trial(method=method)) for method in ("fork", "spawn")]
    others = [
        make_record(make_trial(method="fork"), answered(works=False)),
        make_record(make_trial(interpreter=WINE, method="spawn"), answered(works=True, ratio=4.0)),
        make_record(make_trial("pool.order", WINE)),
    ]
    claims = {key: make_case(key) for key in ("pool.size", "pool.order")}
    return make_results(own, cases=claims), make_results(others, cases=claims)


def test_every_link_leads_to_a_page_and_an_anchor_that_is_there() -> None:
    made = site(*two_parts())
    readers = {path: Reader(text) for path, text in made.items() if path.endswith(".html")}
    links = 0
    for path, reader in readers.items():
        for value in [value for _, key, value in reader.attributes if key in {"href", "src"}]:
            page, _, anchor = value.partition("#")
            if page.startswith("https:"):
                continue
            links += 1
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), page)) if page else path
            assert target in made or target in BESIDE, f"{path}: {value}"
            if anchor.startswith("q="):  # a query, which the page's script reads
                anchor = "filters"
            assert not anchor or anchor in readers[target].ids, f"{path}: {value}"
    assert links > 100


def test_no_page_has_an_id_twice() -> None:
    for path, text in site(*two_parts()).items():
        ids = Reader(text).ids if path.endswith(".html") else []
        assert len(ids) == len(set(ids))


def test_a_configuration_has_the_anchor_that_citations_name() -> None:
    own, published = two_parts()
    ids = Reader(site(own, published)[CLAIM]).ids
    assert {LINUX, f"{LINUX}-fork", f"{WINE}-spawn", f"published-{LINUX}-fork"} <= set(ids)


def test_every_page_is_there_in_every_language_and_leads_to_the_other_one() -> None:
    made = site(make_results())
    english_pages = {path for path in made if path.endswith(".html") and not path.startswith("zh/")}
    assert {f"zh/{path}" for path in english_pages} == {path for path in made if path.startswith("zh/")}
    for path in english_pages:
        assert '<html lang="en">' in made[path]
        assert '<html lang="zh">' in made[f"zh/{path}"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_translation_is_text_like_any_other(hostile: str) -> None:
    """A catalogue can be as wrong as a results file: what stands for a claim stays text."""
    environment = make_environment(Translator("zh", {"A pool works.": hostile}))
    told = environment.from_string("{{ truth | say }}").render(truth="A pool works.")
    assert Reader(told).tags == []


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
    reader = Reader(site(make_results(cases={"pool.size": make_case(docs=(link,))}))[CLAIM])
    outside = [value for tag, key, value in reader.attributes if key == "rel" and value == "noreferrer"]
    assert len(outside) == 1
    assert not [value for _, key, value in reader.attributes if key == "href" and value == link != ""]


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
def test_a_hostile_results_file_keeps_the_shape_of_every_page(hostile: str) -> None:
    plain, made = site(spoilt("WORD")), site(spoilt(hostile))
    assert made.keys() == plain.keys()
    for path in (path for path in made if path.endswith(".html")):
        reader, other = Reader(made[path]), Reader(plain[path])
        # What stands in backticks is code: the one thing that a text can ask for.
        assert [tag for tag in reader.tags if tag != "code"] == [tag for tag in other.tags if tag != "code"]
        assert [one[:2] for one in reader.attributes] == [one[:2] for one in other.attributes]
        assert not [one for one in reader.attributes if one[1].startswith("on")]


def _obeyed(character: str) -> bool:
    """Tell whether a terminal or a browser obeys this character rather than showing it."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in "\n\r"


@pytest.mark.parametrize("hostile", [*HOSTILE, "\ud800"])
def test_no_control_or_direction_character_reaches_a_page(hostile: str) -> None:
    """They can turn the words around them, and HTML allows no control characters."""
    for text in site(spoilt(hostile)).values():
        assert not [ascii(character) for character in text if _obeyed(character)]


def test_a_lone_surrogate_in_an_answer_does_not_stop_the_report(tmp_path: Path) -> None:
    """JSON can say it, UTF-8 cannot."""
    write_report(spoilt("\ud800"), tmp_path)
    assert (tmp_path / PAGE).read_text("utf-8")


def test_the_report_is_the_site_a_summary_the_exports_with_the_schema_and_what_others_refer_by(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "new"
    write_results(folder / RESULTS, make_results())
    write_report(make_results(), folder)
    made = dict(pages(Findings(make_results()), sha256=sha256_of(folder / RESULTS)))
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    exports = {f"{DATA}/{name}" for name in (*FILES, SCHEMA_FILE.name)}
    assert found == {*made, SUMMARY, RESULTS, *exports, INVENTORY, MYST, TARGETS}
    assert (folder / PAGE).read_text("utf-8") == made[PAGE]


def test_of_claims_that_were_left_out_there_is_no_page_nor_one_of_an_earlier_report(tmp_path: Path) -> None:
    other = make_trial("pool.other")
    write_report(make_results([make_record(), make_record(other)]), tmp_path)
    pages_of_other = {"claim/pool.other.html", "zh/claim/pool.other.html"}
    assert all((tmp_path / page).exists() for page in pages_of_other)
    (tmp_path / "claim" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "pool.other.png").touch()
    whole = make_results([make_record(), unjudged(other, not_run(LEFT_OUT))], partial=LEFT_OUT)
    published = make_results([make_record(), make_record(other)])
    write_report(whole, tmp_path, published)
    assert not any((tmp_path / page).exists() for page in pages_of_other)
    assert not (tmp_path / "card" / "pool.other.png").exists()
    assert (tmp_path / "claim" / "notes.txt").exists()
    assert (tmp_path / CLAIM).exists()
    for path in [*tmp_path.rglob("*.html"), tmp_path / SUMMARY]:
        assert "pool.other" not in path.read_text("utf-8"), path
    assert "1 not run" in (tmp_path / PAGE).read_text("utf-8")
    assert LEFT_OUT in (tmp_path / PAGE).read_text("utf-8")


def test_a_claims_page_can_be_cited_with_the_sum_of_the_results() -> None:
    shown = site(make_results())[CLAIM]
    assert shown.count(SHA256) >= 3  # as text, BibTeX and CSL-JSON
    assert "@misc{canifork-pool.size," in shown
    assert "&lt;table" in shown  # the row for somebody's own page is shown, not used
    for text in (".. list-table::", "| where | what was seen |", "\\begin{tabular}"):
        assert text in shown
    assert shown.index("Copy this") < shown.index('id="where"')
    without = dict(pages(Findings(make_results())))[CLAIM]
    assert "no file that could be cited" in without
    assert "@misc" not in without


def test_the_matrix_puts_versions_that_behave_alike_together() -> None:
    facts = {version: make_facts(version, version=f"{version}.1") for version in ("3.12", "3.13", "3.14")}
    case = make_case(expect=(expect(may_see={"works": [True, False]}),))
    records = [make_record(make_trial(interpreter=key), answered(works=key == "3.14"), case) for key in facts]
    made = site(make_results(records, interpreters=facts, cases={case.id: case}))
    text = " ".join(Reader(made["matrix.html"]).rows[-1][1].split())
    assert "\N{LESS-THAN OR EQUAL TO}3.12\N{EN DASH}3.13 works: no" in text
    assert "3.14\N{EN DASH} works" in text


def test_a_question_without_meaning_is_not_one_that_nobody_asked() -> None:
    facts = {key: make_facts(key, os=key) for key in ("linux", "windows", "macos")}
    records = [
        make_record(make_trial(interpreter="linux")),
        make_record(
            make_trial(interpreter="windows"), Observation(kind=Kind.NOT_APPLICABLE, reason="no fork")
        ),
    ]
    cells = Reader(site(make_results(records, interpreters=facts))["matrix.html"]).rows[-1]
    assert sum("no meaning here" in cell for cell in cells) == 1
    assert sum("not run" in cell for cell in cells) == 1


def test_the_front_page_shows_the_whole_matrix_and_asks_for_a_python() -> None:
    made = site(make_results([make_record()]))
    front = made["index.html"]
    assert '<a href="claim/pool.size.html" tabindex="-1"><title>pool.size</title>' in front
    assert 'class="o contradicted"' in front
    assert '<select name="python">' in front


def test_what_other_programs_show_of_a_page_holds_no_backticks() -> None:
    case = make_case(truth="`n += 1` in `main` loses.", article=())
    made = site(make_results([make_record(case=case)], cases={case.id: case}))
    for path, text in made.items():
        if path.endswith(".html"):
            assert "`" not in " ".join(re.findall("<title>.*?</title>|<meta .*?>", text))
    assert "<title>n += 1 in main loses." in made[f"claim/{case.id}.html"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`n += 1` races", "<code>n += 1</code> races"),
        ("one ` alone", "one ` alone"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_what_stands_in_backticks_is_code_and_all_is_escaped(text: str, shown: str) -> None:
    assert code(text) == shown
