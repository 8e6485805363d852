"""The command line: python -m harness COMMAND; --help names the commands."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from harness import controller, flow
from harness.command import EXIT_CODES, add_command, add_folder, ci, cite, compare
from harness.errors import HarnessError
from harness.judge import exit_code
from harness.model import ABSENT
from harness.outline import without_case
from harness.record import RESULTS, copy_results, hold, make_folder, read_results, write_results
from harness.report import terminal, write_report
from harness.verify import write_sum

PYTEST_INI = Path(__file__).with_name("trials.ini")
KILLED_RUN = "killed-run.json"
MORE_WORKERS = 3  # than CPUs: most of a trial is waiting
PYTEST_CODES = {  # of pytest's own codes; the plugin sets 0, 1 and 3 itself
    pytest.ExitCode.INTERRUPTED: 2,  # a case file that cannot be collected
    pytest.ExitCode.INTERNAL_ERROR: 3,
    pytest.ExitCode.USAGE_ERROR: 2,
    pytest.ExitCode.NO_TESTS_COLLECTED: 2,
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code.  A HarnessError becomes one sentence."""
    parser = _parser()
    known, rest = parser.parse_known_args(words)
    if rest and known.command is not run:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        return int(known.command(known, rest))
    except HarnessError as fault:
        print(f"canifork: {fault}", file=sys.stderr)
        return fault.exit_code
    except KeyboardInterrupt:
        return controller.INTERRUPTED


def list_claims(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Show the claims by chapter, what cannot be tested, and on request the interpreters."""
    outline, cases = flow.read_claims(options.root)
    for chapter in outline.chapters:
        print(f"\n{chapter.title}")
        for case in (one for one in cases.values() if one.chapter == chapter.name):
            print(f"  {case.id:34} {case.truth}")
    missing = without_case(outline, cases)
    print(f"\n{len(cases)} claims have a case, {len(missing)} do not: {', '.join(missing) or '-'}")
    print(f"\n{len(outline.not_testable)} statements cannot be tested:")
    for one in outline.not_testable:
        print(f"  {one.claim}\n      {one.reason}")
    if options.interpreters:
        print("\n".join(["", *terminal.header(flow.survey(options.root, options.python))]))
    return 0


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    """Run trials with pytest, which takes all further arguments."""
    folder = Path(options.folder).absolute()
    make_folder(folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # to be ended is to be interrupted
    with hold(folder):
        return _run(options, rest, folder)


def _run(options: argparse.Namespace, rest: Sequence[str], folder: Path) -> int:
    if not options.resume and (left := flow.salvage(folder)) is not None:
        # Not results.json: that is what the run which begins now will write.
        write_results(folder / KILLED_RUN, left)
        ran = sum(record.observation.kind not in ABSENT for record in left.records)
        print(f"canifork: a killed run left {ran} trials; they are kept in {folder / KILLED_RUN}")
    arguments = [
        "-c",
        str(PYTEST_INI),
        "-p",
        "harness.plugin",
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
    arguments += ["--dist=load", "--maxschedchunk=1", "-n", str((os.cpu_count() or 1) + MORE_WORKERS)]
    arguments += ["--resume"] * options.resume
    arguments += [part for command in options.python for part in ("--python", command)]
    code = pytest.main([*arguments, *rest, str(options.root / flow.CASES)])
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        print("canifork: no trial fits these arguments; nothing was run, no report written", file=sys.stderr)
    return PYTEST_CODES.get(code, int(code))  # type: ignore[call-overload, no-any-return]


def judge(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Judge stored observations anew."""
    before = read_results(options.results)
    after = flow.judge_with(before, options.root)
    changed = [(old, new) for old, new in zip(before.records, after.records, strict=True) if old != new]
    for old, new in changed:
        print(f"{new.trial.id}: {terminal.verdicts(old)} is now {terminal.verdicts(new)}")
    print(f"{len(changed)} of {len(after.records)} judgements changed")
    write_results(options.output or options.results, after)
    return exit_code(after.records)


def merge(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Merge results files into one."""
    results = flow.merge_files(options.results)
    write_results(options.output, results)
    print(f"{options.output}: {len(results.records)} records on {len(results.interpreters)} interpreters")
    return 0


def split(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Write the results of each interpreter into a file of its own, fit to be published."""
    for key, part in flow.split_file(options.results).items():
        write_results(options.folder / f"{key}.json", part)
        print(f"{options.folder / key}.json: {len(part.records)} records")
    return 0


def report(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Write the report of a results file, or of what a killed run left in its journal."""
    folder = Path(options.folder)
    make_folder(folder)
    with hold(folder):
        return _report(options, folder)


def _report(options: argparse.Namespace, folder: Path) -> int:
    left = None if options.results else flow.salvage(folder)
    if left is not None:
        flow.conclude(left, folder, root=options.root)
    results = read_results(options.results or folder / RESULTS)
    if options.results:
        copy_results(options.results, folder)
    write_sum(folder / RESULTS)
    published = flow.read_published(options.root, results)
    write_report(results, folder, published, options.root)
    print("\n".join(terminal.summary(results, folder, published)))
    return exit_code(results.records)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        allow_abbrev=False,
        prog="python -m harness",
        description="Find out what Python's processes and threads really do, on every Python here.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    one = add_command(commands, "list", list_claims, "python -m harness list --interpreters")
    one.add_argument("--interpreters", action="store_true", help="also find and show the interpreters")
    _add_python(one)
    one = add_command(
        commands, "run", run,
        "python -m harness run\n  python -m harness run -k pool --python python3.13\n"
        "  python -m harness run --python found --python 'wine /opt/cp313/python.exe'\n"
        "  python -m harness run --resume\n  python -m harness run --lf -n 4 --junitxml trials.xml",
    )  # fmt: skip
    _add_python(one)
    add_folder(one)
    one.add_argument("--resume", action="store_true", help="run only what the last run in the folder has not")
    one = add_command(commands, "judge", judge, "python -m harness judge report/results.json")
    one.add_argument("results", type=Path, help="a results file")
    one.add_argument("-o", "--output", type=Path, help="write here, not over the file itself")
    one = add_command(commands, "merge", merge, "python -m harness merge a.json b.json -o all.json")
    one.add_argument("results", type=Path, nargs="+", help="results files")
    one.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    one = add_command(commands, "split", split, "python -m harness split report/results.json results")
    one.add_argument("results", type=Path, help="a results file")
    one.add_argument("folder", type=Path, help="where the files go")
    one = add_command(commands, "report", report, "python -m harness report all.json --folder page")
    one.add_argument("results", type=Path, nargs="?", help="a results file (the folder's own if left out)")
    add_folder(one)
    cite.add(commands)
    compare.add(commands)
    ci.add(commands)
    return parser


def _add_python(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--python", action="append", default=[], metavar="COMMAND",
        help="run on this Python only; any command that starts one; again for more; "
        "'found' stands for all that are found",
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
