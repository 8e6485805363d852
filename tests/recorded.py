"""Runs of the programs in tests/programs/posted, as tools/try_posted.py kept them, to be compared anew."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from canifork.axes import configuration
from canifork.model import Results
from canifork.pipeline import merge_files
from canifork.programs.attempt import Attempted
from canifork.programs.behaviour import Behaviour, Run, Setting
from canifork.programs.comparison import Compared, compare
from canifork.programs.program import Program, from_file, from_stdin
from made_up import PROJECT

POSTED = PROJECT / "tests" / "programs" / "posted"
PIPED = {"notebook"}  # into standard input


def program_of(name: str) -> Program:
    """Return a program as a person would give it."""
    path = POSTED / f"{name}.py"
    return from_stdin(path.read_bytes(), ()) if name in PIPED else from_file(str(path), ())


def read_recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((POSTED / f"{name}.json").read_text(encoding="utf-8"))
    return found


def compare_recorded(found: dict[str, Any]) -> Compared:
    """Compare runs that were kept, with the published results for causes."""
    runs: dict[str, list[Run]] = {}
    for one in found["runs"]:
        setting = Setting(
            interpreter=one["interpreter"],
            command=(),
            start_method=one["start_method"],
            configuration=configuration(found["interpreters"][one["interpreter"]], one["start_method"]),
        )
        run = Run(
            setting=setting,
            behaviour=Behaviour(**one["behaviour"]),
            told=one["told"],
            running=one["running"],
            own_method=one["own_method"],
        )
        runs.setdefault(setting.id, []).append(run)
    attempted = Attempted(runs=runs, reference=found["reference"], notes=())
    return compare(
        program_of(found["program"]), attempted, published, exact=False, deadline=found["deadline"]
    )


@cache
def published() -> Results:
    return merge_files(sorted((PROJECT / "results").glob("*.json")))
