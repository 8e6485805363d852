"""Choose what an earlier run left that need not be run again."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from canifork.errors import ResultsError
from canifork.model import ABSENT, Plan, Record, Results
from canifork.results.merge import one_project


def kept(earlier: Results, plan: Plan, project: Mapping[str, str | None]) -> Results:
    """Return the earlier results with those records alone that stand for a trial of the plan.

    What was not run is not kept, nor what was run by another text of the case or on an interpreter
    that has changed.  ResultsError if it was run on an interpreter that the plan lacks: its records
    would be lost.  `project` is today's.
    """
    wanted = set(plan.trials)
    ran = [record for record in earlier.records if record.observation.kind not in ABSENT]
    lost = sorted({record.trial.interpreter for record in ran} - set(plan.interpreters))
    if lost:
        raise ResultsError(
            f"--resume: the earlier run has trials on {', '.join(lost)}, which this run lacks; "
            "name the same --python again, or begin anew without --resume"
        )
    same = tuple(record for record in ran if record.trial in wanted and _unchanged(record, earlier, plan))
    return dataclasses.replace(earlier, records=same, project=one_project([earlier.project, project]))


def _unchanged(record: Record, earlier: Results, plan: Plan) -> bool:
    case, interpreter = record.trial.case, record.trial.interpreter
    return (
        earlier.cases[case].sha256 == plan.cases[case].sha256
        and earlier.interpreters[interpreter] == plan.interpreters[interpreter].facts
    )
