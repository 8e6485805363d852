"""Make pages of results.json, with published results beside them if there are any."""

from __future__ import annotations

from pathlib import Path

from harness.form import SCHEMA_FILE
from harness.model import Results
from harness.record import RESULTS, write_atomically
from harness.verify import sha256_of

PAGE = "index.html"
SUMMARY = "report.md"
DATA = "data"  # a folder of its own: the only *.json beside the page are results
TABLE = "trials.csv"
JUNIT = "trials.xml"
CTRF = "ctrf.json"


def write_report(
    results: Results, folder: Path, published: Results | None = None, root: Path | None = None
) -> None:
    """Write the site, the summary and the exports into `folder`; OutputError if the disk refuses.

    `root` holds the cases, whose programs the site shows.
    """
    # Late: a worker that runs trials needs none of these.
    from harness.report import csv, ctrf, html, junit, markdown

    file = folder / RESULTS
    sha256 = sha256_of(file) if file.exists() else None  # without the file there is nothing to cite
    for path, text in html.pages(results, published, root, sha256):
        write_atomically(folder / path, text, durable=False)
    write_atomically(folder / SUMMARY, markdown.summary(results, published))
    write_atomically(folder / DATA / TABLE, csv.table(results))
    write_atomically(folder / DATA / JUNIT, junit.xml(results))
    write_atomically(folder / DATA / CTRF, ctrf.report(results))
    write_atomically(folder / DATA / SCHEMA_FILE.name, SCHEMA_FILE.read_text("utf-8"))
