"""Say which change of Python caused a change of behaviour, which have none, and what a release brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.timeline import Change, Sighting
from canifork.claims.conditions import fits
from canifork.model import Answer, Cause, Facts, Move
from canifork.verdicts.judge import same

Minor = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)  # each is one of its own, and can be a key
class Turn:
    """One change of one claim, and the causes that are known of it."""

    claim: str
    change: Change
    causes: tuple[Cause, ...]

    @property
    def minor(self) -> Minor:
        """Return the version in which it was first seen: (3, 14)."""
        major, minor = self.change.after.version[:2]
        return major, minor


def turns(
    changes: Mapping[str, Sequence[Change]], causes: Sequence[Cause], interpreters: Mapping[str, Facts]
) -> list[Turn]:
    """Return every change of every claim with its causes, in the order of the claims."""
    return [
        Turn(
            claim=claim,
            change=change,
            causes=tuple(cause for cause in causes if _explains(cause, claim, change, interpreters)),
        )
        for claim, some in changes.items()
        for change in some
    ]


def without_cause(found: Iterable[Turn]) -> list[Turn]:
    """Return the changes of which no cause is known."""
    return [turn for turn in found if not turn.causes]


def without_effect(causes: Iterable[Cause], found: Sequence[Turn]) -> list[Cause]:
    """Return the causes that moved nothing that was run."""
    seen = {cause.id for turn in found for cause in turn.causes}
    return [cause for cause in causes if cause.id not in seen]


def by_release(found: Iterable[Turn]) -> dict[Minor, list[Turn]]:
    """Return the changes by the version in which they were first seen, the newest first."""
    releases: dict[Minor, list[Turn]] = {}
    for turn in found:
        releases.setdefault(turn.minor, []).append(turn)
    return dict(sorted(releases.items(), reverse=True))


def by_claim(found: Iterable[Turn]) -> dict[str, list[Turn]]:
    """Return the changes by their claim."""
    claims: dict[str, list[Turn]] = {}
    for turn in found:
        claims.setdefault(turn.claim, []).append(turn)
    return claims


def by_cause(found: Iterable[Turn]) -> dict[str, list[Turn]]:
    """Return the changes by the id of their cause; those without one stand under ''."""
    groups: dict[str, list[Turn]] = {}
    for turn in found:
        for name in [cause.id for cause in turn.causes] or [""]:
            groups.setdefault(name, []).append(turn)
    return groups


def _explains(cause: Cause, claim: str, change: Change, interpreters: Mapping[str, Facts]) -> bool:
    """Tell whether it came between the two versions, and moved this claim this way there."""
    before, after = change.before, change.after
    between = any(before.version < release <= after.version for release in cause.releases)
    return between and any(
        move.claim == claim and _moved(move, before, after, interpreters) for move in cause.moves
    )


def _moved(move: Move, before: Sighting, after: Sighting, interpreters: Mapping[str, Facts]) -> bool:
    trial = after.record.trial
    return (
        fits(move.when, interpreters[trial.interpreter], trial.start_method)
        and _has(before, move.before)
        and _has(after, move.after)
        and not (_has(before, move.after) and _has(after, move.before))
    )


def _has(sighting: Sighting, answer: Answer) -> bool:
    judged = sighting.judged
    return all(key in judged and same(judged[key], value) for key, value in answer.items())
