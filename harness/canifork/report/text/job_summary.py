"""The summary of a run of CI: what broke, what is missing, and the matrix in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from canifork.analysis.counts import count_sentence
from canifork.analysis.findings import Findings
from canifork.ci.collect import Gathered
from canifork.ci.jobs import Cell, Matrix
from canifork.model import ABSENT, Record
from canifork.report.text.markdown import escape, summary
from canifork.report.text.terminal import verdicts

# GitHub shows no summary of more: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
MOST_BYTES = 1024 * 1024
CUT = "\n\nThe rest is left out: a summary holds 1 MiB. It stands in the artifact `site`.\n"


def job_summary(gathered: Gathered, matrix: Matrix) -> str:
    """Return Markdown of at most 1 MiB: the short part, then as much of the report as fits."""
    report = summary(Findings(gathered.results)) if gathered.results else "No results arrived.\n"
    return fit("\n".join(_lines(gathered, matrix)) + "\n" + report)


def fit(text: str, most: int = MOST_BYTES) -> str:
    """Cut a text at the end of a line, so that it has at most `most` bytes, and say so."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    kept = raw[: most - len(CUT.encode())]
    return kept[: kept.rfind(b"\n") + 1].decode() + CUT


def _lines(gathered: Gathered, matrix: Matrix) -> Iterator[str]:
    missing = {**gathered.faults, **gathered.absent}
    brought = sum(cell.id not in missing for cell in matrix.cells)
    yield f"# {brought} of {len(matrix.cells)} cells brought their results\n"
    chosen = f", claims that fit {escape(matrix.keyword)}" if matrix.keyword else ""
    yield f"Subset {escape(matrix.subset)}, commit {escape(matrix.commit)}{chosen}.\n"
    if gathered.results:
        yield f"{escape(count_sentence(gathered.results))}.\n"
    yield from _missing("Missing, or of no use", gathered.faults, matrix)
    yield from _missing("Optional, wanted, and absent", gathered.absent, matrix)
    optional = {key for cell in matrix.cells if cell.optional for key in cell.interpreters}
    red = [record for record in gathered.results.records if record.red] if gathered.results else []
    yield from _broken(
        "Broken, garbled or mistaken", [record for record in red if record.trial.interpreter not in optional]
    )
    yield from _broken(
        "The same, in optional cells", [record for record in red if record.trial.interpreter in optional]
    )
    yield from _in_short(gathered, matrix)


def _missing(title: str, cells: Mapping[str, str], matrix: Matrix) -> Iterator[str]:
    places = {
        cell.id: f" on {cell.image}" + (f" ({cell.optional})" if cell.optional else "")
        for cell in matrix.cells
    }
    if cells:
        yield f"## {title}\n"
        yield from (f"- {escape(key)}{places.get(key, '')}: {escape(why)}" for key, why in cells.items())
        yield ""


def _broken(title: str, red: Sequence[Record]) -> Iterator[str]:
    if red:
        yield f"## {title}\n"
        yield from (f"- {escape(record.trial.id)}: {escape(verdicts(record))}" for record in red)
        yield ""


def _in_short(gathered: Gathered, matrix: Matrix) -> Iterator[str]:
    """Yield a table: a line for each image, and for each of its cells how many trials ran and are red."""
    yield "## The matrix in short\n"
    yield "| image | trials run, of these red |"
    yield "|---|---|"
    for image in dict.fromkeys(_image(cell) for cell in matrix.cells):
        cells = [cell for cell in matrix.cells if _image(cell) == image]
        yield f"| {image} | {' · '.join(_cell(cell, gathered) for cell in cells)} |"
    yield ""


def _image(cell: Cell) -> str:
    """Name where a cell runs: 'windows-2025 x86', 'ubuntu-24.04 x64 in a container'."""
    return f"{cell.image} {cell.architecture}" + (" in a container" if cell.container else "")


def _cell(cell: Cell, gathered: Gathered) -> str:
    name = escape(cell.python or cell.id)
    if cell.id in gathered.absent:
        return f"{name} absent"
    if cell.id in gathered.faults or gathered.results is None:
        return f"**{name} missing**"
    records = [record for record in gathered.results.records if record.trial.interpreter in cell.interpreters]
    ran = sum(record.observation.kind not in ABSENT for record in records)
    red = sum(record.red for record in records)
    return f"**{name}: {ran}, {red} red**" if red else f"{name}: {ran}"
