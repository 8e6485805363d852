"""Measure the site: how long it takes to write, how large it is, how quickly Chromium shows and filters it.

    python tools/bench_report.py            the published results, then a made-up hundred of everything

The made-up results are a hundred interpreters (ten versions of CPython, with and without the GIL,
on five systems) and a hundred claims under three start methods, each of which behaves otherwise,
so that no cell puts two trials together.  As of the real claims, every seventh measures something.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from builders import (
    METHODS,
    answered,
    expect,
    make_case,
    make_facts,
    make_outline,
    make_record,
    make_results,
    make_trial,
)
from canifork.model import Results, Row
from canifork.pipeline import merge_files
from canifork.report import write_report
from made_up import PROJECT

HUNDRED = 100
ARTICLE = (Row(when={}, sees={"way": "way 0 of 1"}),)
EXPECT = (expect(may_see={"way": [f"way {one} of {number}" for one in range(5) for number in range(3)]}),)
FILTERS = (
    ("chapter", "c3"),
    ("python", ""),
    ("method", "spawn"),
    ("verdict", "contradicted"),
    ("q", "claim"),
)
SETTLE = 2000  # milliseconds until what the last filter set off is over
PAINTED = (
    "performance.getEntriesByType('paint').find(one => one.name === 'first-contentful-paint')?.startTime"
)
CHANGE = """([name, value]) => {
  const field = document.querySelector(`[name=${name}]`);
  field.value = value || field.options[1].value;
  const began = performance.now();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight;
  const frame = (done) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  return new Promise(frame);
}"""


def main() -> None:
    """Measure both, and print a line each for writing and for showing."""
    published = merge_files(sorted((PROJECT / "results").glob("*.json")))
    for name, results, root in (("published", published, PROJECT), ("made up", hundreds(), None)):
        with tempfile.TemporaryDirectory() as folder:
            _write(name, results, Path(folder), root)
            _show(name, Path(folder))


def hundreds() -> Results:
    """Return a hundred interpreters times a hundred claims times three start methods."""
    claims = [f"c{number % 10}.claim_{number}" for number in range(HUNDRED)]
    facts = {one["id"]: one for one in (_facts(turn) for turn in range(HUNDRED))}
    case = make_case(article=ARTICLE, expect=EXPECT)
    records = [
        make_record(make_trial(claim, key, method), answered(**_answer(place, turn, number)), case)
        for place, claim in enumerate(claims)
        for turn, key in enumerate(facts)
        for number, method in enumerate(METHODS)
    ]
    return make_results(
        records,
        cases={
            key: make_case(
                key, truth=f"{key} is true.", start_methods=METHODS, article=ARTICLE, expect=EXPECT
            )
            for key in claims
        },
        outline=make_outline(claims),
        interpreters=facts,
    )


def _facts(turn: int) -> dict[str, Any]:
    minor, system, free = turn % 10, turn // 10 % 5, turn >= HUNDRED // 2
    name = ("linux", "windows", "macos", "freebsd", "emscripten")[system]
    key = f"cp3{minor + 6}{'t' * free}-{name}-x86_64"
    return make_facts(key, version=f"3.{minor + 6}.1", os=name, free_threaded=free)


def _answer(place: int, turn: int, number: int) -> dict[str, Any]:
    """Return what no two start methods of an interpreter have in common; some claims measure something."""
    measured = {"ratio": 1.0 + turn} if place % 7 == 0 else {}
    return {"way": f"way {(turn * place) % 5} of {number}", **measured}


def _write(name: str, results: Results, folder: Path, root: Path | None) -> None:
    began, busy = time.perf_counter(), time.process_time()
    write_report(results, folder, None, root)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    matrix = (folder / "grid.html").stat().st_size
    print(
        f"{name}: {len(results.records)} trials on {len(results.interpreters)} interpreters: written in "
        f"{seconds:.1f} s ({busy:.1f} s of processor time), {size / 1e6:.1f} MB, matrix {matrix / 1e6:.2f} MB"
    )


def _show(name: str, folder: Path) -> None:
    """Time the first paint of the matrix, and each of its filters."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium on PATH: nothing was shown")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(120_000)
        meter = page.context.new_cdp_session(page)
        meter.send("Performance.enable", {"timeDomain": "threadTicks"})
        for path in ("index.html", "matrix.html", "grid.html"):
            page.goto(f"{folder.as_uri()}/{path}")
            page.wait_for_timeout(SETTLE)  # what waits for a condition needs eval, which the pages forbid
            print(f"{name}: first paint of {path} after {page.evaluate(PAINTED):.0f} ms")
        for field, value in FILTERS:
            page.evaluate("document.querySelector('#filters').reset()")
            page.wait_for_timeout(SETTLE)
            before = _busy(meter)
            took = page.evaluate(CHANGE, [field, value])
            print(f"{name}: filter {field}: {took:.0f} ms ({_busy(meter) - before:.0f} ms of processor time)")
        browser.close()


def _busy(meter: Any) -> float:
    """Return the milliseconds of processor time that the page has used: a busy machine adds none."""
    metrics = {one["name"]: one["value"] for one in meter.send("Performance.getMetrics")["metrics"]}
    return float(1000 * metrics["TaskDuration"])


if __name__ == "__main__":
    main()
