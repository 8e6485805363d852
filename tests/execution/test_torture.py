"""A smaller pass through the torture chamber: once, without what is slow."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from torture import MOST_MEMORY, torture, wrong
from tortures import TORTURES


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="signals, orphans and limits as Linux has them")
def test_all_are_observed_for_what_they_are_and_nothing_is_left(tmp_path: Path) -> None:
    quick = {name: one for name, one in TORTURES.items() if not one.slow}
    passed = torture(tmp_path, quick)
    assert wrong(passed, quick) == []
    assert passed.left == []
    assert 0 < passed.memory < MOST_MEMORY
    assert passed.code == 1
    assert "INTERNALERROR" not in passed.told
    assert "\x1b]0;" not in passed.told
