"""Read what programs look like that met a claim, and count which signs of it one shows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from canifork.programs.behaviour import HUNG, RAISED
from canifork.programs.grouping import Group

FILE = Path(__file__).with_name("signatures.toml")
MOST_RUNS = 12  # of a group that are searched
WORDS = {
    "hangs": "it does not end",
    "varies": "its output differs by itself",
    "output": "its output is another",
    "left": "it leaves processes running",
    "killed": "it is killed",
}
MESSAGE = 2  # signs that a message is worth: nothing else says it in so many words


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """The signs of one claim, as the first lines of signatures.toml say."""

    claim: str
    program: tuple[str, ...]
    exception: tuple[str, ...] = ()
    message: str = ""
    hangs: bool = False
    varies: bool = False
    output: bool = False
    left: bool = False
    killed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What a group shows beside its behaviour.

    `varies`: its output differs by itself; `output`: its output is not that of the group that it is
    compared with.
    """

    exceptions: frozenset[str]
    told: str
    hangs: bool
    varies: bool
    output: bool
    left: bool
    killed: bool


@cache
def signatures() -> tuple[Signature, ...]:
    """Return all signatures; TypeError for a key that there is not."""
    entries = tomllib.loads(FILE.read_text("utf-8"))["sign"]
    return tuple(Signature(**entry | {"exception": tuple(entry.get("exception", ()))}) for entry in entries)


def evidence_of(group: Group, *, varies: bool, output: bool) -> Evidence:
    """Gather what can be a sign from the runs of a group."""
    told = "\n".join(run.told for run in group.runs[:MOST_RUNS])
    return Evidence(
        exceptions=frozenset(RAISED.findall(told)) | {one.error for one in group.shown if one.error},
        told=told,
        hangs=any(one.ended == HUNG for one in group.shown),
        varies=varies,
        output=output,
        left=bool(group.behaviour.left),
        killed=any(one.ended.startswith("died") for one in group.shown),
    )


def signs(signature: Signature, evidence: Evidence, source: str) -> Mapping[str, bool] | None:
    """Return each sign and whether it is there, or None if the program is not of that kind."""
    if not source and not signature.message:
        return None  # a program that was not found: only what it says can tell
    if source and not all(re.search(part, source, re.MULTILINE) for part in signature.program):
        return None
    found = {}
    if signature.exception:
        names = sorted(evidence.exceptions & set(signature.exception))
        found[", ".join(names) or " or ".join(signature.exception)] = bool(names)
    if signature.message:
        seen = re.search(signature.message, evidence.told)
        found[f"the message “{seen[0]}”" if seen else "its message"] = bool(seen)
    for name, words in WORDS.items():
        if getattr(signature, name):
            found[words] = bool(getattr(evidence, name))
    return found


def weight(found: Mapping[str, bool], *, only: bool) -> int:
    """Return how much the signs are worth; `only` those that are there."""
    return sum(MESSAGE if "message" in sign else 1 for sign, there in found.items() if there or not only)
