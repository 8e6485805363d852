"""Build the sample documents of docs/samples, and look whether each claim that they show is there.

    python tools/samples.py                     builds in a temporary folder
    python tools/samples.py --folder FOLDER     keeps what was built there
    python tools/samples.py --pictures docs     takes a picture of each page, and of each PDF's first one

Sphinx (HTML, and PDF where latexmk is on PATH), MkDocs, a notebook that is run and converted, slides in
LaTeX.  A warning is an error.  Chromium opens each page, and axe looks at it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from canifork.embeds.piece import make_piece
from pictures import Picture, shrunk, take

PROJECT = Path(__file__).resolve().parent.parent
SAMPLES = PROJECT / "docs" / "samples"
CLAIM = "locks.unlocked_counter"
CITED = "pickle.lambda_target"
PYTHON = [sys.executable, "-m"]
PAGES = {"sphinx": "sphinx/html/index.html", "mkdocs": "mkdocs/index.html", "notebook": "notebook/locks.html"}
PDFS = {"pdf": "sphinx/latex/threadsinclass.pdf", "slides": "latex/slides.pdf"}
SIZE, DOTS = (1100, 760), 80  # pixels of a picture of a page; of a PDF's first page, by the inch


def main() -> int:
    """Build all, check all; return 1 and say what is missing, if anything is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where to build (default: a temporary folder)")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="take a picture of each page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.folder or Path(scratch)).resolve()
        build(folder)
        found = [*missing(folder), *looked_at(folder)]
        if options.pictures:
            shots = tuple(Picture(name=f"sample-{key}", page=page, size=SIZE) for key, page in PAGES.items())
            found += ["a picture is too large"] * take(folder, options.pictures, shots)
            draw(folder, options.pictures)
    print("\n".join(found) or f"{len(PAGES)} sample pages show every claim that they name")
    return int(bool(found))


def build(folder: Path) -> None:
    """Build each document; CalledProcessError where a tool refuses or warns."""
    sphinx = ["sphinx", "-W", "--keep-going", "-q", str(SAMPLES / "sphinx")]
    run(*PYTHON, *sphinx, "-b", "html", str(folder / "sphinx" / "html"))
    run(*PYTHON, "mkdocs", "build", "--strict", "-q", "-f", str(SAMPLES / "mkdocs" / "mkdocs.yml"),
        "-d", str(folder / "mkdocs"))  # fmt: skip
    run(*PYTHON, "nbconvert", "--execute", "--to", "html", "--log-level", "ERROR",
        "--output-dir", str(folder / "notebook"), str(SAMPLES / "notebook" / "locks.ipynb"))  # fmt: skip
    if shutil.which("latexmk") is None:
        print("latexmk is not on PATH: no PDF was built")
        return
    run(*PYTHON, *sphinx, "-b", "latex", str(folder / "sphinx" / "latex"))
    typeset(folder / "sphinx" / "latex")
    shutil.copytree(SAMPLES / "latex", folder / "latex", dirs_exist_ok=True)
    run(*PYTHON, "canifork", "latex", CLAIM, CITED, "--folder", str(folder / "latex"))
    typeset(folder / "latex")


def typeset(folder: Path) -> None:
    """Make a PDF of each document of a folder."""
    run("latexmk", "-pdf", "-silent", "-interaction=nonstopmode", "-halt-on-error", folder=folder)


def run(*words: str, folder: Path | None = None) -> None:
    """Run a command; what it says is shown if it fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])  # Jupyter starts `python`
    ended = subprocess.run(
        words, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        sys.exit(f"{' '.join(words)}:\n{ended.stdout[-4000:]}{ended.stderr[-4000:]}")


def draw(folder: Path, pictures: Path) -> None:
    """Take a picture of the first page of each PDF that was built."""
    for name, path in PDFS.items():
        if (folder / path).exists() and shutil.which("pdftoppm"):
            words = ["pdftoppm", "-singlefile", "-png", "-r", str(DOTS), str(folder / path)]
            png = subprocess.run(words, capture_output=True, check=True).stdout
            (pictures / f"sample-{name}.png").write_bytes(shrunk(png))


def expected() -> Iterator[str]:
    """Yield the texts that each document has to show, in the words of the published results."""
    for _, cells in make_piece(CLAIM).rows:
        yield from (cell.text for cell in cells)
    yield from (name for name, _ in make_piece(CLAIM, "row", systems=["linux"], since="3.13").rows)
    yield make_piece(CLAIM, "sentence").sentence
    yield "def observe():"
    for claim in (CLAIM, CITED):
        yield claim
        yield make_piece(claim).citation.made_at[:10]


def missing(folder: Path) -> Iterator[str]:
    """Yield what a PDF was to show and does not."""
    pdfs = [] if shutil.which("pdftotext") is None else sorted(folder.glob("*/**/*.pdf"))
    for pdf in pdfs:
        told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True).stdout
        text = squeezed(told.decode("utf-8", "replace"))
        for cell in (cell for _, cells in make_piece(CLAIM).rows for cell in cells):
            if squeezed(cell.text.split()[-1]) not in text:
                yield f"{pdf.relative_to(folder)}: does not show {cell.text!r}"


def looked_at(folder: Path) -> Iterator[str]:
    """Yield what a page was to show and does not, and what axe finds wrong with what it shows of ours."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, path in PAGES.items():
            page = browser.new_page()
            page.set_default_timeout(300_000)
            page.goto((folder / path).as_uri(), wait_until="domcontentloaded")
            text = squeezed(page.inner_text("body"))
            yield from (f"{name}: does not show {one!r}" for one in expected() if squeezed(one) not in text)
            yield from faults(name, Axe().run(page, context=OURS))
            page.close()
        browser.close()


OURS = {"include": [[".canifork"]]}
"""What canifork put into a page: the rest is the theme's."""


def faults(name: str, found: Any) -> Iterator[str]:
    """Yield a line for each rule of axe that is broken."""
    for rule in found.response["violations"]:
        yield f"{name}: {rule['id']}: {rule['help']} ({len(rule['nodes'])})"


def squeezed(text: str) -> str:
    """Leave out what a tool may add or break, spaces, and the signs of code, which some show as code."""
    return "".join(text.replace("`", "").split())


if __name__ == "__main__":
    sys.exit(main())
