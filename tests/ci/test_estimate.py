"""The estimate of a run: jobs start in their order as runners become free, five of them on Macs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canifork.ci.estimate import AFTER, AT_ONCE, BEFORE, MACS_AT_ONCE, minutes, start_order

REST = BEFORE + AFTER
jobs = st.lists(st.tuples(st.sampled_from(["ubuntu-24.04", "macos-26"]), st.integers(1, 9)), max_size=60)


@pytest.mark.parametrize(
    ("image", "count", "expected"),
    [
        ("ubuntu-24.04", 1, 3),
        ("ubuntu-24.04", AT_ONCE, 3),
        ("ubuntu-24.04", AT_ONCE + 1, 6),
        ("macos-26", MACS_AT_ONCE, 3),
        ("macos-15-intel", MACS_AT_ONCE + 1, 6),
    ],
)
def test_as_many_jobs_run_at_once_as_there_are_runners(image: str, count: int, expected: float) -> None:
    assert minutes([(image, 3.0)] * count) == REST + expected


def test_a_job_that_waits_for_a_mac_lets_others_pass() -> None:
    macs = [("macos-26", 4.0)] * (MACS_AT_ONCE + 1)
    assert minutes([*macs, ("ubuntu-24.04", 8.0)]) == REST + 8


@given(jobs)
def test_no_order_beats_the_work_that_there_is(planned: list[tuple[str, float]]) -> None:
    ordered = sorted(planned, key=lambda job: start_order(*job))
    macs = sum(length for image, length in planned if image == "macos-26")
    assert minutes(ordered) - REST >= max(sum(length for _, length in planned) / AT_ONCE, macs / MACS_AT_ONCE)
    assert [job[0] for job in ordered] == sorted(job[0] for job in planned)
