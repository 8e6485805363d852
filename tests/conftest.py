"""Settle how the property-based tests run; start one runner for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from harness.run import Runner

settings.register_profile(
    "harness",
    deadline=None,  # a shared machine is at times ten times slower than itself
    max_examples=30,
    database=None,  # nothing is left behind in the checkout
    derandomize=True,  # a commit is not red by chance
)
settings.load_profile("harness")


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """Give a module one for all its tests: each has to leave it fit for the next."""
    runner = Runner()
    yield runner
    runner.close()
    assert not runner.folder.exists()
