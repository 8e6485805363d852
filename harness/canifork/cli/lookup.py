"""canifork lookup CLAIM | QUERY: ask the published results."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
from collections.abc import Sequence
from urllib.parse import quote

from canifork.axes import START_METHODS, SYSTEMS
from canifork.cli.options import Commands, add_command, show
from canifork.errors import QueryError

CLAIM = re.compile(r"\w+\.\w+")


def add(commands: Commands) -> None:
    """Add the command."""
    one = add_command(
        commands, "lookup", lookup,
        "canifork lookup pickle.lambda_target --python 3.14\n"
        "  canifork lookup locks.unlocked_counter --os windows --python 3.12 --json\n"
        "  canifork lookup 'differs(start_method) and os:linux'\n"
        "  canifork lookup bootstrapping phase",
    )  # fmt: skip
    one.add_argument(
        "claim", nargs="+", metavar="CLAIM_OR_QUERY",
        help="a claim, as `canifork list` names it, or a query as docs/queries.md describes it",
    )  # fmt: skip
    one.add_argument("--python", metavar="VERSION", help="a version like 3.14 (default: all that were run)")
    one.add_argument("--os", choices=list(SYSTEMS), help="(default: linux)")
    one.add_argument("--start-method", choices=START_METHODS, help="(default: all)")
    one.add_argument("--build", choices=["cpython", "free-threaded", "pypy"], help="(default: cpython)")
    one.add_argument("--json", action="store_true", help="everything, for programs")


def lookup(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Look up what the published results saw of a claim, with its citation, or find claims by a query."""
    from canifork import data  # late: it reads all published results

    asked = " ".join(options.claim)
    if asked in data.claims() or (CLAIM.fullmatch(asked) and not data.find(asked)):
        return _claim(asked, options)
    return _query(asked, options)


def _claim(claim: str, options: argparse.Namespace) -> int:
    from canifork import data

    found = data.support(
        claim,
        python=options.python,
        os=options.os or "linux",
        start_method=options.start_method,
        build=options.build or "cpython",
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


def _query(query: str, options: argparse.Namespace) -> int:
    """Show the claims that a query finds; the query itself says where to look."""
    for name, key in (("python", "python"), ("os", "os"), ("start_method", "method"), ("build", "build")):
        if value := getattr(options, name):
            option = name.replace("_", "-")
            raise QueryError(f"--{option} is for a single claim; write {key}:{value} into the query")
    from canifork import data

    found = data.find(query)
    if options.json:
        show(json.dumps(found, indent=1, ensure_ascii=False))
        return 0
    if not found:
        raise QueryError(f"no claim fits {query}")
    for claim, truth in found.items():
        show(f"{claim:34} {truth}")
    number = "a claim" if len(found) == 1 else f"{len(found)} claims"
    show(f"\n{number}; in a report: matrix.html#q={quote(query)}")
    return 0
