"""What queries are asked of: each claim with its text, each trial with its place and what it shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.labels import Label, decided, labels_of, render
from canifork.analysis.scope import by_claim
from canifork.analysis.separate import Places
from canifork.analysis.states import STATES, state_of
from canifork.axes import AXES, EMULATORS, IMPLEMENTATIONS, START_METHODS, SYSTEMS, python
from canifork.claims.conditions import cuts
from canifork.i18n.translator import english
from canifork.model import ABSENT, Case, Facts, Observation, Record, Results
from canifork.programs.signatures import signatures
from canifork.queries.language import Vocabulary

FREE_THREADED = "free_threaded"
ALIASES = {"os": ("system",), "build": ("implementation", FREE_THREADED), "method": ("start_method",)}
FREED = {key: (key,) for key in AXES} | ALIASES
"""The axes on which two trials may be unlike, by what `differs` is asked for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An interpreter as queries know it: its system and what emulates it, its build, its version."""

    interpreter: str
    os: tuple[str, ...]
    build: str
    python: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One trial: where, under which start method, what it showed.

    `behaviour` is alike where two trials of a claim look alike in a table; None where nothing was seen.
    `values` are those of its configuration, on the AXES.
    """

    place: Place
    method: str | None
    state: str
    behaviour: int | None
    text: str
    values: tuple[object, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One claim; `text`, in small letters, is what words are sought in, beside the text of its trials."""

    claim: str
    chapter: str
    text: str
    trials: tuple[Shown, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalog:
    """All claims of some results, and the words that a query may use of them."""

    vocabulary: Vocabulary
    claims: tuple[Asked, ...]


def make_catalog(results: Results) -> Catalog:
    """Return what queries can be asked of these results."""
    places = {key: _place(facts) for key, facts in results.interpreters.items()}
    where = Places(results.interpreters)
    return Catalog(
        vocabulary=_vocabulary(results, places.values()),
        claims=tuple(
            _asked(results.cases[claim], records, where, places)
            for claim, records in by_claim(results).items()
        ),
    )


def _vocabulary(results: Results, places: Iterable[Place]) -> Vocabulary:
    systems = dict.fromkeys([*SYSTEMS, *EMULATORS, *(name for place in places for name in place.os)])
    builds = (*IMPLEMENTATIONS, FREE_THREADED)
    return {
        "os": tuple(systems),
        "build": builds,
        "method": START_METHODS,
        "python": (),
        "chapter": tuple(chapter.name for chapter in results.outline.every_chapter),
        "state": tuple(STATES),
        "differs": tuple(FREED),
        "only": (*systems, *builds, *START_METHODS),
        "flips": (),
    }


def _place(facts: Facts) -> Place:
    return Place(
        interpreter=facts["id"],
        os=tuple(filter(None, (facts["os"], facts["emulated"]))),
        build=FREE_THREADED if facts["free_threaded"] else facts["implementation"],
        python=python(facts),
    )


def _asked(case: Case, records: Sequence[Record], where: Places, places: Mapping[str, Place]) -> Asked:
    turns, known = cuts(case.expect), dict[tuple[Label, str], int]()
    trials = []
    for record, label in zip(records, labels_of(records, case), strict=True):
        state = state_of(record).key
        trials.append(
            Shown(
                place=places[record.trial.interpreter],
                method=record.trial.start_method,
                state=state,
                behaviour=known.setdefault((label, state), len(known)) if decided(record) else None,
                text=_text(record.observation, label),
                values=where.of(record, turns).values,
            )
        )
    return Asked(claim=case.id, chapter=case.chapter, text=_claim_text(case), trials=tuple(trials))


def _claim_text(case: Case) -> str:
    """Return what the claim says of itself, and the messages of errors by which people meet it."""
    messages = [sign.message.replace("\\", "") for sign in signatures() if sign.claim == case.id]
    parts = [case.id, case.truth.replace("`", ""), case.says or "", case.why, *messages]
    return " ".join(" ".join(parts).split()).lower()


def _text(seen: Observation, label: Label) -> str:
    """Return what a trial said: its word, its answer, and the error or the last words that it left."""
    if seen.kind in ABSENT:
        return ""
    answer = "" if seen.answer is None else json.dumps(seen.answer, ensure_ascii=False)
    parts = [render(label, english), answer, seen.reason or "", seen.detail or ""]
    return " ".join(filter(None, parts)).lower()
