"""Make pages of results.json, with published results beside them if there are any."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from canifork.files import write_atomically
from canifork.model import Results
from canifork.results.checksum import sha256_of
from canifork.results.codec import SCHEMA_FILE
from canifork.results.selection import chosen, only
from canifork.results.store import RESULTS

PAGE = "index.html"
SUMMARY = "report.md"
DATA = "data"  # a folder of its own: the only *.json beside the page are results


def write_report(  # noqa: PLR0913 - what a report may have besides the results
    results: Results,
    folder: Path,
    published: Results | None = None,
    root: Path | None = None,
    pyodide: Path | None = None,
    *,
    cards: str | None = None,
) -> None:
    """Write the site, the summary and the exports into `folder`; OutputError if the disk refuses.

    `root` holds the cases, whose programs the site shows; `pyodide` the Pyodide that readers can run
    them by in their browser, if they are to: PyodideError if it does not.  `cards`: the address at which
    the report will be published, if each claim is to have a picture that others show beside a link to it.
    """
    # Late: a worker that runs trials needs none of these.
    from canifork.report import card, references
    from canifork.report.exports import exports
    from canifork.report.html import pages
    from canifork.report.html.live import pyodide_files, read_pyodide
    from canifork.report.text import markdown

    runner = read_pyodide(pyodide) if pyodide else None
    written = set()
    file = folder / RESULTS
    sha256 = sha256_of(file) if file.exists() else None  # without the file there is nothing to cite
    for path, png in card.draw(results, sha256) if cards and sha256 else ():
        write_atomically(folder / path, png, durable=False)
        written.add(folder / path)
    for path, text in pages.pages(results, published, root, sha256, runner, cards=cards):
        write_atomically(folder / path, text, durable=False)
        written.add(folder / path)
    _remove_pages(folder, written)
    for path, data in pyodide_files(runner) if runner else ():
        write_atomically(folder / path, data, durable=False)
    write_atomically(folder / SUMMARY, markdown.summary(results, published), durable=False)
    for export in exports():
        write_atomically(folder / DATA / export.file, export.write(results), durable=False)
    for path, content in references.references(only(results, chosen(results))):
        write_atomically(folder / path, content, durable=False)
    write_atomically(folder / DATA / SCHEMA_FILE.name, SCHEMA_FILE.read_text("utf-8"), durable=False)


def _remove_pages(folder: Path, written: AbstractSet[Path]) -> None:
    """Remove the pages and cards of claims that an earlier report has and this one has not."""
    from canifork.i18n.translator import LANGUAGES

    places = [folder / "card", folder / "claim", *(folder / language / "claim" for language in LANGUAGES)]
    for page in {page for place in places for page in place.glob("*.*.*")} - written:
        page.unlink(missing_ok=True)


def load() -> None:
    """Load the modules and catalogues of the report in advance, in whatever thread has time."""
    from canifork.i18n.translator import LANGUAGES, translations
    from canifork.report.exports import exports
    from canifork.report.html import pages  # noqa: F401
    from canifork.report.text import markdown  # noqa: F401

    exports()
    for language in LANGUAGES:
        translations(language)
