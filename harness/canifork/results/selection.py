"""Say which claims a run was about, and leave out what its report need not speak of."""

from __future__ import annotations

import dataclasses
from collections.abc import Set as AbstractSet

from canifork.model import ABSENT, Kind, Results
from canifork.results.store import LEFT_OUT


def chosen(results: Results) -> frozenset[str] | None:
    """Return the claims that a run was about, if somebody chose some of its trials; None for all.

    A claim was not chosen if trials of it were left out, and none was run.
    """
    kinds: dict[str, set[Kind]] = {}
    for record in results.records if results.partial == LEFT_OUT else ():
        kinds.setdefault(record.trial.case, set()).add(record.observation.kind)
    left = {claim for claim, some in kinds.items() if Kind.NOT_RUN in some and some <= ABSENT}
    return frozenset(results.cases.keys() - left) if left else None


def only(results: Results, claims: AbstractSet[str] | None) -> Results:
    """Return what the results hold of these claims; all of it if there are none to choose."""
    if claims is None:
        return results
    return dataclasses.replace(
        results,
        cases={claim: case for claim, case in results.cases.items() if claim in claims},
        records=tuple(record for record in results.records if record.trial.case in claims),
    )
