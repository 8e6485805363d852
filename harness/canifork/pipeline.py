"""The way of a claim: discover, plan, run, observe, judge, record, merge, report.

Read this file first.  Each verb is done by a module of its own, which hands a frozen dataclass to
the next.  pytest stands in the middle: the plugin (pytest_plugin) makes an item of each trial and
runs attempt() for it, so that people choose and repeat trials with the options that they know.
Only the plugin and the command line import this module.
"""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

from canifork.errors import HarnessError, ResultsError
from canifork.execution.supervisor import Runner, run_trial
from canifork.model import Case, Exit, Outline, Plan, Record, Results, Trial
from canifork.project import CASES, PUBLISHED, project
from canifork.verdicts.judge import judge, judge_anew
from canifork.verdicts.observe import observe

Claims = AbstractSet[str] | None  # some claims; None for all
INTERIM = ".interim"  # where the report of a run that goes on is made

# What a worker needs to run trials is imported above, the rest where it is used: a run starts
# several workers, and would wait for each of them to read modules that it never calls.


class Parts(NamedTuple):
    """What published files say of some claims: by the names of the files, and which cannot be read."""

    claims: Claims
    named: list[tuple[str, Results]]
    faults: list[str]


def survey(root: Path, asked: Sequence[str], *, anew: bool = False, each_patch: bool = False) -> Plan:
    """Discover and plan: what there is to run on the interpreters asked for, or on all.

    `anew` asks interpreters again of which is known what they told; `each_patch` tells patch releases apart.
    """
    from canifork.interpreters.discovery import discover
    from canifork.trials.plan import make_plan

    outline, cases = read_claims(root)
    interpreters, unused = discover(asked, root, anew=anew, each_patch=each_patch)
    return make_plan(outline, cases, interpreters, unused)


def read_claims(root: Path) -> tuple[Outline, dict[str, Case]]:
    """Read the article's outline and, in its order, the cases."""
    from canifork.claims.article import in_order, read_outline
    from canifork.claims.casefile import read_cases

    outline = read_outline(root / CASES)
    return outline, in_order(outline, read_cases(root / CASES))


def attempt(trial: Trial, plan: Plan, folder: Path, runner: Runner) -> Record:
    """Run, observe and judge one trial in a folder that holds the cases."""
    interpreter, deadline = plan.interpreters[trial.interpreter], plan.cases[trial.case].deadline
    return make_record(trial, plan, run_trial(trial, interpreter, folder, deadline, runner))


def make_record(trial: Trial, plan: Plan, ended: Exit) -> Record:
    """Observe and judge how a trial ended."""
    case, interpreter = plan.cases[trial.case], plan.interpreters[trial.interpreter]
    observation = observe(trial, ended, case.deadline * interpreter.pace)
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
    from canifork.report import write_report
    from canifork.results.checksum import write_sum
    from canifork.results.store import JOURNAL, RESULTS, read_results, write_results

    write_results(folder / RESULTS, results)
    write_sum(folder / RESULTS)
    (folder / JOURNAL).unlink(missing_ok=True)
    write_report(read_results(folder / RESULTS), folder, published, root)


def report_so_far(folder: Path, root: Path) -> None:
    """Record and report what a run that still goes on has written down; it goes on writing there.

    All is made in a folder beside, and then moved file by file: no reader meets half a page.
    """
    from canifork.results.store import GOING_ON, JOURNAL, recover

    discard_interim(folder)
    results = recover(folder / JOURNAL, GOING_ON)
    conclude(results, folder / INTERIM, read_published(root, results)[0], root)
    for path in (folder / INTERIM).rglob("*"):
        place = folder / path.relative_to(folder / INTERIM)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        else:
            path.replace(place)
    discard_interim(folder)


def discard_interim(folder: Path) -> None:
    """Remove what a report that was being written has left."""
    shutil.rmtree(folder / INTERIM, ignore_errors=True)


def load_report() -> None:
    """Load what conclude() needs and does not depend on results; what is amiss conclude() will say."""
    from canifork import report
    from canifork.results.codec import validator

    project()
    with contextlib.suppress(HarnessError):
        validator()
        report.load()


def read_published(root: Path, results: Results, claims: Claims = None) -> tuple[Results | None, list[str]]:
    """Read the published results that can stand beside these, and say what of them cannot.

    They speak of these `claims`.  None if there are no others: a broken file is no reason to lose
    the report of what was run.
    """
    return beside(results, read_parts(root, claims))


def read_parts(root: Path, claims: Claims = None) -> Parts:
    """Read what each published file says of these claims."""
    from canifork.results.store import read_results

    named, faults = [], []
    for path in sorted((root / PUBLISHED).glob("*.json")):
        try:
            named.append((str(path), read_results(path, claims)))
        except ResultsError as fault:
            faults.append(f"published results are left out: {fault}")
    return Parts(claims, named, faults)


def beside(results: Results, parts: Parts) -> tuple[Results | None, list[str]]:
    """Make one of those parts that hold something else than these results; say why some are left out."""
    from canifork.results.merge import merge

    known = {record.trial: record for record in results.records}
    others = [
        (name, part)
        for name, part in parts.named
        if any(known.get(record.trial) != record for record in part.records)
    ]
    try:
        return (merge(others) if others else None), parts.faults
    except ResultsError as fault:
        return None, [*parts.faults, f"published results are left out: {fault}"]


def known_seconds(root: Path, interpreters: Iterable[str]) -> dict[Trial, float]:
    """Return how long trials took in the published results of these interpreters."""
    from canifork.results.store import read_seconds

    files = (root / PUBLISHED / f"{key}.json" for key in sorted(interpreters))
    return {trial: seconds for path in files for trial, seconds in read_seconds(path).items()}


def salvage(folder: Path) -> Results | None:
    """Make results of the journal in the folder, if a killed run left one there."""
    from canifork.results.store import JOURNAL, recover

    journal = folder / JOURNAL
    return recover(journal) if journal.exists() else None


def resumable(folder: Path, plan: Plan) -> Results | None:
    """Return what need not be run again of the last run in the folder, killed or ended."""
    from canifork.results.store import RESULTS, read_results
    from canifork.trials import resume

    earlier = salvage(folder)
    if earlier is None and (folder / RESULTS).exists():
        earlier = read_results(folder / RESULTS)
    return None if earlier is None else resume.kept(earlier, plan, project())


def judge_with(results: Results, root: Path) -> Results:
    """Judge stored observations with the tables that the case files hold today."""
    _, today = read_claims(root)
    records = tuple(
        judge_anew(record, today[record.trial.case], results.interpreters[record.trial.interpreter])
        if record.trial.case in today
        else record
        for record in results.records
    )
    return dataclasses.replace(results, records=records)


def merge_files(paths: Sequence[Path]) -> Results:
    """Read results files and merge them."""
    from canifork.results.merge import merge
    from canifork.results.store import read_results

    return merge([(str(path), read_results(path)) for path in paths])


def split_file(path: Path) -> dict[str, Results]:
    """Read a results file and split it by interpreter."""
    from canifork.results.merge import split
    from canifork.results.store import read_results

    return split(read_results(path))
