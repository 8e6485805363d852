"""Read the published results that can stand beside others."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from canifork.claims.article import read_outline
from canifork.claims.collections import join, known_as
from canifork.errors import ResultsError
from canifork.model import Outline, Results
from canifork.project import CASES, PUBLISHED, find_root
from canifork.results.fitting import fit
from canifork.results.merge import merge
from canifork.results.store import read_results

Claims = AbstractSet[str] | None  # some claims; None for all


class Parts(NamedTuple):
    """What published files say of some claims: by the names of the files, and which cannot be read."""

    claims: Claims
    named: list[tuple[str, Results]]
    faults: list[str]


def read_published(root: Path, results: Results, claims: Claims = None) -> tuple[Results | None, list[str]]:
    """Read the published results that can stand beside these, and say what of them cannot.

    They speak of these `claims`.  None if there are no others: a broken file is no reason to lose
    the report of what was run.
    """
    return put_beside(results, read_parts(root, results.outline, claims))


def read_parts(root: Path, outline: Outline, claims: Claims = None) -> Parts:
    """Read what each published file says of these claims; of all, where several collections name them."""
    named, faults = [], []
    folders = [folder / PUBLISHED for folder in roots(root, outline)]
    for path in (path for folder in folders for path in sorted(folder.glob("*.json"))):
        try:
            named.append((str(path), read_results(path, None if outline.others else claims)))
        except ResultsError as fault:
            faults.append(f"published results are left out: {fault}")
    return Parts(claims, named, faults)


def put_beside(results: Results, parts: Parts) -> tuple[Results | None, list[str]]:
    """Make one of those parts that hold something else than these results; say why some are left out."""
    known = {record.trial: record for record in results.records}
    others = [
        (name, part)
        for name, part in parts.named
        if any(known.get(record.trial) != record for record in _fitted(part, results).records)
    ]
    try:
        return (_fitted(merge(others), results) if others else None), parts.faults
    except ResultsError as fault:
        return None, [*parts.faults, f"published results are left out: {fault}"]


def _fitted(part: Results, results: Results) -> Results:
    """Call the claims of other results as these ones do."""
    return fit(part, join([results.outline, part.outline]))


def roots(root: Path, outline: Outline) -> list[Path]:
    """Return the folder of a collection, and the article's if it is one of several."""
    if not outline.others:
        return [root]
    article = find_root()
    wanted = known_as(read_outline(article / CASES))
    return [root] + [article for one in outline.collections if known_as(one) == wanted and article != root]
