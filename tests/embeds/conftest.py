"""Publish, for one test, results that are hostile or too new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from builders import answered, make_case, make_record, make_results, make_trial
from canifork.embeds import piece, pins
from canifork.results.store import read_results


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Return what publishes a claim whose texts are this one, such as one that does something, and its id."""

    def publish(text: str) -> str:
        case = make_case(truth=text)
        results = make_results(
            [make_record(make_trial(), answered(works=text), case)], cases={case.id: case},
            project={"version": text, "commit": None},
        )  # fmt: skip
        monkeypatch.setattr(piece, "published", lambda: results)
        monkeypatch.setattr(pins, "published", lambda: results)
        monkeypatch.setattr(piece, "programs", lambda *_: {case.id: text})
        pins.answer_of.cache_clear()
        return case.id

    yield publish
    pins.answer_of.cache_clear()


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Publish results of a newer schema; return what is said of them."""
    path = tmp_path / "newer.json"
    path.write_text('{"schema": 99}', encoding="utf-8")

    def refuse() -> NoReturn:
        read_results(path)
        raise AssertionError

    monkeypatch.setattr(piece, "published", refuse)
    monkeypatch.setattr(pins, "published", refuse)
    pins.answer_of.cache_clear()
    yield "newer.json: has schema 99, this version reads up to"
    pins.answer_of.cache_clear()
