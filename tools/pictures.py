"""Take the pictures that README and docs show, from a report of the published results.

    python tools/pictures.py                  writes docs/front.png and the others anew
    python tools/pictures.py --report FOLDER  of a report that is there already

Needs Chromium, playwright, Pillow, and a font with Chinese characters, such as fonts-noto-cjk.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canifork.pipeline import merge_files
from canifork.report import write_report
from canifork.results.checksum import write_sum
from canifork.results.store import RESULTS, write_results

PROJECT = Path(__file__).resolve().parent.parent
COLOURS = 128  # of a palette: a page has few, and a picture of them is half as large
LARGEST = 150_000  # bytes that a reader of the docs is to wait for


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A part of a page: its address within the report, its size in pixels, light or dark."""

    name: str
    page: str
    size: tuple[int, int]
    scheme: str = "light"


PICTURES = (
    Picture(name="front", page="index.html", size=(1280, 900)),
    Picture(name="matrix", page="matrix.html#chapter=locks", size=(1280, 820)),
    Picture(name="race", page="claim/locks.unlocked_counter.html", size=(1180, 900)),
    Picture(name="trees", page="claim/compare.main_crash_kills_children.html#trees", size=(1180, 590)),
    Picture(name="pickling", page="claim/pickle.lambda_target.html", size=(1180, 860), scheme="dark"),
)


def main() -> int:
    """Write the report if there is none, then take each picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--report", type=Path, help="a report that is there already")
    parser.add_argument("--folder", type=Path, default=PROJECT / "docs", help="where the pictures go")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        report = options.report or write_published(Path(scratch))
        return take(report.resolve(), options.folder, PICTURES)


def write_published(folder: Path) -> Path:
    """Write the report of all published results into a folder."""
    write_results(folder / RESULTS, merge_files(sorted((PROJECT / "results").glob("*.json"))))
    write_sum(folder / RESULTS)
    write_report(merge_files([folder / RESULTS]), folder, None, PROJECT)
    return folder


def take(site: Path, folder: Path, pictures: tuple[Picture, ...]) -> int:
    """Take these pictures of pages below `site`; return how many are too large."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("there is no chromium on PATH: no picture was taken")
    if not subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout:
        sys.exit("there is no font with Chinese characters: pages would be shown with boxes in them")
    large = 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in pictures:
            png = shrunk(shot(browser, site, picture))
            (folder / f"{picture.name}.png").write_bytes(png)
            print(f"{folder / picture.name}.png: {len(png)} bytes")
            large += len(png) > LARGEST
        browser.close()
    return large


def shot(browser: Any, site: Path, picture: Picture) -> bytes:
    """Return what a browser shows of a page."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=picture.scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(300_000)  # on a busy machine too
    page.goto(f"{site.as_uri()}/{picture.page}")
    png = page.screenshot(timeout=300_000)
    context.close()
    return bytes(png)


def shrunk(png: bytes) -> bytes:
    """Return the picture with a palette."""
    from PIL import Image

    made = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS).save(made, "PNG", optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
