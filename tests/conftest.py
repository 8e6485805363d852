"""Settle how the property-based tests run; start one runner for the tests of a module."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

from canifork import cache
from canifork.execution.supervisor import Runner
from canifork.interpreters.launchers import start

settings.register_profile(
    "harness",
    deadline=None,  # a shared machine is at times ten times slower than itself
    max_examples=30,
    database=None,  # nothing is left behind in the checkout
    derandomize=True,  # a commit is not red by chance
)
settings.register_profile("few", settings.get_profile("harness"), max_examples=5)  # where others take more
settings.load_profile("harness")


# Whoever runs this in the background of a shell has SIGINT ignored, and so would what the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Have a cache for this run alone, which the workers of pytest-xdist share."""
    if not hasattr(config, "workerinput"):
        os.environ[cache.FOLDER] = tempfile.mkdtemp(prefix="canifork-cache-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the cache."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(cache.FOLDER), ignore_errors=True)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    """Give a module one for all its tests: each has to leave it fit for the next."""
    runner = Runner(start)
    yield runner
    runner.close()
    assert not runner.folder.exists()
