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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from canifork.errors import CaseFileError, CollectionError, HarnessError
from canifork.execution.supervisor import Runner, run_trial
from canifork.model import Case, Exit, Outline, Plan, Record, Results, Trial
from canifork.project import CASES, PUBLISHED, find_root, project
from canifork.verdicts.judge import judge, judge_anew
from canifork.verdicts.observe import observe

BESIDE = "article"  # what stands before ids of the article that would clash with those of a collection
INTERIM = ".interim"  # where the report of a run that goes on is made

# What a worker needs to run trials is imported above, the rest where it is used: a run starts
# several workers, and would wait for each of them to read modules that it never calls.


def survey(
    root: Path,
    asked: Sequence[str],
    *,
    anew: bool = False,
    each_patch: bool = False,
    with_article: bool = False,
) -> Plan:
    """Discover and plan: what there is to run on the interpreters asked for, or on all.

    `anew` asks interpreters again of which is known what they told; `each_patch` tells patch releases apart;
    `with_article` plans the article's claims beside a collection of one's own.
    """
    from canifork.claims.collections import cases_of, chapters_in
    from canifork.interpreters.discovery import discover
    from canifork.trials.plan import make_plan

    roots = [root, article_beside(root)] if with_article else [root]
    told = [(folder, *readable_claims(folder)) for folder in roots]
    read = [(folder, one, some) for folder, one, some, _ in told]
    if with_article:
        folder, one, some = read[1]
        read[1] = folder, dataclasses.replace(one, name=one.name or BESIDE), some
    outline, cases = cases_of([(one, some) for _, one, some in read])
    interpreters, unused = discover(asked, root, anew=anew, each_patch=each_patch)
    places = {name: folder for folder, one, _ in read for name in chapters_in(one, outline).values()}
    faults = tuple(sentence for *_, some in told for sentence in some)
    plan = make_plan(outline, cases, interpreters, unused)
    return dataclasses.replace(plan, roots=places, faults=faults)


def article_beside(root: Path) -> Path:
    """Return the folder with the article's cases; CollectionError if `root` is of the article itself."""
    from canifork.claims.article import read_outline
    from canifork.claims.collections import known_as

    folder = find_root()
    if known_as(read_outline(folder / CASES)) == known_as(read_outline(root / CASES)):
        raise CollectionError("--with-article: these are the article's claims; leave it out")
    return folder


def read_claims(root: Path) -> tuple[Outline, dict[str, Case]]:
    """Read the article's outline and, in its order, the cases."""
    from canifork.claims.article import in_order, read_outline
    from canifork.claims.casefile import read_cases

    outline = read_outline(root / CASES)
    return outline, in_order(outline, read_cases(root / CASES))


def readable_claims(root: Path) -> tuple[Outline, dict[str, Case], list[str]]:
    """Read the outline, the cases that fit it, and what is wrong with the rest: file, line and sentence.

    CaseFileError if nothing is left.
    """
    from canifork.claims.article import in_order, read_outline
    from canifork.claims.casefile import readable_cases
    from canifork.claims.lint import disagreements

    folder = root / CASES
    outline = read_outline(folder)
    cases, faults = readable_cases(folder)
    slips = disagreements(folder, outline)
    unfit = {slip.path for slip in slips}
    fit = {key: case for key, case in cases.items() if root / case.file not in unfit}
    told = [*map(str, faults), *(f"{slip.path}:{slip.line}: {slip.sentence}" for slip in slips)]
    if not fit:
        raise CaseFileError(told[0])
    return outline, in_order(outline, fit), told


def attempt(trial: Trial, plan: Plan, folder: Path, runner: Runner) -> Record:
    """Run, observe and judge one trial in a folder that holds the cases."""
    interpreter, deadline = plan.interpreters[trial.interpreter], plan.cases[trial.case].deadline
    return make_record(trial, plan, run_trial(trial, interpreter, folder, deadline, runner))


def make_record(trial: Trial, plan: Plan, ended: Exit) -> Record:
    """Observe and judge how a trial ended."""
    case, interpreter = plan.cases[trial.case], plan.interpreters[trial.interpreter]
    observation = observe(trial.plain, ended, case.deadline * interpreter.pace)
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
    from canifork.results.beside import read_published
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
    today = _cases_today(results.outline, root)
    records = tuple(
        judge_anew(record, today[record.trial.case], results.interpreters[record.trial.interpreter])
        if record.trial.case in today
        else record
        for record in results.records
    )
    return dataclasses.replace(results, records=records)


def _cases_today(outline: Outline, root: Path) -> Mapping[str, Case]:
    """Return the cases below `root`, and the article's if it lies beside them, as an outline names them."""
    from canifork.claims.collections import cases_of
    from canifork.results.beside import roots

    if not outline.others:
        return read_claims(root)[1]
    read = [read_claims(folder) for folder in roots(root, outline)]
    return cases_of([(outline, {}), *read])[1]


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
