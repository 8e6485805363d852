"""canifork lookup CLAIM: ask the published results."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence

from canifork.axes import START_METHODS, SYSTEMS
from canifork.cli.options import Commands, add_command, show


def add(commands: Commands) -> None:
    """Add the command."""
    one = add_command(
        commands, "lookup", lookup,
        "canifork lookup pickle.lambda_target --python 3.14\n"
        "  canifork lookup locks.unlocked_counter --os windows --python 3.12 --json",
    )  # fmt: skip
    one.add_argument("claim", help="a claim; `canifork list` names them")
    one.add_argument("--python", metavar="VERSION", help="a version like 3.14 (default: all that were run)")
    one.add_argument("--os", choices=list(SYSTEMS), default="linux", help="(default: linux)")
    one.add_argument("--start-method", choices=START_METHODS, help="(default: all)")
    one.add_argument("--build", choices=["cpython", "free-threaded", "pypy"], default="cpython")
    one.add_argument("--json", action="store_true", help="everything, for programs")


def lookup(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Look up what the published results saw of a claim, on one system and build, with its citation."""
    from canifork import data  # late: it reads all published results

    found = data.support(
        options.claim,
        python=options.python,
        os=options.os,
        start_method=options.start_method,
        build=options.build,
    )
    if options.json:
        show(json.dumps(dataclasses.asdict(found), indent=1, ensure_ascii=False))
        return 0
    show(f"{found.claim}: {found.truth}")
    for one in found.seen:
        method = f", {one.start_method}" if one.start_method else ""
        show(f"  {one.interpreter}{method}: {one.behaviour}")
    show(found.citation or "not run there; `canifork explain` tells where it was")
    return 0
