"""Make pages of results.json, with published results beside them if there are any."""

from __future__ import annotations

from pathlib import Path

from harness.model import Results
from harness.record import write_atomically

PAGE = "index.html"
SUMMARY = "report.md"


def write_report(results: Results, folder: Path, published: Results | None = None) -> None:
    """Write the page and the summary into `folder`; OutputError if the disk refuses."""
    from harness.report import html, markdown  # late: a worker that runs trials needs no templates

    write_atomically(folder / PAGE, html.page(results, published))
    write_atomically(folder / SUMMARY, markdown.summary(results, published))
