"""What a rule is: a pattern in a program, the claim that knows where it hurts, and what to do instead."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from canifork.model import Row
from canifork.rules.program import Program

Answer: TypeAlias = Mapping[str, Any]


class Level(StrEnum):
    """How bad it is: the program fails, may do the wrong thing, or does another thing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A place where a pattern was found.

    `node` is where it is reported, `passed` what else has to be run for it.  `starter` is the
    expression whose context tells the start method; `methods` names the methods instead.
    `module`: under which name the file is run there; in a child it is "__mp_main__".
    """

    node: ast.AST
    what: str
    passed: tuple[ast.AST, ...] = ()
    starter: ast.expr | None = None
    methods: frozenset[str] | None = None
    module: str = "__main__"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A pattern, the claim that tells where it hurts, and the answers that hurt.

    `also`: further claims, with the answer that each of them has to give there too.
    `caught`: exceptions that a program can be ready for, beside those that the claim names.
    """

    code: str
    claim: str
    hurts: tuple[Answer, ...]
    title: str
    advice: str
    find: Callable[[Program], Iterable[Spot]]
    level: Level = Level.ERROR
    also: Mapping[str, Answer] = field(default_factory=dict)
    caught: frozenset[str] = frozenset()


def says(row: Row, answer: Answer) -> bool:
    """Tell whether a row of a claim foretells this answer, or that it may come; hung and raised count too."""
    if row.hung or row.died or row.raises:
        return True
    return all(
        row.sees[key] == value if key in row.sees else value in row.may_see.get(key, ())
        for key, value in answer.items()
    )
