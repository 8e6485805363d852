"""Keep what was observed: results.json, written atomically, and the journal that fills it."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, NoReturn

from canifork.errors import BusyError, OutputError, ResultsError
from canifork.files import write_atomically
from canifork.model import Kind, Plan, Record, Results, Trial
from canifork.project import project
from canifork.results.codec import JSON, from_json, record_from_json, record_to_json, to_json
from canifork.verdicts.judge import absent

RESULTS = "results.json"
REPLACED = "replaced-results.json"
JOURNAL = "journal.jsonl"
LOCK = "run.lock"
LEFT_OUT = "left out of this run"
GOING_ON = "the run went on when this was written"
KILLED = "rebuilt from the journal of a run that was killed"


class Journal:
    """Write down each record as it comes, a line each, so that a killed run keeps what it has.

    The first line holds the plan, as the results of a run in which nothing has been run yet.
    """

    def __init__(self, path: Path, plan: Plan, kept: Results | None = None) -> None:
        """Begin the file anew, with the records that are kept of an earlier run.

        A journal that is already there stays until the new one holds all of these.
        """
        self.path = path
        self.blank = unrun(plan)
        self.records: dict[Trial, Record] = {}
        if kept is not None:
            self.blank = dataclasses.replace(self.blank, project=kept.project)
            self.records = {record.trial: record for record in kept.records}
        entries = [to_json(self.blank), *map(record_to_json, self.records.values())]
        write_atomically(path, "".join(map(_line, entries)))
        self.file = path.open("a", encoding="utf-8", newline="\n")

    def add(self, record: Record) -> None:
        """Keep one more record, in memory and on disk."""
        self.records[record.trial] = record
        try:
            self.file.write(_line(record_to_json(record)))
            self.file.flush()
        except OSError as fault:
            raise OutputError(
                f"{self.path}: {fault.strerror}; free some space or choose another --folder"
            ) from None

    def close(self, partial: str | None) -> Results:
        """Return the results and end the file; trials without a record were not run: `partial`."""
        with contextlib.suppress(OSError):  # a disk that was full when a line was added may still be
            self.file.close()
        return filled(self.blank, self.records, partial)


def unrun(plan: Plan) -> Results:
    """Return the results of a plan before its first trial."""
    records = [absent(trial, Kind.NOT_RUN, "not run yet") for trial in plan.trials]
    return Results(
        made_at=now(),
        project=project(),
        partial="nothing has been run yet",
        outline=plan.outline,
        interpreters={key: one.facts for key, one in plan.interpreters.items()},
        unused=plan.unused,
        cases=plan.cases,
        records=_in_order(plan, [*records, *plan.absences]),
    )


def filled(blank: Results, made: Mapping[Trial, Record], partial: str | None) -> Results:
    """Put the records that were made into their places; the others say why there is none."""
    missing = sum(
        1 for record in blank.records if record.observation.kind is Kind.NOT_RUN and record.trial not in made
    )
    why = partial or LEFT_OUT
    records = [made.get(one.trial) or _because(one, why) for one in blank.records]
    return dataclasses.replace(blank, made_at=now(), partial=why if missing else None, records=tuple(records))


def recover(path: Path, partial: str = KILLED) -> Results:
    """Make results of the journal that a run left, or still writes; its last line may be torn."""
    lines = _text(path).split("\n")
    blank = from_json(_parse(path, lines[0]), path)
    made = {}
    for line in lines[1:-1]:
        raw = _parse(path, line)
        try:
            record = record_from_json(raw)
        except (KeyError, TypeError, ValueError):
            raise ResultsError(f"{path}: holds the line {line[:80]!r}, which is no record") from None
        made[record.trial] = record
    whole = filled(blank, made, partial)
    return from_json(json.loads(json.dumps(to_json(whole))), path)  # checks what the lines said


def read_results(path: Path, claims: AbstractSet[str] | None = None) -> Results:
    """Read a results file; ResultsError if it is cut off, of a newer schema, or none at all.

    Of some `claims` alone, what it says of the others is neither checked nor returned.
    """
    raw = _parse(path, _text(path))
    return from_json(raw if claims is None else _only(raw, claims), path)


def read_seconds(path: Path) -> dict[Trial, float]:
    """Return how long the trials of a results file took; nothing where it cannot be read.

    They only order the trials of a run, so the file is not checked, which would take longer.
    """
    try:
        records = json.loads(path.read_bytes())["records"]
        return {
            Trial(
                case=record["case"], interpreter=record["interpreter"], start_method=record["start_method"]
            ): float(record["seconds"])
            for record in records
            if record["seconds"] is not None
        }
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def write_results(path: Path, results: Results) -> None:
    """Write a results file whole, or leave the one that is there as it was."""
    write_atomically(path, json.dumps(to_json(results), indent=1) + "\n")


def copy_results(path: Path, folder: Path) -> None:
    """Copy a results file into a folder, byte for byte, so that its report can be checked by it.

    Other results that lie there are kept as replaced-results.json.
    """
    place = folder / RESULTS
    if place.exists() and place.read_bytes() == path.read_bytes():
        return
    make_folder(folder)
    if place.exists():
        place.replace(folder / REPLACED)
    write_atomically(place, path.read_bytes().decode("utf-8"))


def make_folder(folder: Path) -> None:
    """Make a folder that results can be written to; OutputError, before anything is run, if not."""
    scratch = folder / ".writable"
    write_atomically(scratch, "")
    scratch.unlink(missing_ok=True)


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep a folder from other runs for as long as this one lasts; BusyError if one has it."""
    import fasteners  # it takes its time, and few commands need it

    lock = fasteners.InterProcessLock(folder / LOCK)
    if not lock.acquire(blocking=False):
        raise BusyError(f"{folder}: another run writes there; wait for its end, or choose another --folder")
    try:
        yield
    finally:
        lock.release()


def now() -> str:
    """Return the time in UTC, to the second: '2026-11-22T15:04:05Z'."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ResultsError(f"{path}: {fault.strerror}; name a results.json") from None
    except UnicodeDecodeError:
        raise ResultsError(f"{path}: is not UTF-8 text, so no results file") from None


def _parse(path: Path, text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as fault:
        raise ResultsError(f"{path}: is not JSON, or cut off: {fault}") from None


def _only(raw: Any, claims: AbstractSet[str]) -> Any:
    """Leave out what a file says of other claims; what has another shape is left for the schema to refuse."""
    try:
        return raw | {
            "cases": {claim: case for claim, case in raw["cases"].items() if claim in claims},
            "records": [record for record in raw["records"] if record["case"] in claims],
        }
    except (TypeError, KeyError, AttributeError):
        return raw


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _line(entry: JSON) -> str:
    return json.dumps(entry) + "\n"


def _finite(number: str) -> float:
    value = float(number)
    return value if math.isfinite(value) else _refuse(number)


def _in_order(plan: Plan, records: list[Record]) -> tuple[Record, ...]:
    """Sort records as tables show them: by claim, then by interpreter."""
    cases = {key: place for place, key in enumerate(plan.cases)}
    interpreters = {key: place for place, key in enumerate(plan.interpreters)}
    return tuple(
        sorted(records, key=lambda one: (cases[one.trial.case], interpreters[one.trial.interpreter]))
    )


def _because(record: Record, why: str) -> Record:
    if record.observation.kind is not Kind.NOT_RUN:
        return record
    return absent(record.trial, Kind.NOT_RUN, why)
