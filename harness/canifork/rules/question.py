"""Ask the claim of a rule whether what was found in a program hurts on a target."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canifork.claims.conditions import first_fit
from canifork.model import Case, Row
from canifork.rules.calls import argument
from canifork.rules.catching import is_ready_for
from canifork.rules.places import Place, comes_to, may_come_to
from canifork.rules.program import Program
from canifork.rules.rule import Rule, Spot, says
from canifork.rules.targets import Target

SET_METHOD = "multiprocessing.set_start_method"
DEFAULT = "default"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was found where in a program, by which rule, and who can be asked about it."""

    program: Program
    rule: Rule
    spot: Spot
    cases: Mapping[str, Case]

    def hurts(self, target: Target) -> frozenset[str] | None:
        """Return the start methods under which a target gives the answer that hurts: all that it may be.

        None if it does not hurt; no method where another one would not help.
        """
        methods = self._methods(target)
        if not methods or not all(self._hurts_under(target, one) for one in methods):
            return None
        case = self.cases[self.rule.claim]
        others = [_row(case, target, one) for one in case.start_methods if one not in methods]
        matters = any(row is not None and not self._says(row) for row in others)
        return frozenset(methods if matters else ())

    def _hurts_under(self, target: Target, method: str) -> bool:
        row = _row(self.cases[self.rule.claim], target, method)
        if row is None or not self._says(row) or not self._also(target, method):
            return False
        place = Place(facts=target.facts, start_method=method, name=self.spot.module)
        if is_ready_for(self.program, self.spot.node, row, self.rule.caught):
            return False
        return all(comes_to(self.program, node, place) for node in (self.spot.node, *self.spot.passed))

    def _says(self, row: Row) -> bool:
        return any(says(row, answer) for answer in self.rule.hurts)

    def _also(self, target: Target, method: str) -> bool:
        rows = ((_row(self.cases[claim], target, method), answer) for claim, answer in self.rule.also.items())
        return all(row is not None and says(row, answer) for row, answer in rows)

    def _methods(self, target: Target) -> Sequence[str]:
        """Return the start methods that may be in use here: what the program asks for, or the default."""
        if self.spot.methods is not None:
            return [one for one in target.methods if one in self.spot.methods]
        starter = self.spot.starter
        kind = self.program.kind(starter) if starter is not None else None
        chosen = [_constant(call) for call in kind.contexts] if kind else []
        asked = chosen or self._set_by_program(target)
        if None in asked:
            return target.methods  # one is asked for, but not to be seen which
        named = {target.start_method if one == DEFAULT else one for one in asked or [DEFAULT]}
        return [one for one in target.methods if one in named]

    def _set_by_program(self, target: Target) -> list[str | None]:
        """Return what set_start_method is called with, wherever a target comes to that."""
        place = Place(facts=target.facts, start_method=target.start_method)
        calls = self.program.calls(SET_METHOD)
        surely = [one for one in calls if comes_to(self.program, one, place)]
        perhaps = any(may_come_to(self.program, one, place) for one in calls)
        return [_constant(one) for one in surely] or [None] * perhaps


def _row(case: Case, target: Target, method: str) -> Row | None:
    """Return what a claim expects of a target; None where the question has no meaning."""
    can = target.facts["capabilities"]
    if not all(can[need] for need in case.needs):
        return None
    return first_fit(case.expect, target.facts, method if case.start_methods else None)


def _constant(call: ast.Call) -> str | None:
    """Return the start method that a call names; DEFAULT if it names none, None if that is not to be seen."""
    method = argument(call, "method", 0)
    if method is None:
        return DEFAULT
    if isinstance(method, ast.Constant):
        return method.value if isinstance(method.value, str) else DEFAULT
    return None
