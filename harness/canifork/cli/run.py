"""canifork run | list."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from canifork import pipeline
from canifork.claims.article import without_case
from canifork.cli.options import Commands, add_command, add_folder, add_python, complain, show
from canifork.errors import CaseFileError
from canifork.model import ABSENT
from canifork.project import CASES, own_folder
from canifork.pytest_plugin import hooks
from canifork.report.text import terminal
from canifork.results.store import hold, make_folder, write_results

PYTEST_INI = Path(hooks.__file__).with_name("trials.ini")
KILLED_RUN = "killed-run.json"
PYTEST_CODES = {  # of pytest's own codes; the plugin sets 0, 1 and 3 itself
    pytest.ExitCode.INTERRUPTED: 2,  # a case file that cannot be collected
    pytest.ExitCode.INTERNAL_ERROR: 3,
    pytest.ExitCode.USAGE_ERROR: 2,
    pytest.ExitCode.NO_TESTS_COLLECTED: 2,
}


def add(commands: Commands) -> None:
    """Add both commands."""
    parser = add_command(commands, "list", list_claims, "canifork list --interpreters")
    parser.add_argument("--interpreters", action="store_true", help="also find and show the interpreters")
    add_python(parser)
    parser = add_command(
        commands, "run", run,
        "canifork run\n  canifork run -k pool --python python3.13\n"
        "  canifork run --python found --python 'wine /opt/cp313/python.exe'\n"
        "  canifork run --resume\n  canifork run --lf -n 4 --junitxml trials.xml",
    )  # fmt: skip
    add_python(parser)
    add_folder(parser)
    parser.add_argument(
        "--resume", action="store_true", help="run only what the last run in the folder has not"
    )
    parser.add_argument(
        "--with-article",
        action="store_true",
        help="in a collection of your own: run the article's claims too",
    )
    parser.set_defaults(passes_on=True)


def list_claims(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Show the claims by chapter, what cannot be tested, and on request the interpreters."""
    outline, cases, faults = pipeline.readable_claims(options.root)
    for chapter in outline.chapters:
        show(f"\n{chapter.title}")
        for case in (one for one in cases.values() if one.chapter == chapter.name):
            show(f"  {case.id:34} {case.truth}")
    missing = without_case(outline, cases)
    show(f"\n{len(cases)} claims have a case, {len(missing)} do not: {', '.join(missing) or '-'}")
    show(f"\n{len(outline.not_testable)} statements cannot be tested:")
    for statement in outline.not_testable:
        show(f"  {statement.claim}\n      {statement.reason}")
    if options.interpreters:
        plan = pipeline.survey(
            options.root, options.python, anew=options.probe, each_patch=options.each_patch
        )
        show(["", *terminal.header(plan)])
    for fault in faults:
        complain(fault)
    return CaseFileError.exit_code if faults else 0


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    """Run trials with pytest, which takes all further arguments."""
    folder = Path(options.folder).absolute()
    make_folder(folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be ended is to be interrupted
    with hold(folder):
        return _run(options, rest, folder)


def _run(options: argparse.Namespace, rest: Sequence[str], folder: Path) -> int:
    if not options.resume and (left := pipeline.salvage(folder)) is not None:
        # Not results.json: that is what the run which begins now will write.
        write_results(folder / KILLED_RUN, left)
        ran = sum(record.observation.kind not in ABSENT for record in left.records)
        show(f"canifork: a killed run left {ran} trials; they are kept in {folder / KILLED_RUN}")
    arguments = [
        "-c",
        str(PYTEST_INI),
        "-p",
        "canifork.pytest_plugin.hooks",
        "-p",
        "xdist",
        "--assert=plain",
        "--disable-plugin-autoload",
        "--rootdir",
        str(options.root),
        "--confcutdir",
        str(options.root),
        "--folder",
        str(folder),
    ]
    arguments += ["--dist=load", "--maxschedchunk=1"]  # for those who ask for -n
    if (own := own_folder(options.root)) != options.root:  # no cache in a bundle
        arguments += ["-o", f"cache_dir={own / '.pytest_cache'}"]
    arguments += ["--resume"] * options.resume + ["--probe"] * options.probe
    arguments += ["--each-patch"] * options.each_patch
    roots = [options.root]
    if options.with_article:
        arguments.append("--with-article")
        roots.append(pipeline.article_beside(options.root))
    arguments += [part for command in options.python for part in ("--python", command)]
    code = pytest.main([*arguments, *rest, *(str(root / CASES) for root in roots)])
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        complain("no trial fits these arguments; nothing was run, no report written")
    return PYTEST_CODES.get(code, int(code))  # type: ignore[call-overload, no-any-return]
