"""An era compares two interpreters, or nothing."""

from __future__ import annotations

import pytest

from canifork.analysis.eras import Era, outcomes


@pytest.mark.parametrize(
    ("then", "now", "complete"),
    [("cp36", "cp313", True), ("cp313", "cp313", False), (None, "cp313", False), (None, None, False)],
)
def test_two_different_interpreters_make_it_complete(
    then: str | None, now: str | None, *, complete: bool
) -> None:
    assert Era(name="Linux", then=then, now=now, exact=False).complete is complete


@pytest.mark.parametrize(("then", "now"), [(None, "cp313"), ("cp36", None)])
def test_without_one_of_them_nothing_is_compared(then: str | None, now: str | None) -> None:
    found = outcomes(Era(name="Linux", then=then, now=now, exact=False), {"pool.size": []}, {})
    assert not any(found.values())
