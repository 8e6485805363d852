"""What the pages' own search is asked of, in as few letters as tell it, for assets/query.js."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from canifork.axes import AXES, PLACES
from canifork.queries.catalog import FREED, Asked, Catalog, Shown
from canifork.queries.language import DEEPEST, NAMED, RANGED


class _Numbered:
    """Numbers things as they come, from 0."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def of(self, thing: Hashable) -> int:
        return self._numbers.setdefault(thing, len(self._numbers))

    def __iter__(self) -> Any:
        return iter(self._numbers)


def search_data(catalog: Catalog) -> str:
    """Return the catalog as JSON of plain ASCII, which is a script's literal too.

    A place is [interpreter, systems, build, version]; a `where` is [place, start method, values]; a
    claim is [id, chapter, text, what its trials showed, [where, showed] for each trial]; what a trial
    showed is [state, behaviour, text].
    """
    places, wheres = _Numbered(), _Numbered()
    values = tuple(_Numbered() for _ in AXES)
    claims = [_claim(asked, places, wheres, values) for asked in catalog.claims]
    data = {
        "language": {
            "vocabulary": catalog.vocabulary,
            **NAMED,
            "ranges": RANGED,
            "deepest": DEEPEST,
        },
        "places": [[one.interpreter, one.os, one.build, one.python] for one in places],
        "wheres": list(wheres),
        "freed": {name: _freed(axes) for name, axes in FREED.items()},
        "claims": claims,
    }
    return json.dumps(data, separators=(",", ":"))


def _claim(asked: Asked, places: _Numbered, wheres: _Numbered, values: Sequence[_Numbered]) -> list[Any]:
    shown = _Numbered()
    trials = [
        [wheres.of(_where(trial, places, values)), shown.of((trial.state, trial.behaviour, trial.text))]
        for trial in asked.trials
    ]
    return [asked.claim, asked.chapter, asked.text, list(shown), trials]


def _where(trial: Shown, places: _Numbered, values: Sequence[_Numbered]) -> Hashable:
    numbers = tuple(axis.of(value) for axis, value in zip(values, trial.values, strict=True))
    return places.of(trial.place), trial.method, numbers


def _freed(axes: Sequence[str]) -> Mapping[str, Sequence[int]]:
    ignored = {PLACES[key] for axis in axes for key in (axis, *AXES[axis].brings)}
    return {"compared": [PLACES[axis] for axis in axes], "ignored": sorted(ignored)}
