"""Run a made-up case once for the tests of all commands that read results."""

from __future__ import annotations

from pathlib import Path

import pytest

from made_up import project, run


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = project(tmp_path_factory.mktemp("run"), {"one": "return {'done': True}"})
    assert run(root).returncode == 0
    return root / "report" / "results.json"


@pytest.fixture(autouse=True)
def _plain_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no colours in the help of argparse, which Python 3.14 gives it where FORCE_COLOR says so."""
    monkeypatch.setenv("NO_COLOR", "1")
