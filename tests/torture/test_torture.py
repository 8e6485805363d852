"""A smaller pass through the torture chamber: once, without what writes much."""

from __future__ import annotations

import sys

import pytest
from chamber import MOST_MEMORY, TORTURES, Passed, torture, wrong

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="signals, orphans and limits as Linux has them"
)
QUICK = [name for name, one in TORTURES.items() if not one.slow]


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> Passed:
    return torture(tmp_path_factory.mktemp("t"), QUICK)


@pytest.mark.parametrize("name", QUICK)
def test_it_is_observed_for_what_it_is(name: str, passed: Passed) -> None:
    assert wrong(passed, [name]) == []


def test_nothing_is_left_and_the_checkout_is_as_it_was(passed: Passed) -> None:
    assert passed.left == []


def test_the_harness_stays_small(passed: Passed) -> None:
    assert 0 < passed.memory < MOST_MEMORY


def test_a_worker_that_was_killed_is_replaced_and_the_run_goes_on(passed: Passed) -> None:
    assert "replacing crashed worker" in passed.told
    assert passed.code == 1
    assert "INTERNALERROR" not in passed.told
    assert "\x1b]0;" not in passed.told
