"""Cross cases with interpreters and start methods: what to run, and what not, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from canifork.model import (
    Case,
    Interpreter,
    Kind,
    Outline,
    Plan,
    Trial,
    Unused,
)
from canifork.verdicts.judge import absent


def make_plan(
    outline: Outline,
    cases: Mapping[str, Case],
    interpreters: Iterable[Interpreter],
    unused: Iterable[Unused],
) -> Plan:
    """Return every trial, those that measure time last, and every absence with its reason."""
    known = {interpreter.id: interpreter for interpreter in interpreters}
    trials, absences = [], []
    for trial in all_trials(cases, known):
        reason = why_not(cases[trial.case], known[trial.interpreter], trial.start_method)
        if reason is None:
            trials.append(trial)
        else:
            absences.append(absent(trial, Kind.NOT_APPLICABLE, reason))
    trials.sort(key=lambda trial: cases[trial.case].alone)
    return Plan(
        outline=outline,
        cases=cases,
        interpreters=known,
        unused=tuple(unused),
        trials=tuple(trials),
        absences=tuple(absences),
    )


def why_not(case: Case, interpreter: Interpreter, start_method: str | None) -> str | None:
    """Say why the question has no meaning here, or None where it has."""
    can = interpreter.facts["capabilities"]
    lacks = [need for need in case.needs if not can.get(need)]
    if lacks:
        return f"needs {' and '.join(lacks)}, which this interpreter does not have"
    if start_method is not None and start_method not in interpreter.facts["start_methods"]:
        return f"this interpreter has no start method {start_method}"
    return None


def all_trials(cases: Mapping[str, Case], interpreters: Iterable[str]) -> Iterator[Trial]:
    """Yield every case on every interpreter, by its id, under every start method that the case names."""
    for case in cases.values():
        for interpreter in interpreters:
            for method in case.start_methods or (None,):
                yield Trial(case=case.id, interpreter=interpreter, start_method=method)
