"""Find the results that surprise most, for the front page.

The measure, made of what was seen and of nothing else:

    4   the claim held on the Python of the article's day and no longer shows on the newest
    3   or it holds nowhere where it was run
    2   one single thing (start method, GIL, system, implementation, version) turns the article's verdict
    up to 1   the share of configurations in which it does not hold

A claim of which the article says nothing, or that holds wherever it was run, surprises nobody.
From one chapter come at most THREE, so that ten sentences speak of more than one subject.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from canifork.analysis.timeline import Sighting, smallest_pair
from canifork.model import Article

TEN = 10
THREE = 3
LAPSED, NEVER, TURNED = 4.0, 3.0, 2.0


def surprises(seen: Mapping[str, Sequence[Sighting]], lapsed: Iterable[str]) -> list[str]:
    """Return the ids of the most surprising claims, the most surprising first; `lapsed`: held once."""
    lapsed = frozenset(lapsed)
    scores = {claim: surprise(some, lapsed=claim in lapsed) for claim, some in seen.items()}
    chosen: list[str] = []
    taken: Counter[str] = Counter()
    for claim in sorted((one for one in scores if scores[one]), key=lambda one: -scores[one]):
        chapter = claim.partition(".")[0]
        if taken[chapter] < THREE and len(chosen) < TEN:
            taken[chapter] += 1
            chosen.append(claim)
    return chosen


def surprise(found: Sequence[Sighting], *, lapsed: bool) -> float:
    """Return how surprising the trials of one claim are, 0 if not at all."""
    judged = [sighting for sighting in found if sighting.verdict]
    against = [one for one in judged if one.verdict is not Article.SUPPORTED]
    if not against:
        return 0.0
    score = len(against) / len(judged)
    score += LAPSED if lapsed else NEVER if len(against) == len(judged) else 0.0
    pair = smallest_pair(judged)
    if pair is not None and pair[1].verdict is not pair[2].verdict:
        score += TURNED
    return score
