"""Say in a word or two how an interpreter behaved, as a cell of a table does.

An answer has several keys, of which one makes the difference: an error that is named; else the
first one that the article speaks of and on which the trials of the claim disagree; else one on
which the article is wrong; else the first one that the article speaks of, or the expectation
where the article is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from canifork.i18n.translator import Say, english
from canifork.model import ABSENT, Answer, Case, Kind, Record, Row
from canifork.verdicts.judge import proves_nothing, same

Label = tuple[str, ...]
"""English phrases, each of which a catalogue may hold: ('default', 'forkserver')."""

EXCEPTION = re.compile(r"[A-Z][A-Za-z]*(Error|Exception|Warning)")
EMPTY = "(empty)"
LONGEST = 40  # characters of a value that come from outside
KINDS = {
    Kind.HUNG: english("never ends"),
    Kind.DIED: english("dies"),
    Kind.GARBLED: english("garbled"),
    Kind.MISTAKEN: english("mistaken"),
    Kind.NOT_APPLICABLE: english("no meaning here"),
    Kind.NOT_RUN: english("not run"),
}
UNDECIDED: Label = (english("undecided"),)
LOST: Mapping[bool, Label] = {True: (english("lost updates"),), False: (english("lost none"),)}
NO, MISSING = english("no"), english("missing")


def labels_of(records: Iterable[Record], case: Case) -> list[Label]:
    """Return a word for each record of one claim, in their order."""
    records = list(records)
    keys = _keys(case, [record.observation.answer for record in records if record.observation.answer])
    return [label_of(record, keys) for record in records]


def label_of(record: Record, keys: Iterable[str]) -> Label:
    """Return the word for one record; `keys`: what makes the difference, the most important first."""
    observation = record.observation
    if observation.kind is Kind.RAISED:
        return (short(observation.reason),)
    if observation.answer is None:
        return (KINDS[observation.kind],)
    if "undecided" in observation.answer:
        return UNDECIDED
    values = {key: observation.answer[key] for key in keys if key in observation.answer}
    errors = [value for value in values.values() if isinstance(value, str) and EXCEPTION.fullmatch(value)]
    if errors:
        return (short(errors[0]),)
    return next((_phrase(key, value) for key, value in values.items()), (english("answered"),))


def label_of_key(judged: Answer, key: str) -> Label:
    """Return the label of a single key of what is judged, whether it is there or not."""
    return _phrase(key, judged[key]) if key in judged else (short(key), MISSING)


def render(phrases: Label, say: Say) -> str:
    """Return a word in a language: 'default: forkserver'."""
    return (
        say("{what}: {how}").format(what=say(phrases[0]), how=say(phrases[1]))
        if phrases[1:]
        else say(phrases[0])
    )


def short(value: object) -> str:
    """Return a value as words of a bearable length, and never none."""
    text = str(value).replace("_", " ").strip() or EMPTY
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def decided(record: Record) -> bool:
    """Tell whether a record shows a behaviour: it was run, and could tell."""
    return record.observation.kind not in ABSENT and not proves_nothing(record.observation)


def _phrase(key: str, value: object) -> Label:
    if key == "lost" and isinstance(value, bool):  # the word of races, see cases/_rounds.py
        return LOST[value]
    if value is True:
        return (short(key),)
    return (short(key), NO if value is False else short(value))


def _keys(case: Case, answers: list[Answer]) -> list[str]:
    """Return the judged keys, the ones that make the difference first."""
    article, expected = list(_judged(case.article)), list(_judged(case.expect))
    spoken_of = [*_differing(article, answers), *_wrong(case.article, answers), *article]
    rest = [*_differing(expected, answers), *expected, *(key for answer in answers for key in answer)]
    return list(dict.fromkeys([*spoken_of, *rest]))


def _differing(keys: Iterable[str], answers: list[Answer]) -> list[str]:
    return [key for key in keys if len({repr(answer.get(key)) for answer in answers}) > 1]


def _wrong(rows: Iterable[Row], answers: list[Answer]) -> list[str]:
    """Return the keys with a value that no row foretells."""
    foretold: dict[str, list[Any]] = {}
    for row in rows:
        for key, values in ({key: [value] for key, value in row.sees.items()} | dict(row.may_see)).items():
            foretold.setdefault(key, []).extend(values)
    return [
        key
        for key, values in foretold.items()
        if any(key in answer and not any(same(answer[key], value) for value in values) for answer in answers)
    ]


def _judged(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield from (*row.sees, *row.may_see)
