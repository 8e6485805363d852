"""Every change that the published results show has a cause in causes.toml; what has none is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from canifork.analysis.attribution import Turn, turns, without_effect
from canifork.analysis.timeline import all_sightings, change_sentence, changes
from canifork.claims.causes import read_causes
from canifork.i18n.translator import english
from canifork.model import Cause
from made_up import PROJECT
from recorded import published

CAUSES = read_causes(PROJECT / "cases")
CHANGES = {claim: changes(found) for claim, found in all_sightings(published()).items()}


def unexplained(causes: Sequence[Cause]) -> Iterator[str]:
    """Yield a sentence for each change of which a part has no cause: the claim, and what changed."""
    for turn in turns(CHANGES, causes, published().interpreters):
        if left := keys_without_cause(turn):
            told = change_sentence(turn.change, english)
            yield f"{turn.claim}: no cause is known of {', '.join(sorted(left))}: {told}"


def keys_without_cause(turn: Turn) -> set[str]:
    """Return what changed in the answer and is in no move of its causes."""
    before, after = turn.change.before, turn.change.after
    moves = [move for cause in turn.causes for move in cause.moves if move.claim == turn.claim]
    return set(before.differing(after)) - {key for move in moves for key in {**move.before, **move.after}}


def test_every_published_change_has_a_cause() -> None:
    assert any(CHANGES.values())
    assert list(unexplained(CAUSES)) == []


@pytest.mark.parametrize("cause", CAUSES, ids=[cause.id for cause in CAUSES])
def test_without_its_cause_a_change_is_named(cause: Cause) -> None:
    """One that moved nothing that was run explains nothing either."""
    missing = list(unexplained([other for other in CAUSES if other is not cause]))
    idle = without_effect([cause], turns(CHANGES, CAUSES, published().interpreters))
    assert bool(missing) is not bool(idle)
    assert {one.partition(":")[0] for one in missing} <= {move.claim for move in cause.moves}
