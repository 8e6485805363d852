"""The shape of results.json: records and results to plain JSON and back, checked on the way."""

from __future__ import annotations

import dataclasses
import datetime
import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import fastjsonschema

from canifork import SCHEMA
from canifork.claims.collections import known_as
from canifork.claims.conditions import read_row
from canifork.errors import ResultsError
from canifork.model import (
    ABSENT,
    Article,
    Case,
    Chapter,
    Expectation,
    Judgement,
    Kind,
    Observation,
    Outline,
    Record,
    Results,
    Trial,
    Untestable,
    Unused,
    plain,
)

JSON = dict[str, Any]
MAY_LACK = frozenset({"address", "name"})  # of an outline; left out where they are empty
SCHEMA_FILE = Path(__file__).with_name("results.schema.json")


def to_json(results: Results) -> JSON:
    """Return the one object that results.json holds; results.schema.json describes it."""
    several = bool(results.outline.others)
    newer = several or bool(results.outline.name)  # what needs it not is written for older versions too
    return {
        "schema": SCHEMA if newer else SCHEMA - 1,
        "made_at": results.made_at,
        "project": dict(results.project),
        "partial": results.partial,
        "outline": _outline_to_json(results.outline),
        **({"others": [_outline_to_json(one) for one in results.outline.others]} if several else {}),
        "interpreters": {key: dict(facts) for key, facts in results.interpreters.items()},
        "unused": [{"command": list(unused.command), "reason": unused.reason} for unused in results.unused],
        "cases": {key: _case_to_json(case) for key, case in results.cases.items()},
        "records": [record_to_json(record) for record in results.records],
    }


def record_to_json(record: Record) -> JSON:
    """Return a record as it stands in results.json."""
    return {
        **_fields(record.trial),
        "observation": _fields(record.observation),
        **_fields(record.judgement),
        "seconds": record.seconds,
    }


def from_json(raw: object, path: Path) -> Results:
    """Turn the object back into Results; ResultsError, naming `path`, unless it keeps the schema."""
    newer = raw.get("schema") if isinstance(raw, dict) else None
    if isinstance(newer, int) and newer > SCHEMA:
        raise ResultsError(f"{path}: has schema {newer}, this version reads up to {SCHEMA}; update canifork")
    try:
        checked: JSON = validator()(raw)
    except fastjsonschema.JsonSchemaValueException as fault:
        raise ResultsError(f"{path}: is no results file: {fault.message[:300]}") from None
    try:
        datetime.datetime.fromisoformat(checked["made_at"])  # refuses a 13th month
        results = _results(checked)
    except ValueError as fault:
        raise ResultsError(f"{path}: is no results file: {fault}") from None
    _check_links(results, path)
    for record in results.records:
        _check_sense(record, results.cases[record.trial.case], path)
    return results


def _results(checked: JSON) -> Results:
    return Results(
        made_at=checked["made_at"],
        project=checked["project"],
        partial=checked["partial"],
        outline=dataclasses.replace(
            _outline(checked["outline"]), others=tuple(map(_outline, checked.get("others", ())))
        ),
        interpreters=checked["interpreters"],
        unused=tuple(
            Unused(command=tuple(one["command"]), reason=one["reason"]) for one in checked["unused"]
        ),
        cases={key: _case(key, json.dumps(one)) for key, one in checked["cases"].items()},
        records=tuple(record_from_json(one) for one in checked["records"]),
    )


def _check_links(results: Results, path: Path) -> None:
    """Refuse records that speak of what the file does not describe, or twice of one trial."""
    _check_collections(results.outline, path)
    chapters = {chapter.name for chapter in results.outline.every_chapter}
    if len(chapters) < len(results.outline.every_chapter):
        raise ResultsError(f"{path}: two chapters of its outlines have one name")
    for case in results.cases.values():
        if case.chapter not in chapters:
            raise ResultsError(f"{path}: {case.id} stands in no chapter of its outline")
    seen = set()
    for record in results.records:
        trial = record.trial
        if trial.case not in results.cases or trial.interpreter not in results.interpreters:
            raise ResultsError(f"{path}: {trial.id} names a case or interpreter that the file lacks")
        if trial in seen:
            raise ResultsError(f"{path}: {trial.id} stands in it twice")
        seen.add(trial)


def _check_collections(outline: Outline, path: Path) -> None:
    """Refuse collections, or chapters of one, that could not be kept apart."""
    if len(set(map(known_as, outline.collections))) < len(outline.collections):
        raise ResultsError(f"{path}: two of its outlines have one title and author")
    for one in outline.collections:
        names = [plain(chapter.name) for chapter in one.chapters]
        if len(set(names)) < len(names):
            raise ResultsError(f"{path}: two chapters of {one.title!r} have one name")


def _check_sense(record: Record, case: Case, path: Path) -> None:
    """Refuse a judgement on what was not run, a trial without one, an answer that nobody gave."""
    kind, verdicts = record.observation.kind, (record.judgement.expectation, record.judgement.article)
    given = [verdict is not None for verdict in verdicts]
    if given != [kind not in ABSENT, kind not in ABSENT and not case.since_then]:
        raise ResultsError(f"{path}: {record.trial.id} is {kind}, and judged {verdicts}: one cannot be")
    if (record.observation.answer is None) == (kind is Kind.ANSWERED):
        raise ResultsError(f"{path}: {record.trial.id} is {kind}, which does not go with its answer")


def check_facts(facts: object) -> None:
    """Raise ValueError unless these are the facts of an interpreter, as the schema has them."""
    try:
        validator("facts")(facts)
    except fastjsonschema.JsonSchemaValueException as fault:
        raise ValueError(fault.message[:300]) from None


@cache
def validator(definition: str | None = None) -> Any:
    """Compile the schema, or one of its definitions."""
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    part = {"$ref": f"#/definitions/{definition}"}
    return fastjsonschema.compile(
        schema if definition is None else {**part, "definitions": schema["definitions"]}
    )


def _outline_to_json(outline: Outline) -> JSON:
    raw = dataclasses.asdict(outline)
    del raw["others"]
    return {key: value for key, value in raw.items() if value or key not in MAY_LACK}


def _outline(raw: JSON) -> Outline:
    chapters = [
        Chapter(**entry | {key: tuple(entry.get(key, ())) for key in ("claims", "since")})
        for entry in raw["chapters"]
    ]
    untestable = [Untestable(**entry) for entry in raw["not_testable"]]
    return Outline(**raw | {"chapters": tuple(chapters), "not_testable": tuple(untestable)})


def _case_to_json(case: Case) -> JSON:
    raw = _fields(case)
    del raw["id"]
    for table in ("article", "expect"):
        raw[table] = [_row_to_json(_fields(row)) for row in raw[table]]
    return raw


def _fields(thing: Any) -> JSON:
    """Return a dataclass as a dict; unlike dataclasses.asdict it does not copy what is inside."""
    return {name: getattr(thing, name) for name in thing.__slots__}


def _row_to_json(row: JSON) -> JSON:
    return {key: value for key, value in row.items() if key == "when" or value not in ({}, None, False, "")}


@lru_cache(maxsize=1024)  # the files of several interpreters tell the same of a claim
def _case(key: str, text: str) -> Case:
    raw = json.loads(text)
    tables = {
        name: tuple(read_row(row, reasoned=name == "expect") for row in raw[name])
        for name in ("article", "expect")
    }
    lists = {name: tuple(raw.get(name, ())) for name in ("docs", "start_methods", "needs", "seen")}
    return Case(**raw | tables | lists, id=key)


def record_from_json(raw: JSON) -> Record:
    """Turn a record that keeps the schema back into one."""
    observation = raw["observation"]
    return Record(
        trial=Trial(case=raw["case"], interpreter=raw["interpreter"], start_method=raw["start_method"]),
        observation=Observation(**observation | {"kind": Kind(observation["kind"])}),
        judgement=_judgement(raw["expectation"], raw["article"]),
        seconds=raw["seconds"],
    )


@lru_cache(maxsize=64)  # there are few, and each is of thousands of records
def _judgement(expectation: str | None, article: str | None) -> Judgement:
    return Judgement(
        expectation=None if expectation is None else Expectation(expectation),
        article=None if article is None else Article(article),
    )
