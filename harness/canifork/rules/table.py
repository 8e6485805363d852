"""The table of rules: rules.toml, with the functions that find what it names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from canifork.errors import TargetError
from canifork.model import Case
from canifork.rules.patterns import (
    coroutines,
    forking,
    inheriting,
    managing,
    pickling,
    pools,
    programs,
    queues,
    racing,
    sharing,
    starting,
)
from canifork.rules.rule import Level, Rule
from canifork.rules.targets import DEFAULT_METHOD, FORK

FILE = Path(__file__).with_name("rules.toml")
PATTERNS: tuple[ModuleType, ...] = (
    coroutines, forking, inheriting, managing, pickling, pools, programs, queues, racing, sharing, starting,
)  # fmt: skip


def _rules() -> Iterator[Rule]:
    found = {name: value for one in PATTERNS for name, value in _functions(one)}
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"]:
        yield _rule(row, found)


def _functions(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the functions of a module as rules.toml names them: 'starting.pool_without_guard'."""
    name = module.__name__.rpartition(".")[2]
    yield from ((f"{name}.{key}", value) for key, value in vars(module).items() if callable(value))


def _rule(row: dict[str, Any], found: Mapping[str, Any]) -> Rule:
    """Make a rule of a row; a key that there is not, or a function, is an error at once."""
    return Rule(
        **row | {
            "hurts": tuple(row["hurts"]),
            "find": found[row["find"]],
            "level": Level(row.get("level", Level.ERROR)),
            "caught": frozenset(row.get("caught", ())),
        }
    )  # fmt: skip


RULES = tuple(_rules())
"""Every rule, in the order of its code."""


def asked(cases: Mapping[str, Case], rules: Iterable[Rule] = RULES) -> dict[str, Case]:
    """Return the cases that rules and targets ask; TargetError if one is missing."""
    names = {FORK, DEFAULT_METHOD} | {name for rule in rules for name in (rule.claim, *rule.also)}
    missing = sorted(names - set(cases))
    if missing:
        raise TargetError(f"there is no case {missing[0]}, of which rules ask; leave --root out")
    return {name: cases[name] for name in sorted(names)}
