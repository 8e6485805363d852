"""What several threads do to one variable without a lock."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import THREAD, Run, function_of, own_nodes, several, started
from canifork.rules.names import Function
from canifork.rules.patterns.pickling import is_generator
from canifork.rules.program import Program
from canifork.rules.rule import Spot

LOCKED = (ast.With, ast.AsyncWith)


def counter_without_lock(program: Program) -> Iterator[Spot]:
    """Find `n += 1` on a global in several threads that hold no lock."""
    for run, function, name, statement in _updates(program):
        if not any(isinstance(one, ast.Call) for one in ast.walk(statement.value)):
            what = f"`{ast.unparse(statement)}` in several threads"
            yield Spot(node=statement, passed=(run.call,), what=_with(name, function, what))


def call_between(program: Program) -> Iterator[Spot]:
    """Find `n = f(n)` on a global in several threads that hold no lock."""
    for run, function, name, statement in _updates(program):
        if _calls_after_reading(statement, name):
            what = f"`{ast.unparse(statement)}` in several threads, with a call in between,"
            yield Spot(node=statement, passed=(run.call,), what=_with(name, function, what))


def _with(name: str, function: Function, what: str) -> str:
    return f"{what} changes {name} without a lock in {getattr(function, 'name', 'a lambda')}"


def _updates(program: Program) -> Iterator[tuple[Run, Function, str, ast.AugAssign | ast.Assign]]:
    """Yield the statements that read a global and write it anew, in functions that several threads run."""
    seen: set[ast.AST] = set()
    for run in started(program, THREAD):
        function = function_of(program, run)
        if function is None or function in seen or not several(program, run) or _acquires(function):
            continue
        seen.add(function)
        for node in own_nodes(function):
            if not isinstance(node, (ast.AugAssign, ast.Assign)):
                continue
            name = _updated(node)
            locked = any(isinstance(outer, LOCKED) for outer in program.above(node))
            if name is not None and name in program.scopes[function].foreign and not locked:
                yield run, function, name, node


def _updated(statement: ast.AugAssign | ast.Assign) -> str | None:
    """Return the name that a statement such as `n += 1` or `n = f(n)` reads and writes."""
    targets = [statement.target] if isinstance(statement, ast.AugAssign) else statement.targets
    target = targets[0] if len(targets) == 1 else None
    if not isinstance(target, ast.Name):
        return None
    reads = (one.id for one in ast.walk(statement.value) if isinstance(one, ast.Name))
    return target.id if isinstance(statement, ast.AugAssign) or target.id in reads else None


def _calls_after_reading(statement: ast.AugAssign | ast.Assign, name: str) -> bool:
    """Tell whether a function is called when the variable has been read: `n = f(n)`, not `n = f() + n`."""
    ends = [one.end_col_offset or 0 for one in ast.walk(statement.value) if isinstance(one, ast.Call)]
    reads = [
        one.col_offset for one in ast.walk(statement.value) if isinstance(one, ast.Name) and one.id == name
    ]
    first = 0 if isinstance(statement, ast.AugAssign) else min(reads, default=0)
    return any(end > first for end in ends)


def _acquires(function: Function) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "acquire" for node in own_nodes(function))


def item_without_lock(program: Program) -> Iterator[Spot]:
    """Find `counts[key] += 1` on a global in several threads that hold no lock."""
    for run in started(program, THREAD):
        function = function_of(program, run)
        if function is None or not several(program, run) or _acquires(function):
            continue
        for node in own_nodes(function):
            locked = any(isinstance(outer, LOCKED) for outer in program.above(node))
            if isinstance(node, ast.AugAssign) and not locked and _is_global_item(program, node.target):
                what = f"`{ast.unparse(node)}` in several threads, without a lock"
                yield Spot(node=node, passed=(run.call,), what=what)


def _is_global_item(program: Program, target: ast.expr) -> bool:
    if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name):
        return False
    scope, name = program.scope(target), target.value.id
    return name not in scope.bound and name in scope.outermost.bound


def shared_generator(program: Program) -> Iterator[Spot]:
    """Find generators that are handed to several threads."""
    for run in started(program, THREAD):
        for given in run.given if several(program, run) else ():
            if isinstance(given, ast.Name) and is_generator(program, program.value(given)):
                what = f"the generator {given.id} is handed to several threads"
                yield Spot(node=run.call, what=what)
