"""canifork latex [CLAIM...]."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from canifork.cli.options import Commands, add_command, complete_files, complete_folders, show, site


def add(commands: Commands) -> None:
    """Add the command."""
    one = add_command(
        commands, "latex", latex,
        "canifork latex locks.unlocked_counter pickle.lambda_target\n"
        "  canifork latex --folder paper --site https://example.org/report",
    )  # fmt: skip
    one.add_argument("claims", nargs="*", metavar="CLAIM", help="a claim (default: all that are published)")
    one.add_argument("--systems", default="", metavar="A,B", help="show only these, such as linux,windows")
    one.add_argument("--since", metavar="VERSION", help="show only this Python and newer ones, such as 3.10")
    one.add_argument("--site", type=site, metavar="URL", help="where a report is published")
    complete_files(
        one.add_argument(
            "--lock", type=Path, metavar="FILE",
            help="the file of pins, whose changes LaTeX warns of (default: canifork.lock in the folder)",
        )
    )  # fmt: skip
    complete_folders(
        one.add_argument(
            "--folder", type=Path, default=Path(), help="holds your text (default: the current folder)"
        )
    )


def latex(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Write canifork.sty, and the published answers of claims as canifork-claims.def, beside your text."""
    from canifork.embeds import latex  # late: it reads all published results
    from canifork.embeds.pins import LOCK

    claims = latex.write_claims(
        options.folder,
        options.claims,
        options.lock or options.folder / LOCK,
        systems=tuple(re.findall(r"[^\s,]+", options.systems)),
        since=options.since,
        site=options.site,
    )
    show([str(claims), str(latex.write_package(options.folder))])
    return 0
