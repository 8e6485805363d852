"""Look for the patterns of all rules in programs, and ask the claims on which targets they hurt."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from canifork.claims.conditions import cuts
from canifork.errors import ProgramError
from canifork.model import Case
from canifork.rules.ignoring import ignored_lines
from canifork.rules.program import Program
from canifork.rules.question import Question
from canifork.rules.rule import Rule
from canifork.rules.targets import Target
from canifork.rules.where import where

OF_INTEREST = re.compile(
    r"multiprocessing|concurrent\.futures|threading|asyncio|subprocess|\bfork\b|forkpty|Queue\.(Empty|Full)"
)
"""What a program has to speak of before any rule can find something in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A line that behaves otherwise on some targets: which rule says so, what is there, where it hurts."""

    path: str
    line: int
    column: int
    rule: Rule
    what: str
    where: str
    truth: str
    docs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Say it in a sentence or two."""
        return f"{self.what}: {self.where}; {self.rule.advice}"


def read_tree(path: str, source: bytes) -> tuple[ast.Module, str]:
    """Parse a file, and decode it; ProgramError, a sentence with file and line, if that cannot be done."""
    try:
        tree = ast.parse(source, path)
        text = source.decode(_encoding(source), errors="replace")
    except SyntaxError as fault:
        raise ProgramError(f"{path}:{fault.lineno or 1}: cannot be parsed: {fault.msg}") from None
    except (ValueError, RecursionError, MemoryError, LookupError) as fault:
        raise ProgramError(f"{path}:1: cannot be parsed: {fault or type(fault).__name__}") from None
    return tree, text


def of_interest(source: str) -> bool:
    """Tell quickly whether a file can hold anything that a rule speaks of."""
    return OF_INTEREST.search(source) is not None


def check_file(
    path: str, source: bytes, rules: Iterable[Rule], cases: Mapping[str, Case], targets: Sequence[Target]
) -> list[Finding]:
    """Return the findings in a file; ProgramError if it cannot be parsed."""
    tree, text = read_tree(path, source)
    return check(Program(path, text, tree), rules, cases, targets) if of_interest(text) else []


def check(
    program: Program, rules: Iterable[Rule], cases: Mapping[str, Case], targets: Sequence[Target]
) -> list[Finding]:
    """Return the findings in a program, by line, without those that a comment there ignores."""
    ignored = ignored_lines(program.source)
    found: dict[tuple[int, str], Finding] = {}
    for rule in rules:
        for finding in _findings(program, rule, cases, targets):
            if not {"*", rule.claim, rule.code} & ignored.get(finding.line, frozenset()):
                found.setdefault((finding.line, rule.code), finding)
    return sorted(found.values(), key=lambda one: (one.line, one.column, one.rule.code))


def _findings(
    program: Program, rule: Rule, cases: Mapping[str, Case], targets: Sequence[Target]
) -> Iterator[Finding]:
    for spot in rule.find(program):
        question = Question(program=program, rule=rule, spot=spot, cases=cases)
        found = {target: question.hurts(target) for target in targets}
        hurt = {target: methods for target, methods in found.items() if methods is not None}
        if hurt:
            line, column = program.place(spot.node)
            case = cases[rule.claim]
            yield Finding(
                path=program.path, line=line, column=column, rule=rule, what=spot.what,
                where=where(hurt, targets, cuts(case.expect)), truth=case.truth, docs=case.docs,
            )  # fmt: skip


def _encoding(source: bytes) -> str:
    return tokenize.detect_encoding(io.BytesIO(source).readline)[0]
