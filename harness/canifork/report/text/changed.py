"""What a version of Python changed, of all claims, in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from canifork.analysis.attribution import Turn, by_release, turns
from canifork.analysis.timeline import all_sightings, change_sentence, changes
from canifork.axes import AXES, python
from canifork.errors import ResultsError
from canifork.escape import printable
from canifork.i18n.translator import english
from canifork.model import Cause, Results
from canifork.report.text.claim import WIDTH


def page(results: Results, causes: Sequence[Cause], minor: tuple[int, int]) -> str:
    """Return what changed in this version, as it was seen; ResultsError if it was not run."""
    moved = {claim: changes(some) for claim, some in all_sightings(results).items()}
    releases = by_release(turns(moved, causes, results.interpreters))
    name = AXES["python"].name
    if not any(python(facts) == minor for facts in results.interpreters.values()):
        known = ", ".join(map(name, releases)) or "none"
        raise ResultsError(f"{name(minor)} was not run; of those that were, these changed something: {known}")
    return "".join(f"{printable(line)}\n" for line in _lines(results, releases.get(minor, []), name(minor)))


def _lines(results: Results, found: Sequence[Turn], version: str) -> Iterator[str]:
    yield f"What {version} does to your processes and threads"
    if not found:
        yield "nothing: no claim changed between it and the version before"
    for turn in found:
        yield ""
        yield from _wrapped(f"{turn.claim}: {results.cases[turn.claim].truth}", "")
        yield from _wrapped(change_sentence(turn.change, english), "  ")
        for cause in turn.causes:
            numbers = ", ".join(".".join(map(str, release)) for release in cause.releases)
            yield from _wrapped(f"cause: {cause.says} {cause.link} ({numbers})", "  ")
    yield ""
    yield f"results of {results.made_at}, canifork {results.project['version']}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
