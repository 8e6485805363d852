"""What an emulated CPU or musl showed is marked so wherever it is told: no reader takes it for the usual."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import LINUX, answered, make_facts, make_record, make_results, make_trial
from canifork.analysis.diff import diff
from canifork.model import Results
from canifork.report import embed, strip, write_report
from canifork.report.citation import as_bibtex, as_csl, as_text, cite, find_subject
from canifork.report.exports import exports
from canifork.report.text import changes, claim, terminal
from canifork.results.store import RESULTS, write_results

QEMU: dict[str, Any] = {"emulated": "qemu", "emulator": "qemu 10.1.0", "version": "3.14.41"}
WORLDS: dict[str, dict[str, Any]] = {
    LINUX: {},
    "cp313-linux-x86_64-musl": {"libc": "musl 1.2.5", "thread_stack_kib": 128, "version": "3.13.43"},
    "cp314-linux-x86_64": {"version": "3.14.1"},
    "cp314-linux-s390x-qemu": {"machine": "s390x", "byte_order": "big", **QEMU},
    "cp314-linux-riscv64-qemu": {"machine": "riscv64", **QEMU},
}
# What only such a world has, CI runs none of these CPUs themselves, and the word that has to stand by it.
MARKED = {re.compile(r"s390x|riscv64|3\.14\.41"): "qemu", re.compile(r"3\.13\.43|musl 1"): "musl"}
PLACES = ["pool.size", *(f"pool.size[{key}]" for key in WORLDS)]
APART = re.compile(r"\n|(?=<text)|(?<=</summary>)|(?<=</p>)")  # one thing that is told, in a page or picture


def make(odd: str) -> Results:
    """Return results in which one world differs from all others."""
    records = [make_record(make_trial(interpreter=key), answered(works=key != odd)) for key in WORLDS]
    facts = {key: make_facts(key, **own) for key, own in WORLDS.items()}
    return make_results(records, interpreters=facts)


def unmarked(name: str, text: str) -> Iterator[str]:
    """Yield what speaks of such a world and does not say so."""
    for told in list(_told(name, text)):
        for speaks, mark in MARKED.items():
            if speaks.search(told) and mark not in told.lower():
                yield f"{name}: {told[:300]}"


def mentions(name: str, text: str) -> int:
    return sum(bool(speaks.search(told)) for told in _told(name, text) for speaks in MARKED)


def _told(name: str, text: str) -> Iterator[str]:
    """Yield each thing that is told: a row of a table, an object of JSON, a line of a page."""
    if name.endswith(".csv"):
        yield from (json.dumps(row) for row in csv.DictReader(io.StringIO(text, newline="")))
    elif name.endswith(".json") and not name.endswith("schema.json"):
        yield from _objects(json.loads(text))
    else:
        yield from APART.split(text)


def _objects(value: object, above: str = "") -> Iterator[str]:
    """Yield each text with what stands beside it in its object, and the names that lead there."""
    if isinstance(value, dict):
        plain = {key: one for key, one in value.items() if not isinstance(one, dict | list)}
        yield f"{above} {json.dumps(plain)}"
        for key, one in value.items():
            yield from _objects(one, f"{above} {key}")
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one, above) if isinstance(one, dict | list) else [f"{above} {one}"]


@pytest.fixture(params=["cp314-linux-s390x-qemu", "cp313-linux-x86_64-musl"])
def results(request: pytest.FixtureRequest) -> Results:
    return make(request.param)


def test_every_file_of_a_report_marks_them(results: Results, tmp_path: Path) -> None:
    write_results(tmp_path / RESULTS, results)
    write_report(results, tmp_path)
    texts = {
        str(path.relative_to(tmp_path)): path.read_text("utf-8")
        for path in tmp_path.rglob("*")
        if path.is_file() and path.suffix not in {".inv", ".js", ".css"} and "schema" not in path.name
    }
    assert [fault for name, text in texts.items() for fault in unmarked(name, text)] == []
    exported = {f"data/{export.file}" for export in exports()} - {"data/changes.atom"}  # of versions alone
    tables = {"index.html", "grid.html", "matrix.html", "claim/pool.size.html", "report.md", RESULTS}
    assert [name for name in sorted(exported | tables) if not mentions(name, texts[name])] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_form_of_a_citation_marks_them(place: str, results: Results) -> None:
    cited = cite(results, "0" * 64, find_subject(results, place))
    texts = {
        "text": as_text(cited), "bibtex": as_bibtex(cited), "csl.json": as_csl(cited),
        "row": embed.row(cited, results), "badge": embed.badge(cited, results),
        "page": claim.page(results, find_subject(results, place)),
        **{form: write(cited, results) for form, write in strip.FORMS.items()},
    }  # fmt: skip
    assert [fault for name, text in texts.items() for fault in unmarked(name, text)] == []
    assert all(mentions(name, texts[name]) for name in strip.FORMS)


def test_a_citation_names_the_emulator_with_its_own_version() -> None:
    results = make(LINUX)
    cited = as_text(cite(results, "0" * 64, find_subject(results, "pool.size[cp314-linux-s390x-qemu]")))
    assert "CPython 3.14.41 on Linux 6.1.0 s390x under QEMU 10.1.0: works: yes" in cited


def test_the_terminal_and_a_diff_mark_them(results: Results, tmp_path: Path) -> None:
    changed = diff(make(LINUX), results)
    texts = {
        "terminal": "\n".join(terminal.summary(results, tmp_path)),
        "diff": changes.as_text(changed), "diff.md": changes.as_markdown(changed),
        "diff.json": changes.as_json(changed),
    }  # fmt: skip
    assert [fault for name, text in texts.items() for fault in unmarked(name, text)] == []
    assert mentions("terminal", texts["terminal"])


def test_where_one_emulated_cpu_alone_differs_no_sentence_blames_the_cpu() -> None:
    results = make("cp314-linux-s390x-qemu")
    found = cite(results, "0" * 64, find_subject(results, "pool.size")).found
    assert "works: no on s390x under QEMU; yes elsewhere" in found
