"""The element for other people's pages: small, a link without scripts, and text stays text."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import HOSTILE, answered, expect, make_case, make_facts, make_record, make_results, make_trial
from canifork.analysis.findings import Findings
from canifork.model import Results
from canifork.report.exports.support import document
from canifork.report.html.pages import ELEMENT, pages
from canifork.report.strip import strip

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>made</title>
<script src="canifork-claim.js"></script>
<canifork-claim claim="pool.size"{}><a href="plain.html">plain</a></canifork-claim>
"""


def ran(truth: str = "A `pool` works.", *, spoilt: str | None = None) -> Results:
    case = make_case(expect=(expect(may_see={"works": [True, False]}),), truth=truth)
    facts = {
        version: make_facts(version, version=f"{version}.1", machine=spoilt or "x86_64")
        for version in ("3.6", "3.13", "3.14")
    }
    records = [make_record(make_trial(interpreter=key), answered(works=key == "3.14"), case) for key in facts]
    return make_results(records, interpreters=facts, cases={case.id: case})


FIRST = strip(ran(), "pool.size")[0][1][0].colour


def script() -> str:
    return dict(pages(Findings(ran())))[ELEMENT]


def test_the_script_is_small_and_puts_in_text_only() -> None:
    text = script()
    assert len(text.encode()) < 5_000
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(", text)
    assert '"supported": "#' in text


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the dependency group `site` is not installed"
    )
    if CHROMIUM is None:
        pytest.skip("there is no chromium on PATH")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path, shown: Results, attributes: str = "") -> Iterator[str]:
    """Serve a page with the element, and the data beside it."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "claims.json").write_text(json.dumps(document(Findings(shown))), encoding="utf-8")
    (folder / ELEMENT).write_text(script(), encoding="utf-8")
    (folder / "page.html").write_text(PAGE.format(attributes), encoding="utf-8")
    with served_folder(folder) as address:
        yield f"{address}/page.html"


@contextlib.contextmanager
def served_folder(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine, and return its address."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_strip_is_drawn_with_the_words_of_all_strips(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, ran()) as address, contextlib.closing(browser.new_page()) as page:
        page.goto(address)
        page.wait_for_selector("canifork-claim table")
        colour = page.eval_on_selector("canifork-claim td span", "one => one.style.background")
        assert colour == "rgb({}, {}, {})".format(*bytes.fromhex(FIRST.strip("#")))
        bars = page.eval_on_selector_all("canifork-claim td span", "all => all.map(one => one.textContent)")
        assert bars == [cell.text for _, cells in strip(ran(), "pool.size") for cell in cells]
        assert page.eval_on_selector("canifork-claim caption code", "one => one.textContent") == "pool"
        link = page.eval_on_selector("canifork-claim a", "one => [one.href, one.textContent]")
        assert link[0] == address.replace("page.html", "claim/pool.size.html")
        assert document(Findings(ran()))["claims"]["pool.size"]["answers_sha256"][:12] in link[1]


@pytest.mark.parametrize(
    ("attributes", "bars", "words"),
    [
        (' since="3.14"', 1, "3.14\N{EN DASH} works"),
        (' systems="windows"', 0, "A pool works."),
        (' format="sentence"', 0, "What happens where"),
    ],
)
def test_the_words_are_those_of_all_tools(
    attributes: str, bars: int, words: str, browser: Any, tmp_path: Path
) -> None:
    with served(tmp_path, ran(), attributes) as address, contextlib.closing(browser.new_page()) as page:
        page.goto(address)
        page.wait_for_selector("canifork-claim small")
        assert page.locator("canifork-claim td span").count() == bars
        assert words in page.inner_text("canifork-claim")


def test_without_script_or_claim_or_with_newer_data_the_link_stays(browser: Any, tmp_path: Path) -> None:
    with served(tmp_path, ran()) as address:
        with contextlib.closing(browser.new_context(java_script_enabled=False)) as context:
            page = context.new_page()
            page.goto(address)
            assert page.inner_text("canifork-claim a") == "plain"
        with contextlib.closing(browser.new_page()) as page:
            page.goto(address)
            page.wait_for_selector("canifork-claim table")
            page.eval_on_selector("canifork-claim", "one => one.setAttribute('claim', 'toString')")
            page.wait_for_function("document.querySelector('canifork-claim a').textContent === 'plain'")
            assert page.locator("canifork-claim table").count() == 0
        data = tmp_path / "data" / "claims.json"
        data.write_text(json.dumps({**document(Findings(ran())), "schema": 2}), encoding="utf-8")
        with contextlib.closing(browser.new_page()) as page:
            with page.expect_console_message() as told:
                page.goto(address)
            assert "schema 2; load a newer canifork-claim.js" in told.value.text
            assert page.inner_text("canifork-claim a") == "plain"


def test_hostile_texts_stay_text(browser: Any, tmp_path: Path) -> None:
    def tags(text: str) -> list[str]:
        shown = ran(text, spoilt=text)
        with served(tmp_path, shown) as address, contextlib.closing(browser.new_page()) as page:
            page.goto(address)
            page.wait_for_selector("canifork-claim table")
            found = page.eval_on_selector_all("canifork-claim *", "all => all.map(one => one.tagName)")
            return list(map(str, found))

    assert tags(" ".join(HOSTILE).replace("`", "")) == tags("WORD")
