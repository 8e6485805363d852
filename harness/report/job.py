"""The summary of a run of CI: what broke, what is missing, and the matrix in short."""

from __future__ import annotations

from collections.abc import Iterator

from harness.gather import Gathered
from harness.matrix import Cell, Matrix
from harness.model import ABSENT, Results
from harness.report.markdown import escape, summary
from harness.report.table import count_sentence
from harness.report.terminal import verdicts

# GitHub shows no summary of more: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
MOST_BYTES = 1024 * 1024
CUT = "\n\nThe rest is left out: a summary holds 1 MiB. It stands in the artifact `site`.\n"


def job_summary(gathered: Gathered, matrix: Matrix) -> str:
    """Return Markdown of at most 1 MiB: the short part, then as much of the report as fits."""
    report = summary(gathered.results) if gathered.results else "No results arrived.\n"
    return fit("\n".join(_lines(gathered, matrix)) + "\n" + report)


def fit(text: str, most: int = MOST_BYTES) -> str:
    """Cut a text at the end of a line, so that it has at most `most` bytes, and say so."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    kept = raw[: most - len(CUT.encode())]
    return kept[: kept.rfind(b"\n") + 1].decode() + CUT


def _lines(gathered: Gathered, matrix: Matrix) -> Iterator[str]:
    brought = sum(cell.id not in gathered.faults for cell in matrix.cells)
    yield f"# {brought} of {len(matrix.cells)} cells brought their results\n"
    chosen = f", claims that fit {escape(matrix.words)}" if matrix.words else ""
    yield f"Subset {escape(matrix.subset)}, commit {escape(matrix.commit)}{chosen}.\n"
    if gathered.results:
        yield f"{escape(count_sentence(gathered.results))}.\n"
    images = {cell.id: f" on {cell.image}" for cell in matrix.cells}
    if gathered.faults:
        yield "## Missing, or of no use\n"
        for key, why in gathered.faults.items():
            yield f"- {escape(key)}{images.get(key, '')}: {escape(why)}"
        yield ""
    yield from _broke(gathered.results)
    yield from _in_short(gathered, matrix)


def _broke(results: Results | None) -> Iterator[str]:
    red = [record for record in results.records if record.red] if results else []
    if red:
        yield "## Broken, garbled or mistaken\n"
        yield from (f"- {escape(one.trial.id)}: {escape(verdicts(one))}" for one in red)
        yield ""


def _in_short(gathered: Gathered, matrix: Matrix) -> Iterator[str]:
    """Yield a table: a line for each image, and for each of its cells how many trials ran and are red."""
    yield "## The matrix in short\n"
    yield "| image | trials run, of these red |"
    yield "|---|---|"
    for image in dict.fromkeys(cell.image for cell in matrix.cells):
        cells = [cell for cell in matrix.cells if cell.image == image]
        yield f"| {image} | {' · '.join(_cell(cell, gathered) for cell in cells)} |"
    yield ""


def _cell(cell: Cell, gathered: Gathered) -> str:
    name = escape(cell.python or cell.id)
    if cell.id in gathered.faults or gathered.results is None:
        return f"**{name} missing**"
    records = [one for one in gathered.results.records if one.trial.interpreter in cell.interpreters]
    ran = sum(one.observation.kind not in ABSENT for one in records)
    red = sum(one.red for one in records)
    return f"**{name}: {ran}, {red} red**" if red else f"{name}: {ran}"
