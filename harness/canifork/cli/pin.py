"""canifork pin CLAIM... | pin --check."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from canifork.cli.options import Commands, add_command, complete_files, show
from canifork.errors import ResultsError


def add(commands: Commands) -> None:
    """Add the command."""
    one = add_command(
        commands, "pin", pin,
        "canifork pin locks.unlocked_counter pickle.lambda_target\n"
        "  canifork pin --check",
    )  # fmt: skip
    one.add_argument("claims", nargs="*", metavar="CLAIM", help="a claim; `canifork list` names them")
    one.add_argument("--check", action="store_true", help="say what changed since, of all or of these claims")
    complete_files(
        one.add_argument(
            "--lock", type=Path, default=Path("canifork.lock"), metavar="FILE",
            help="the file of pins (default: canifork.lock)",
        )
    )  # fmt: skip


def pin(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Pin the published answers of claims in a file, or check that they are still the same."""
    from canifork.embeds import pins  # late: it reads all published results

    if options.check:
        known = pins.read_pins(options.lock)
        for claim in options.claims:
            if claim not in known:
                raise ResultsError(f"{options.lock}: {claim} is not pinned; `canifork pin {claim}` pins it")
        claims = options.claims or list(known)
        changed = list(pins.changes(known, claims))
        show("\n".join(changed) or f"{options.lock}: nothing changed in {len(claims)} claims")
        return int(bool(changed))
    if not options.claims:
        raise ResultsError("no claim is named; name those to pin, or give --check")
    before = pins.read_pins(options.lock) if options.lock.exists() else {}
    now = {claim: pins.answer_of(claim) for claim in options.claims}
    pins.write_pins(options.lock, {**before, **now})
    show(f"{options.lock}: pinned {', '.join(options.claims)}")
    return 0
