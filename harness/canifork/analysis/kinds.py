"""One word for each claim: on what its behaviour depends, as the cells show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.timeline import Change, Pair, Sighting
from canifork.axes import AXES
from canifork.claims.conditions import first_fit
from canifork.i18n.translator import Say, english
from canifork.model import Case, Facts

PORTABLE, CHANCE, UNKNOWN, SINCE = "portable", "chance", "unknown", "since"
WORDS = {
    PORTABLE: english("portable"),
    SINCE: english("by version"),
    "start_method": english("by start method"),
    "system": english("by system"),
    "build": english("by build"),
    CHANCE: english("by chance"),
    UNKNOWN: english("not known"),
}
"""Every kind and its word; a claim that turned in one version has "since 3.14" instead."""

OF_AXIS = {"python": SINCE, "libc": "system", "machine": "system"} | dict.fromkeys(
    ("free_threaded", "implementation"), "build"
)


@dataclass(frozen=True, slots=True)
class Nature:
    """The kind of a claim (a key of WORDS), and the version of its last change, if that is its kind."""

    kind: str
    version: tuple[int, ...] | None = None

    def word(self, say: Say = english) -> str:
        """Return the word in a language: 'by system', 'since 3.14'."""
        if self.version is None:
            return say(WORDS[self.kind])
        axis = AXES["python"]
        return say(axis.phrases[1]).format(name=axis.name(self.version, say))


def nature(
    found: Sequence[Sighting],
    case: Case,
    interpreters: Mapping[str, Facts],
    pair: Pair | None,
    changes: Iterable[Change],
) -> Nature:
    """Return on what a claim depends: chance, else the one thing in which two that disagree differ.

    `pair`: such two, if there are any; `changes`: those of the claim.
    """
    if not found:
        return Nature(UNKNOWN)
    if _left_to_chance(found, case, interpreters):
        return Nature(CHANCE)
    if pair is None:
        return Nature(PORTABLE)
    kind = OF_AXIS.get(pair[0], pair[0])
    turned = [change.after.cell["python"] for change in changes]
    return Nature(kind, max(turned) if kind == SINCE and turned else None)


def _left_to_chance(found: Iterable[Sighting], case: Case, interpreters: Mapping[str, Facts]) -> bool:
    """Tell whether a row that decides leaves open what a table shows."""
    trials = (sighting.record.trial for sighting in found)
    rows = (first_fit(case.expect, interpreters[trial.interpreter], trial.start_method) for trial in trials)
    return any(row is not None and row.may_see for row in rows)
