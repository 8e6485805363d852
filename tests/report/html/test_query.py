"""The pages find by a query what Python finds, say the same of a mistake, and keep it in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import address, heads, shown
from hypothesis import given, settings
from hypothesis import strategies as st
from test_browser import CHROMIUM, browser, page, playwright

from asked import FOUND, WRONG, made_up, queries
from canifork.errors import QueryError
from canifork.queries.answer import find
from canifork.queries.catalog import make_catalog
from canifork.report import write_report

__all__ = ["browser", "page"]  # fixtures
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on PATH")
CATALOG = make_catalog(made_up())
ASK = """(asked) => asked.map((query) => {
  try {
    const trials = (some) => some.map((one) => [one.interpreter, one.method]);
    return [...catalog.find(query).claims].map(([claim, some]) => [claim, trials(some)]);
  } catch (fault) {
    return fault.told(JSON.parse(form.dataset.mistakes), query);
  }
})"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of the made-up results."""
    folder = tmp_path_factory.mktemp("asked")
    write_report(made_up(), folder)
    return folder


@pytest.fixture(scope="module")
def asked(browser: Any, folder: Path) -> Iterator[Any]:
    """Open a page on which something was asked."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address(folder, "grid.html#q=lose"))
    playwright.expect(page.locator("#shown")).to_contain_text("rows: 1 of 5")
    yield page
    context.close()


def answer(query: str) -> object:
    """Return what Python finds, or its sentence, as the page gives it."""
    try:
        found = find(query, CATALOG)
    except QueryError as fault:
        return str(fault)
    return [[claim, [[one.place.interpreter, one.method] for one in some]] for claim, some in found.items()]


def test_the_page_finds_what_python_finds(asked: Any) -> None:
    table = [*FOUND, *WRONG]
    for query, found in zip(table, asked.evaluate(ASK, table), strict=True):
        assert found == answer(query), query


@settings(max_examples=20, deadline=None)
@given(some=st.lists(queries(), min_size=1, max_size=50))
def test_the_page_reads_anything_as_python_does(asked: Any, some: list[str]) -> None:
    for query, found in zip(some, asked.evaluate(ASK, some), strict=True):
        assert found == answer(query), query


def test_a_query_in_the_address_chooses_rows_and_says_where_to_look(page: Any, folder: Path) -> None:
    page.goto(address(folder, "matrix.html#q=differs(start_method)+and+os:linux"))
    playwright.expect(page.locator("#shown")).to_have_text("rows: 1 of 5, columns: 3 of 4")
    assert shown(page) == ["pickle.lambda"]
    assert page.input_value("[name=q]") == "differs(start_method) and os:linux"
    assert not any("Windows" in head for head in heads(page))
    page.click(".examples a >> nth=1")
    page.wait_for_url(re.compile(r"#q=only(\(|%28)free_threaded"))
    playwright.expect(page.locator("#shown")).to_contain_text("rows: 0 of 5")
    page.click("button[type=reset]")
    playwright.expect(page.locator("#shown")).to_contain_text("rows: 5 of 5")


def test_a_filter_says_where_a_query_looks(page: Any, folder: Path) -> None:
    page.goto(address(folder, "grid.html#q=only(free_threaded)"))
    playwright.expect(page.locator("#shown")).to_contain_text("rows: 0 of 5")
    page.select_option("[name=python]", "3.13")
    playwright.expect(page.locator("#shown")).to_contain_text("rows: 1 of 5")
    assert shown(page) == ["locks.counter"]


def test_a_mistake_is_a_sentence_beside_the_query_and_hides_nothing(page: Any, folder: Path) -> None:
    page.goto(address(folder, "grid.html"))
    page.fill("[name=q]", "os:lnux")
    playwright.expect(page.locator("#mistake")).to_have_text(WRONG["os:lnux"])
    assert len(shown(page)) == 5
    page.fill("[name=q]", "os:linux")
    playwright.expect(page.locator("#mistake")).to_have_text("")


def test_in_another_language_a_query_finds_both(page: Any, folder: Path) -> None:
    page.goto(address(folder, "zh/grid.html#q=Threads"))
    playwright.expect(page.locator("tr[data-id='fork.same']")).to_be_hidden()
    assert shown(page) == ["locks.counter"]
    other = page.locator("tr[data-id='locks.counter'] td").first.inner_text().split()[-1]
    assert not other.isascii()
    page.fill("[name=q]", other)
    assert shown(page) == ["locks.counter"]


def test_the_front_page_passes_a_query_on(page: Any, folder: Path) -> None:
    page.goto(address(folder, "index.html"))
    page.fill("#pick [name=q]", "flips(3.13..3.14)")
    page.click("#pick button")
    page.wait_for_url(re.compile(r"/matrix\.html#q=flips"))
    playwright.expect(page.locator("#shown")).to_contain_text("rows: 1 of 5")
    assert shown(page) == ["process.default"]
