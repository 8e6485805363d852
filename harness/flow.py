"""The way of a claim: discover, plan, run, observe, judge, record, merge, report.

Read this file first.  Every verb is a module with one job, and hands a frozen dataclass to the
next.  pytest stands in the middle: it runs attempt() for each trial (see plugin.py), so that
people choose, spread and repeat trials with the options that they know.  Only the plugin and
the command line import this module.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from harness.judge import judge, judge_anew
from harness.model import Case, Exit, Outline, Plan, Record, Results, Trial
from harness.observe import observe
from harness.run import Runner, run_trial

# What a worker needs to run trials is imported above, the rest where it is used: a run starts
# several workers, and would wait for each of them to read modules that it never calls.

CASES = "cases"  # the package in which trials run; `root` is the folder that holds it
PUBLISHED = "results"  # the folder beside it with results that the project publishes


def survey(root: Path, asked: Sequence[str]) -> Plan:
    """Discover and plan: what there is to run on the interpreters asked for, or on all."""
    from harness.discover import discover
    from harness.plan import make_plan

    outline, cases = read_claims(root)
    interpreters, unused = discover(asked, root)
    return make_plan(outline, cases, interpreters, unused)


def read_claims(root: Path) -> tuple[Outline, dict[str, Case]]:
    """Read the article's outline and, in its order, the cases."""
    from harness.casefile import read_cases
    from harness.outline import in_order, read_outline

    outline = read_outline(root / CASES)
    return outline, in_order(outline, read_cases(root / CASES))


def attempt(trial: Trial, plan: Plan, folder: Path, runner: Runner) -> Record:
    """Run, observe and judge one trial in a folder that holds the cases."""
    command, deadline = plan.interpreters[trial.interpreter].command, plan.cases[trial.case].deadline
    return make_record(trial, plan, run_trial(trial, command, folder, deadline, runner))


def make_record(trial: Trial, plan: Plan, ended: Exit) -> Record:
    """Observe and judge how a trial ended."""
    case, interpreter = plan.cases[trial.case], plan.interpreters[trial.interpreter]
    observation = observe(trial, ended, case.deadline)
    return Record(
        trial=trial,
        observation=observation,
        judgement=judge(case, interpreter.facts, trial.start_method, observation),
        seconds=None if ended.lost else ended.seconds,
    )


def conclude(
    results: Results, folder: Path, published: Results | None = None, root: Path | None = None
) -> None:
    """Record and report: write results.json and its sum, and from it the pages beside it.

    `root` holds the cases, whose programs the pages show.
    """
    from harness.record import JOURNAL, RESULTS, read_results, write_results
    from harness.report import write_report
    from harness.verify import write_sum

    write_results(folder / RESULTS, results)
    write_sum(folder / RESULTS)
    (folder / JOURNAL).unlink(missing_ok=True)
    write_report(read_results(folder / RESULTS), folder, published, root)


def read_published(root: Path, results: Results) -> Results | None:
    """Read the published results that can stand beside these; None if there are no others."""
    from harness.merge import merge
    from harness.record import read_results

    known = {record.trial: record for record in results.records}
    parts = [(str(path), read_results(path)) for path in sorted((root / PUBLISHED).glob("*.json"))]
    others = [
        (name, part) for name, part in parts if any(known.get(one.trial) != one for one in part.records)
    ]
    return merge(others) if others else None


def salvage(folder: Path) -> Results | None:
    """Make results of the journal in the folder, if a killed run left one there."""
    from harness.record import JOURNAL, recover

    journal = folder / JOURNAL
    return recover(journal) if journal.exists() else None


def resumable(folder: Path, plan: Plan) -> Results | None:
    """Return what need not be run again of the last run in the folder, killed or ended."""
    from harness import resume
    from harness.record import RESULTS, project, read_results

    earlier = salvage(folder)
    if earlier is None and (folder / RESULTS).exists():
        earlier = read_results(folder / RESULTS)
    return None if earlier is None else resume.kept(earlier, plan, project())


def judge_with(results: Results, root: Path) -> Results:
    """Judge stored observations with the tables that the case files hold today."""
    _, today = read_claims(root)
    records = tuple(
        judge_anew(one, today[one.trial.case], results.interpreters[one.trial.interpreter])
        if one.trial.case in today
        else one
        for one in results.records
    )
    return dataclasses.replace(results, records=records)


def merge_files(paths: Sequence[Path]) -> Results:
    """Read results files and merge them."""
    from harness.merge import merge
    from harness.record import read_results

    return merge([(str(path), read_results(path)) for path in paths])


def split_file(path: Path) -> dict[str, Results]:
    """Read a results file and split it by interpreter."""
    from harness.merge import split
    from harness.record import read_results

    return split(read_results(path))
