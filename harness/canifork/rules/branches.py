"""The tests that stand before a line of a program: of `if`, of `assert`, of a decorator that skips."""

from __future__ import annotations

import ast
import functools
import itertools
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass

from canifork.rules.program import Program

SPEAKS = re.compile(
    r"platform|win(32|64|dows)|\bwin\b|is_?win|on_?win|posix|unix|linux|darwin|mac_?os|\bosx|is_?mac|fork|"
    r"spawn|os\.name|version_info|hexversion|\bpy_?[23]\d*\b|start_method|\bnt\b|emscripten|wasm|free.?thread"
    r"|\bgil|pypy|hasattr|getattr|SIG[A-Z]|requires?_|skip|parent_process|current_process|__name__"
    r"|\bwhich\(|bin_path|find_executable|get_config_var",
    re.IGNORECASE,
)
"""What a test says that may be about the system, and what is installed there.

Where that cannot be worked out, nothing is reported.
"""

LEAVING = ("sys.exit", "os._exit", "builtins.exit", "builtins.quit", "pytest.skip")


@dataclass(frozen=True, slots=True)
class Branch:
    """A test, the side of it on which a line lies, and whether it may be about the system."""

    test: ast.expr
    side: bool
    of_systems: bool


def branches(program: Program, node: ast.AST) -> list[Branch]:
    """Return the tests that stand before a node, the innermost first."""
    if node not in program.branches:
        found = [Branch(test, side, _speaks(program, test)) for test, side in _tests(program, node)]
        program.branches[node] = found
    return program.branches[node]


def _speaks(program: Program, test: ast.expr) -> bool:
    """Tell whether a test may be about the system: by its words, or those of what its names stand for."""
    if SPEAKS.search(ast.unparse(test)):
        return True
    values = (program.value(one) for one in ast.walk(test) if isinstance(one, ast.Name))
    return any(value is not None and SPEAKS.search(ast.unparse(value)) for value in values)


def _tests(program: Program, node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the tests that stand before a node, each with the side on which the node lies."""
    child = node
    for outer in program.above(node):
        if isinstance(outer, (ast.If, ast.IfExp, ast.While)) and child is not outer.test:
            inside = outer.body if isinstance(outer.body, list) else [outer.body]
            yield outer.test, child in inside
        elif isinstance(outer, ast.BoolOp):
            before = itertools.takewhile(functools.partial(operator.is_not, child), outer.values)
            yield from ((value, isinstance(outer.op, ast.And)) for value in before)
        for decorator in getattr(outer, "decorator_list", []):
            if SPEAKS.search(ast.unparse(decorator)):
                yield decorator, True  # what a decorator makes of it is not known
        yield from _left_before(program, outer, child)
        child = outer


def _left_before(program: Program, outer: ast.AST, child: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """Yield the tests before a statement, in its block, that leave the block."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(outer, field, None)
        if isinstance(block, list) and child in block:
            for statement in block[: block.index(child)]:
                if isinstance(statement, ast.Assert):
                    yield statement.test, True
                elif isinstance(statement, ast.If) and leaves(program, statement.body):
                    yield statement.test, False


def leaves(program: Program, block: list[ast.stmt]) -> bool:
    """Tell whether a block ends in leaving what is around it."""
    last = block[-1]
    if isinstance(last, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
        return True
    if not isinstance(last, ast.Expr) or not isinstance(last.value, ast.Call):
        return False
    kind = program.kind(last.value.func)
    return kind is not None and kind.name in LEAVING
