"""A claim is run in the reader's browser, by Pyodide, if the site was written with it."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from test_element import CHROMIUM, served_folder
from test_pages import Reader

from builders import HOSTILE, answered, expect, make_case, make_facts, make_record, make_results, make_trial
from canifork.analysis.findings import Findings
from canifork.errors import PyodideError
from canifork.model import Case, Kind, Observation, Results
from canifork.report import write_report
from canifork.report.html.live import NEEDED, read_pyodide
from canifork.report.html.pages import pages
from canifork.verdicts.judge import mismatch
from made_up import PROJECT, project

WASM = "cp314-emscripten-wasm32"
FACTS = make_facts(WASM, version="3.14.2", os="emscripten", machine="wasm32", libc=None)
HTML = HOSTILE[0]
BODIES = {
    "answers": 'return {"done": True, "rate": 0.5}',
    "breaks": 'return {"done": False}',
    "raises": 'raise KeyError("no")',
    "leaves": 'print("bye", file=sys.stderr); os._exit(3)',
    "hangs": "while True: pass",
    "waits": "while True: pass",
    "says_html": f"print({HTML!r}); return {{'done': {HTML!r}}}",
}
SEEN = {"answers": answered(done=True, rate=0.25), "breaks": answered(done=True)}
INSTALLED = Path(os.environ.get("CANIFORK_PYODIDE", PROJECT / ".nox" / "pyodide"), "node_modules", "pyodide")


def installed() -> Path:
    if not (INSTALLED / NEEDED[0]).exists():
        pytest.skip(f"there is no Pyodide in {INSTALLED}; `nox -s wasm` brings it, or set CANIFORK_PYODIDE")
    return INSTALLED


def made_of(root: Path, *names: str, facts: Any = FACTS) -> Results:
    """Return results of a made-up project, as if Pyodide had been one of its interpreters."""
    project(root, {name: BODIES[name] for name in names}, {"hangs": "DEADLINE = 2"})
    cases = [_case(root, name) for name in names]
    records = [
        make_record(make_trial(case.id, facts["id"]), SEEN.get(case.id[5:], answered(done=True)), case)
        for case in cases
    ]
    return make_results(records, interpreters={facts["id"]: facts}, cases={case.id: case for case in cases})


def _case(root: Path, name: str) -> Case:
    text = (root / "cases" / "made" / f"{name}.py").read_bytes()
    expected = expect(hung=True) if name == "hangs" else expect({"done": True})
    return make_case(
        f"made.{name}",
        sha256=hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest(),
        deadline=2.0 if name == "hangs" else 60.0,
        expect=(expected,),
    )


@pytest.fixture
def pyodide(tmp_path: Path) -> Path:
    """Return a folder that looks like Pyodide and holds no Python."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in NEEDED:
        (folder / name).write_text(
            json.dumps({"info": {"python": "3.14.2"}, "version": "314.0.7"}), encoding="utf-8"
        )
    return folder


def test_only_a_site_that_was_written_with_pyodide_offers_to_run(tmp_path: Path, pyodide: Path) -> None:
    shown = made_of(tmp_path, "answers")
    write_report(shown, tmp_path / "without", None, tmp_path)
    write_report(shown, tmp_path / "with", None, tmp_path, pyodide)
    found = sorted(one.relative_to(tmp_path).as_posix() for one in tmp_path.glob("with*/**/live*"))
    assert found == ["with/live", "with/live.js", "with/live/live.mjs"]
    for kind, offers in (("without", False), ("with", True)):
        page = (tmp_path / kind / "claim" / "made.answers.html").read_text("utf-8")
        assert ('id="live"' in page) == ("live.js" in page) == offers
    assert {one.name for one in (tmp_path / "with" / "live" / "pyodide").iterdir()} == set(NEEDED)


def test_the_site_holds_the_programs_that_can_run_and_what_they_import(tmp_path: Path, pyodide: Path) -> None:
    shown = made_of(tmp_path, "answers", "breaks")
    made = dict(pages(Findings(shown), root=tmp_path, pyodide=read_pyodide(pyodide)))
    texts = json.loads(made["live/programs.json"])
    assert {"cases/__init__.py", "cases/_show.py", "cases/made/__init__.py"} < set(texts)
    assert texts["cases/made/answers.py"] == (tmp_path / "cases/made/answers.py").read_text("utf-8")


def test_a_claim_that_was_not_seen_there_or_has_another_text_has_no_button(
    tmp_path: Path, pyodide: Path
) -> None:
    shown = made_of(tmp_path, "answers", "breaks", "raises")
    absent = dataclasses.replace(
        shown.records[1], observation=Observation(kind=Kind.NOT_APPLICABLE, reason="it needs processes")
    )
    shown = dataclasses.replace(shown, records=(shown.records[0], absent, shown.records[2]))
    with (tmp_path / "cases" / "made" / "raises.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    made = dict(pages(Findings(shown), root=tmp_path, pyodide=read_pyodide(pyodide)))
    offered = [name for name in BODIES if 'id="live"' in made.get(f"claim/made.{name}.html", "")]
    assert offered == ["answers"]


@pytest.mark.parametrize("facts", [make_facts(), make_facts("cp312", version="3.12.7", os="emscripten")])
def test_results_of_no_such_python_are_refused_with_a_sentence(
    tmp_path: Path, pyodide: Path, facts: Any
) -> None:
    shown = made_of(tmp_path, "answers", facts=facts)
    with pytest.raises(PyodideError, match=r"is Python 3\.14 for WebAssembly, and these results saw no"):
        list(pages(Findings(shown), root=tmp_path, pyodide=read_pyodide(pyodide)))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("pyodide.asm.wasm", None, r"holds no pyodide\.asm\.wasm; name the folder"),
        ("package.json", "{}", "names no version"),
        ("pyodide-lock.json", '{"info": []}', "names no version"),
        ("pyodide-lock.json", '{"info": {"python": "x"}}', "names no version"),
        ("pyodide-lock.json", "\udcff", "names no version"),
    ],
)
def test_what_is_no_pyodide_is_refused_with_a_sentence(
    pyodide: Path, name: str, text: str | None, told: str
) -> None:
    (pyodide / name).unlink()
    if text is not None:
        (pyodide / name).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(PyodideError, match=told):
        read_pyodide(pyodide)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_was_published_stays_an_attribute(tmp_path: Path, pyodide: Path, hostile: str) -> None:
    shown = made_of(tmp_path, "answers")
    [record] = shown.records
    spoilt = dataclasses.replace(
        shown, records=(dataclasses.replace(record, observation=answered(done=hostile)),)
    )
    made = [
        dict(pages(Findings(one), root=tmp_path, pyodide=read_pyodide(pyodide)))["claim/made.answers.html"]
        for one in (shown, spoilt)
    ]
    assert Reader(made[0]).tags == Reader(made[1]).tags
    trials = next(value for _, key, value in Reader(made[1]).attributes if key == "data-trials")
    assert json.loads(trials)[0]["seen"]["answer"] == {"done": hostile}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the system's own Chromium."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the dependency group `site` is not installed"
    )
    if CHROMIUM is None:
        pytest.skip("there is no chromium on PATH")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Write a site with the installed Pyodide, and serve it."""
    root, folder = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("site")
    write_report(made_of(root, *BODIES), folder, None, root, installed())
    with served_folder(folder) as address:
        yield address


@pytest.fixture
def page(browser: Any, site: str) -> Iterator[Any]:
    """Open a page that may ask this site for its own files and nobody for anything else."""
    with contextlib.closing(browser.new_page()) as page:
        faults: list[str] = []
        page.set_default_timeout(120_000)
        page.on("request", lambda one: None if one.url.startswith(site) else faults.append(one.url))
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("dialog", lambda one: faults.append(one.message))
        yield page
        assert faults == []


def run(page: Any, site: str, name: str, *, until: str = "seen") -> str:
    """Press the button on a claim's page, and return what is then said."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{site}/claim/made.{name}.html")
    assert not [one for one in asked if "/live/" in one]
    page.click("#live [name=run]")
    page.wait_for_selector(f"#live [data-when={until}]:visible")
    assert any(one.endswith("pyodide.asm.wasm") for one in asked)
    return str(page.inner_text("#live [role=status]"))


def shown(page: Any) -> set[str]:
    return set(
        page.eval_on_selector_all(
            "[data-when]",
            "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.when)",
        )
    )


def test_a_claim_that_is_met_says_so_and_what_was_published(page: Any, site: str) -> None:
    said = run(page, site, "answers")
    assert '{"done": true, "rate": 0.5}' in said
    assert '{"done": true, "rate": 0.25}' in said
    assert shown(page) == {"seen", "met", "same"}


@pytest.mark.parametrize(
    ("name", "said", "states"),
    [
        ("breaks", '{"done": false}', {"seen", "broken", "differs"}),
        ("raises", "raised: KeyError", {"seen", "broken", "differs", "errors"}),
        ("leaves", "died: exit status 3", {"seen", "broken", "differs", "errors"}),
        ("hangs", "hung", {"seen", "met", "differs"}),
    ],
)
def test_what_is_otherwise_says_so(page: Any, site: str, name: str, said: str, states: set[str]) -> None:
    assert said in run(page, site, name)
    assert shown(page) == states


def test_a_program_that_hangs_can_be_stopped(page: Any, site: str) -> None:
    run(page, site, "waits", until="running")
    [worker] = page.workers
    with worker.expect_event("close"):
        page.click("#live [name=stop]")
    assert shown(page) == {"stopped"}
    assert page.is_enabled("#live [name=run]")


def test_an_answer_with_html_stays_text(page: Any, site: str) -> None:
    assert HTML in run(page, site, "says_html")
    assert page.locator("#live img, #live script").count() == 0


def test_from_a_file_it_says_that_it_has_to_be_served(browser: Any, tmp_path: Path, pyodide: Path) -> None:
    write_report(made_of(tmp_path, "answers"), tmp_path / "site", None, tmp_path, pyodide)
    with contextlib.closing(browser.new_page()) as page:
        page.goto((tmp_path / "site" / "claim" / "made.answers.html").as_uri())
        assert "python -m http.server" in page.inner_text("#unserved")
        assert not page.is_visible("#live")


ROWS = (
    expect({"done": True}), expect({"done": 1}), expect({"done": {"a": [1, None]}}), expect({"toString": 1}),
    expect(may_see={"done": [True, "x"]}), expect({"done": 1.0}, may_see={"more": [0]}),
    expect(hung=True), expect(raises="KeyError"), expect(died=True), expect(died=3),
)  # fmt: skip
OBSERVATIONS = (
    answered(done=True), answered(done=1), answered(done={"a": [1, None]}), answered(done={"a": [1]}),
    answered(done="x", more=0), answered(done=1, more=False), answered(other=1),
    Observation(kind=Kind.HUNG), Observation(kind=Kind.RAISED, reason="KeyError"),
    Observation(kind=Kind.RAISED, reason="OSError"), Observation(kind=Kind.DIED, reason="exit status 3"),
    Observation(kind=Kind.DIED, reason="exit status 4"),
)  # fmt: skip


def test_the_page_judges_as_the_harness_does(browser: Any, tmp_path: Path, pyodide: Path) -> None:
    write_report(made_of(tmp_path, "answers"), tmp_path / "site", None, tmp_path, pyodide)
    pairs = [(row, seen) for row in ROWS for seen in OBSERVATIONS]
    with contextlib.closing(browser.new_page()) as page:
        page.goto((tmp_path / "site" / "claim" / "made.answers.html").as_uri())
        judged = page.evaluate(
            "pairs => pairs.map(([row, seen]) => met(row, seen))",
            [[asdict(row), _for_script(seen)] for row, seen in pairs],
        )
    assert judged == [mismatch(row, seen) is None for row, seen in pairs]
    assert {True, False} == set(judged)


def _for_script(seen: Observation) -> dict[str, Any]:
    status = int(seen.reason.split()[-1]) if seen.kind is Kind.DIED and seen.reason else None
    return {"kind": seen.kind.value, "answer": seen.answer, "reason": seen.reason, "status": status}
