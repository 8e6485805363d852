"""Call the claims of results as a joined outline calls them."""

from __future__ import annotations

from dataclasses import replace

from canifork.claims.collections import chapters_in, renamed
from canifork.model import Outline, Results


def fit(results: Results, whole: Outline) -> Results:
    """Return the results with the ids of an outline that holds all of their collections."""
    chapters = chapters_in(results.outline, whole)
    if all(old == new for old, new in chapters.items()):
        return replace(results, outline=whole)
    ids = {claim: renamed(claim, chapters) for claim in results.cases}
    return replace(
        results,
        outline=whole,
        cases={ids[claim]: replace(case, id=ids[claim]) for claim, case in results.cases.items()},
        records=tuple(
            replace(record, trial=replace(record.trial, case=ids[record.trial.case]))
            for record in results.records
        ),
    )
