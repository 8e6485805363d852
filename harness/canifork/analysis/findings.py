"""What is found of the claims, worked out once: pages in every language, exports and citations ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from canifork.analysis.behaviours import Behaviour, behaviours, sentence
from canifork.analysis.kinds import Nature, nature
from canifork.analysis.scope import by_claim, scope
from canifork.analysis.separate import Places
from canifork.analysis.spans import Line, lines
from canifork.analysis.timeline import Change, Pair, Sighting, changes, sightings, smallest_pair
from canifork.i18n.translator import Say, english
from canifork.model import Case, Facts, Record, Results


class Finding:
    """What the records of one claim show; each part is worked out when it is first asked for."""

    def __init__(
        self,
        records: Sequence[Record],
        case: Case,
        interpreters: Mapping[str, Facts],
        places: Places | None = None,
    ) -> None:
        """Take the records in the order of the interpreters; `places` of these, if other claims have them."""
        self.records, self.case, self.interpreters = records, case, interpreters
        self.places = places or Places(interpreters)

    @cached_property
    def seen(self) -> list[Sighting]:
        """Return what its trials showed."""
        return sightings(self.records, self.case, self.interpreters, self.places)

    @cached_property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """Return what happens, each with the condition where."""
        return behaviours(self.seen)

    @cached_property
    def changes(self) -> list[Change]:
        """Return between which versions it changed."""
        return changes(self.seen)

    @cached_property
    def pair(self) -> Pair | None:
        """Return two trials that differ in one thing, and disagree."""
        return smallest_pair(self.seen)

    @cached_property
    def nature(self) -> Nature:
        """Return on what it depends."""
        return nature(self.seen, self.case, self.interpreters, self.pair, self.changes)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return its history as bars."""
        return lines(self.seen, self.interpreters)

    def happening(self, say: Say = english) -> str:
        """Return the sentence that says what happens where."""
        return sentence(self.behaviours, self.records, say)

    def scope(self, say: Say = english) -> str:
        """Return the sentence that says where the article is right."""
        return scope(self.records, self.interpreters, say, self.places)


class Findings:
    """The findings of all claims of some results, by the claims' ids."""

    def __init__(self, results: Results) -> None:
        """Take the results; nothing is worked out yet."""
        self.results, places = results, Places(results.interpreters)
        self.claims = {
            claim: Finding(records, results.cases[claim], results.interpreters, places)
            for claim, records in by_claim(results).items()
        }
