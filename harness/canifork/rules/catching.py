"""Whether a program is ready for what goes wrong: it catches it, or a test expects it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.model import Row
from canifork.rules.program import Program

ALL = {"Exception", "BaseException"}
EXPECTING = ("suppress", "raises", "assertRaises", "assertRaisesRegex", "assertWarns", "warns")


def is_ready_for(program: Program, node: ast.AST, row: Row, more: frozenset[str]) -> bool:
    """Tell whether a line stands where what a claim foretells is caught, suppressed or expected."""
    foretold = {value for value in row.sees.values() if isinstance(value, str)} | more | ALL
    if row.raises:
        foretold.add(row.raises)
    return any(name in foretold for name in _caught(program, node))


def _caught(program: Program, node: ast.AST) -> Iterator[str]:
    """Yield the names of the exceptions that are caught around a node."""
    child = node
    for outer in program.above(node):
        if isinstance(outer, (ast.Try, ast.TryStar)) and child in outer.body:
            for handler in outer.handlers:
                yield from _names(handler.type) if handler.type is not None else ["BaseException"]
        elif isinstance(outer, (ast.With, ast.AsyncWith)) and child in outer.body:
            for item in outer.items:
                yield from _expected(item.context_expr)
        elif isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return
        child = outer


def _names(node: ast.expr) -> Iterator[str]:
    for one in node.elts if isinstance(node, ast.Tuple) else [node]:
        yield ast.unparse(one).rpartition(".")[2]


def _expected(manager: ast.expr) -> Iterator[str]:
    if isinstance(manager, ast.Call) and ast.unparse(manager.func).rpartition(".")[2] in EXPECTING:
        for one in manager.args:
            yield from _names(one)
