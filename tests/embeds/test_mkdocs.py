"""Claims in Python-Markdown, as MkDocs uses it: the words of Sphinx; a mistake is a warning."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builders import HOSTILE
from canifork.embeds.piece import FORMATS, make_piece
from canifork.embeds.pins import answer_of, write_pins
from canifork.report.answers import Answer

library = pytest.importorskip("markdown")
CLAIM = "locks.unlocked_counter"
SITE = "https://example.org/canifork"
EXTENSION = "canifork.embeds.markdown"


def shown(text: str, *others: str, **settings: str) -> str:
    extensions = [*others, EXTENSION]
    return str(library.markdown(text, extensions=extensions, extension_configs={EXTENSION: settings}))


def fence(claim: str = CLAIM, *options: str) -> str:
    return "\n".join([f"```{{canifork}} {claim}", *options, "```"])


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    assert all(record.name == "mkdocs.canifork" for record in caplog.records)
    return [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("others", [(), ("fenced_code",), ("tables", "fenced_code")])
def test_a_fence_shows_each_format(form: str, others: tuple[str, ...]) -> None:
    html = shown(f"Before\n\n{fence(CLAIM, f':format: {form}')}\n\nafter", *others, site=SITE)
    assert (
        html == f"<p>Before</p>\n{make_piece(CLAIM, form, site=SITE)._repr_html_().rstrip()}\n\n<p>after</p>"
    )


def test_systems_and_since_are_as_elsewhere() -> None:
    html = shown(fence(CLAIM, ":systems: linux, windows", ":since: 3.9"))
    assert html.strip() == make_piece(CLAIM, systems=["linux", "windows"], since="3.9")._repr_html_().strip()


def test_a_claim_is_cited_in_a_line() -> None:
    html = shown(f"So it is {{canifork}}`{CLAIM}`, {{canifork}}`as was *seen* <{CLAIM}>`.", site=SITE)
    link = f'<a href="{SITE}/claim/{CLAIM}.html">'
    assert f"{link}({make_piece(CLAIM).source})</a>, {link}as was *seen*</a>." in html
    assert "<a " not in shown(f"{{canifork}}`{CLAIM}`")


@pytest.mark.parametrize(
    "text",
    [
        f"````\n{fence()}\n````",
        f"~~~ rst\n{fence()}\n~~~",
        f"```{{canifork}} {CLAIM}\nnothing closes it",
        f"``{{canifork}}`{CLAIM}` ``",
        textwrap.indent(fence(), "    "),
    ],
)
def test_what_is_code_stays_code(text: str) -> None:
    html = shown(text, "fenced_code")
    assert "{canifork}" in html
    assert "lost none" not in html


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (fence("no.claim"), "there is no claim 'no.claim'"),
        (fence(CLAIM, ":format: table"), "format is 'table'; give one of strip"),
        (fence(CLAIM, ":systems: plan9"), "systems names 'plan9'"),
        (fence(CLAIM, ":color: red"), "':color: red' is no option; write one of :format:"),
        (fence(CLAIM, "format: row"), "'format: row' is no option"),
        ("{canifork}`no.claim`", "there is no claim 'no.claim'"),
    ],
)
def test_a_mistake_is_a_warning_with_its_line(text: str, says: str, caplog: pytest.LogCaptureFixture) -> None:
    assert "<table" not in shown(f"One\n\n{text}\n")
    [told] = warned(caplog)
    assert told.startswith("line 3: canifork: ")
    assert says in told


def test_a_changed_pin_is_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lock = tmp_path / "canifork.lock"
    page = f"{fence()}\n\n{{canifork}}`{CLAIM}`"
    write_pins(lock, {CLAIM: answer_of(CLAIM)})
    shown(page, lock=str(lock))
    assert warned(caplog) == []
    write_pins(lock, {CLAIM: Answer(truth="So.", answers={})})
    assert "<table" in shown(page, lock=str(lock))
    assert [told.split("since")[0] for told in warned(caplog)] == [
        f"line {line}: canifork: {CLAIM}: changed " for line in (1, 4)
    ]


def test_results_of_a_newer_schema_are_a_warning_with_its_line(
    newer: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert "<table" not in shown(f"One\n\n{fence()}\n\n{{canifork}}`{CLAIM}`")
    assert [told.split()[1] for told in warned(caplog)] == ["3:", "6:"]
    assert all(newer in told for told in warned(caplog))


def test_mkdocs_is_told_the_file_and_the_line_in_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It takes the front matter off, and registers what knows the file under this name."""
    source = f"---\ntitle: x\n---\n\nOne\n\n{fence('no.claim')}\n"

    class Known(library.treeprocessors.Treeprocessor):  # type: ignore[name-defined, misc]
        file = type("File", (), {"src_uri": "part/page.md", "content_string": source})()

        def run(self, root: object) -> None:
            pass

    md = library.Markdown(extensions=[EXTENSION])
    md.treeprocessors.register(Known(md), "relpath", 0)
    md.convert(source.partition("---\n\n")[2])
    assert warned(caplog)[0].startswith("part/page.md:7: canifork: there is no claim")


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("form", FORMATS)
def test_hostile_texts_stay_text(hostile: str, form: str, publish: Callable[[str], str]) -> None:
    def page(text: str) -> str:
        claim = publish(text)
        return shown(f"{fence(claim, f':format: {form}')}\n\n{{canifork}}`{claim}`", "fenced_code")

    assert Tags(page(hostile)).tags == Tags(page("WORD")).tags
    assert not re.search("[\x00\x1b\u202e]", page(hostile))
