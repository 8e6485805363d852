"""A program that was coloured once is taken as it is, until it or what colours it changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pygments import highlight

from builders import HOSTILE
from canifork import cache
from canifork.report.html import program
from canifork.report.html.program import coloured

TEXT = "print('<b>')\n"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the programs that pygments is given."""
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    given: list[str] = []

    def watched(text: str, *how: Any) -> str:
        given.append(text)
        return str(highlight(text, *how))

    monkeypatch.setattr(program, "highlight", watched)
    return given


def colour(text: str, claim: str = "pool.size") -> str:
    """Return a program as the next report shows it."""
    coloured.cache_clear()
    return coloured(text, claim)


def test_it_is_coloured_once(made: list[str]) -> None:
    first = colour(TEXT)
    assert colour(TEXT) == first
    assert "&lt;b&gt;" in first
    assert made == [TEXT]


def test_another_text_and_another_pygments_colour_it_again(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    colour(TEXT)
    assert ">other</span>" in colour("other")
    monkeypatch.setattr("pygments.__version__", "another")
    program._maker.cache_clear()
    colour("other")
    program._maker.cache_clear()
    assert made == [TEXT, "other", "other"]


def test_claims_keep_their_own(made: list[str]) -> None:
    for claim in ("pool.size", "pool.order") * 2:
        colour(claim, claim)
    assert made == ["pool.size", "pool.order"]


def test_a_damaged_file_is_made_again(made: list[str]) -> None:
    first = colour(TEXT)
    [file] = [path for path in cache.folder().rglob("*") if path.is_file()]
    file.write_bytes(file.read_bytes()[:-3])
    assert colour(TEXT) == first
    assert made == [TEXT, TEXT]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_program_is_text(made: list[str], hostile: str) -> None:
    for _ in range(2):
        assert "<script" not in colour(hostile)
    assert made == [hostile]
