"""canifork judge | merge | split | report: what is done with stored results."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from canifork import pipeline
from canifork.cli.options import (
    Commands,
    add_command,
    add_folder,
    complete_files,
    complete_folders,
    show,
    site,
)
from canifork.report import write_report
from canifork.report.text import terminal
from canifork.results.beside import read_published
from canifork.results.checksum import write_sum
from canifork.results.selection import chosen
from canifork.results.store import RESULTS, copy_results, hold, make_folder, read_results, write_results
from canifork.verdicts.judge import exit_code

SERVE = "to run claims in a browser, serve it: python -m http.server --directory {folder}"


def add(commands: Commands) -> None:
    """Add all four."""
    parser = add_command(commands, "judge", judge, "canifork judge report/results.json")
    complete_files(
        parser.add_argument("results", type=Path, help="a results file"),
        parser.add_argument("-o", "--output", type=Path, help="write here, not over the file itself"),
    )
    parser = add_command(commands, "merge", merge, "canifork merge a.json b.json -o all.json")
    complete_files(
        parser.add_argument("results", type=Path, nargs="+", help="results files"),
        parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write"),
    )
    parser = add_command(commands, "split", split, "canifork split report/results.json results")
    complete_files(parser.add_argument("results", type=Path, help="a results file"))
    complete_folders(parser.add_argument("folder", type=Path, help="where the files go"))
    parser = add_command(commands, "report", report, "canifork report all.json --folder page")
    complete_files(
        parser.add_argument(
            "results", type=Path, nargs="?", help="a results file (the folder's own if left out)"
        )
    )
    add_folder(parser)
    complete_folders(
        parser.add_argument(
            "--with-pyodide", type=Path, metavar="FOLDER", dest="pyodide",
            help="let readers run claims in their browser, by the Pyodide that npm put into FOLDER",
        )
    )  # fmt: skip
    parser.add_argument(
        "--cards", type=site, metavar="URL",
        help="draw a card for each claim, which others show beside a link to the report at this address",
    )  # fmt: skip


def judge(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Judge stored observations anew."""
    before = read_results(options.results)
    after = pipeline.judge_with(before, options.root)
    changed = [(old, new) for old, new in zip(before.records, after.records, strict=True) if old != new]
    for old, new in changed:
        show(f"{new.trial.id}: {terminal.verdicts(old)} is now {terminal.verdicts(new)}")
    show(f"{len(changed)} of {len(after.records)} judgements changed")
    write_results(options.output or options.results, after)
    return exit_code(after.records)


def merge(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Merge results files into one."""
    results = pipeline.merge_files(options.results)
    write_results(options.output, results)
    show(f"{options.output}: {len(results.records)} records on {len(results.interpreters)} interpreters")
    return 0


def split(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Write the results of each interpreter into a file of its own, fit to be published."""
    for key, part in pipeline.split_file(options.results).items():
        write_results(options.folder / f"{key}.json", part)
        show(f"{options.folder / key}.json: {len(part.records)} records")
    return 0


def report(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Write the report of a results file, or of what a killed run left in its journal."""
    folder = Path(options.folder)
    make_folder(folder)
    with hold(folder):
        return _report(options, folder)


def _report(options: argparse.Namespace, folder: Path) -> int:
    left = None if options.results else pipeline.salvage(folder)
    if left is not None:
        pipeline.conclude(left, folder, root=options.root)
    results = read_results(options.results or folder / RESULTS)
    if options.results:
        copy_results(options.results, folder)
    write_sum(folder / RESULTS)
    published, left_out = read_published(options.root, results, chosen(results))
    write_report(results, folder, published, options.root, options.pyodide, cards=options.cards)
    show([*terminal.summary(results, folder, published), *left_out])
    if options.pyodide:
        show(SERVE.format(folder=folder))
    return exit_code(results.records)
