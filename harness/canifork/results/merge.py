"""Make one set of results of many, and refuse those that contradict each other; and the reverse."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from canifork.axes import table_order
from canifork.claims.collections import apart, join, known_as
from canifork.errors import ResultsError
from canifork.model import Kind, Observation, Outline, Record, Results, Trial
from canifork.results.fitting import fit
from canifork.results.store import LEFT_OUT
from canifork.verdicts.judge import same

Named = tuple[str, Results]
Part = TypeVar("Part")


def merge(parts: Sequence[Named]) -> Results:
    """Merge results, each with the name of its source; ResultsError where two disagree.

    Several collections are kept apart.  Each trial may have been run in one of them only, or with the
    very same observation.
    """
    if not parts:
        raise ResultsError("there is nothing to merge; name at least one results file")
    outline = _outline(parts)
    parts = [(name, fit(one, outline)) for name, one in parts]
    interpreters = _union("interpreter", [(name, one.interpreters) for name, one in parts])
    cases = _union("case", [(name, one.cases) for name, one in parts])
    first, records = parts[0][1], _records(parts)
    return dataclasses.replace(
        first,
        made_at=max(one.made_at for _, one in parts),
        project=one_project([one.project for _, one in parts]),
        partial=None if _whole(records) else _why(parts),
        interpreters=dict(sorted(interpreters.items(), key=lambda item: table_order(item[1]))),
        unused=tuple(dict.fromkeys(unused for _, one in parts for unused in one.unused)),
        cases=cases,
        records=records,
    )


def split(results: Results) -> dict[str, Results]:
    """Return the results of each interpreter by itself, fit to be published.

    What tells of the machine alone is left out: where its interpreters lie, and which are unused.
    A part that lacks nothing is whole, whatever the others lack.
    """
    parts = {}
    for key, facts in results.interpreters.items():
        records = tuple(record for record in results.records if record.trial.interpreter == key)
        parts[key] = dataclasses.replace(
            results,
            interpreters={key: {**facts, "executable": re.split(r"[/\\]", facts["executable"])[-1]}},
            unused=(),
            partial=None if _whole(records) else results.partial,
            records=records,
        )
    return parts


def _outline(parts: Sequence[Named]) -> Outline:
    """Join the outlines of all collections; ResultsError for two versions of one."""
    _union("outline", [(name, {known_as(one): one for one in apart(part.outline)}) for name, part in parts])
    return join(part.outline for _, part in parts)


def _why(parts: Sequence[Named]) -> str | None:
    """Say why trials are missing, and of which file, if it is not that somebody chose others."""
    why = {name: one.partial for name, one in parts if one.partial}
    return LEFT_OUT if {*why.values()} == {LEFT_OUT} else "; ".join(map(": ".join, why.items())) or None


def _whole(records: Iterable[Record]) -> bool:
    return all(record.observation.kind is not Kind.NOT_RUN for record in records)


def one_project(projects: Sequence[Mapping[str, str | None]]) -> Mapping[str, str | None]:
    """Return the project all results come from; mixed commits are no one's, and say so as None."""
    commits = {project["commit"] for project in projects}
    return {**projects[0], "commit": commits.pop() if len(commits) == 1 else None}


def _union(what: str, parts: Sequence[tuple[str, Mapping[str, Part]]]) -> dict[str, Part]:
    known: dict[str, tuple[str, Part]] = {}
    for name, part in parts:
        for key, value in part.items():
            source, first = known.setdefault(key, (name, value))
            if first != value:
                raise ResultsError(
                    f"{name}: its {what} {key} is not that of {source}; "
                    "run both anew with one version of the project, or merge only one"
                )
    return {key: value for key, (_, value) in known.items()}


def _records(parts: Sequence[Named]) -> tuple[Record, ...]:
    known: dict[Trial, tuple[str, Record]] = {}
    for name, part in parts:
        for record in part.records:
            source, first = known.get(record.trial, (name, record))
            known[record.trial] = (name, _agreed(record, first, name, source))
    return tuple(record for _, record in known.values())


def _agreed(new: Record, old: Record, name: str, source: str) -> Record:
    """Return the one of two records that was run; both may have been, if they saw the same."""
    if new.observation.kind is Kind.NOT_RUN:
        return old
    if old.observation.kind is Kind.NOT_RUN or _agree(new.observation, old.observation):
        return new
    raise ResultsError(
        f"{name}: contradicts {source} on {new.trial.id}: {new.observation.kind.value} "
        f"{new.observation.answer or new.observation.reason} there "
        f"{old.observation.kind.value} {old.observation.answer or old.observation.reason}; "
        "merge only one of them"
    )


def _agree(one: Observation, other: Observation) -> bool:
    """Compare what was seen; last words differ by themselves."""
    alike = (one.kind, one.reason) == (other.kind, other.reason)
    return alike and same(one.answer, other.answer)
