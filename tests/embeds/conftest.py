"""Publish, for one test, results in which every text is one that does something where text is obeyed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from builders import answered, make_case, make_record, make_results, make_trial
from canifork.embeds import piece, pins


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Return what publishes a claim whose texts are this one, and returns its id."""

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
