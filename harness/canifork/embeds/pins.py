"""Pin what is published of a claim: its answers and their hash, in a file beside the author's text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from canifork.analysis.spans import lines
from canifork.analysis.timeline import sightings
from canifork.errors import ResultsError
from canifork.escape import one_line
from canifork.files import write_atomically
from canifork.report.answers import Answer, answer
from canifork.results.published import published

LOCK = "canifork.lock"
SCHEMA = 1  # grows with a change that an old reader would misread; docs/embedding.md describes it


Pins = Mapping[str, Answer]
"""The answers that an author saw, by claim."""


@cache
def answer_of(claim: str) -> Answer:
    """Return what is published of a claim now; ResultsError if there is no such claim."""
    results = published()
    if claim not in results.cases:
        raise ResultsError(f"there is no claim {claim!r}; `canifork list` names the claims")
    case = results.cases[claim]
    some = [one for one in results.records if one.trial.case == claim]
    return answer(case, lines(sightings(some, case, results.interpreters), results.interpreters))


def read_pins(path: Path) -> Pins:
    """Read a lock file; ResultsError if it cannot be read, or was changed by hand."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        _check_schema(path, found["schema"])
        pins = {str(claim): _answer(entry) for claim, entry in found["claims"].items()}
        wrong = [claim for claim, answer in pins.items() if answer.sha256 != found["claims"][claim]["sha256"]]
    except OSError as fault:
        raise ResultsError(f"{path}: {fault.strerror}; `canifork pin CLAIM` writes it") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ResultsError(
            f"{path}: is no lock file of canifork; write it anew with `canifork pin`"
        ) from None
    if wrong:
        raise ResultsError(f"{path}: {wrong[0]} has another hash than its answers; pin it again")
    return pins


def write_pins(path: Path, pins: Pins) -> None:
    """Write a lock file, the same text for the same pins."""
    claims = {
        claim: {
            "sha256": pins[claim].sha256,
            "truth": pins[claim].truth,
            "answers": dict(sorted(pins[claim].answers.items())),
        }
        for claim in sorted(pins)
    }
    write_atomically(path, json.dumps({"schema": SCHEMA, "claims": claims}, indent=1) + "\n")


def changes(pins: Pins, claims: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each pinned claim of these that is published otherwise now."""
    for claim in claims:
        if claim not in published().cases:
            yield f"{claim}: is pinned, and there is no such claim any more"
        elif claim in pins and pins[claim].sha256 != answer_of(claim).sha256:
            yield f"{claim}: changed since it was pinned: {'; '.join(_what(pins[claim], answer_of(claim)))}"


def changes_of(path: Path, claim: str) -> list[str]:
    """Say what changed of a claim since a lock file was written, or that the file cannot be read.

    A file that is not there pins nothing.
    """
    if not path.exists():
        return []
    try:
        return list(changes(read_pins(path), [claim]))
    except ResultsError as fault:
        return [str(fault)]


def _what(then: Answer, now: Answer) -> Iterator[str]:
    if then.truth != now.truth:
        yield f"it says {now.truth!r}, it said {then.truth!r}"
    for place in dict.fromkeys([*then.answers, *now.answers]):
        was, today = then.answers.get(place, "not there"), now.answers.get(place, "not there")
        if was != today:
            yield f"{place}: {today} (was: {was})"


def _check_schema(path: Path, schema: object) -> None:
    if type(schema) is int and schema > SCHEMA:
        raise ResultsError(f"{path}: was written by a newer canifork (schema {schema}); update canifork")
    if schema != SCHEMA:
        raise ValueError(schema)


def _answer(entry: Mapping[str, Any]) -> Answer:
    texts = [entry["truth"], *entry["answers"], *entry["answers"].values()]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(texts)
    answers = {one_line(place): one_line(text) for place, text in entry["answers"].items()}
    return Answer(truth=one_line(entry["truth"]), answers=answers)
