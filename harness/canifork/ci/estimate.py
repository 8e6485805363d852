"""Estimate how long a run of CI takes, with as many runners at once as GitHub lends for nothing."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

# https://docs.github.com/actions/reference/limits: jobs at once on the free plan, and of these on macOS.
AT_ONCE = 20
MACS_AT_ONCE = 5
BEFORE = 1.5  # minutes of the job `plan`
AFTER = 6.0  # minutes of `report`, `pages` and `green`, with the waits for their runners

Job = tuple[str, float]
"""A job as its image and its minutes."""


def start_order(image: str, minutes: float) -> tuple[bool, float]:
    """Sort jobs so that the run ends early: those for the few Macs first, then the longest."""
    return not _is_mac(image), -minutes


def minutes(jobs: Sequence[Job]) -> float:
    """Return the minutes from the push to the end of the last job.

    Jobs start in their order, as runners become free; one that waits for a Mac lets others pass.
    """
    waiting = list(jobs)
    running: list[tuple[float, str]] = []
    now = BEFORE
    while waiting or running:
        while job := _startable(waiting, [image for _, image in running]):
            waiting.remove(job)
            heapq.heappush(running, (now + job[1], job[0]))
        now, _ = heapq.heappop(running)
    return now + AFTER


def _startable(waiting: Sequence[Job], images: Sequence[str]) -> Job | None:
    """Return the first job for which there is a runner beside those that are running."""
    if len(images) >= AT_ONCE:
        return None
    macs_left = MACS_AT_ONCE - sum(_is_mac(image) for image in images)
    return next((job for job in waiting if macs_left > 0 or not _is_mac(job[0])), None)


def _is_mac(image: str) -> bool:
    return image.startswith("macos")
