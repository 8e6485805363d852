"""Whether a file itself comes to a line, from its top, by functions and methods that it names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.branches import branches
from canifork.rules.calls import argument
from canifork.rules.names import Function, self_of
from canifork.rules.program import Program

MOST_CALLERS = 4  # functions from the top of a file to a line


def is_run(program: Program, node: ast.AST, left: int = MOST_CALLERS) -> bool:
    """Tell whether the file itself comes to a line: from its top, by functions that it names.

    A function that only others call may be called on one system only, which the file does not tell.
    """
    function = program.function(node)
    if function is None:
        return True
    uses = (one for one in program.callers(node) if left and _means(program, one, function))
    return any(_comes_to(program, node, function, one) and is_run(program, one, left - 1) for one in uses)


def _means(program: Program, use: ast.AST, function: Function) -> bool:
    """Tell whether a name surely means this function, or an attribute of an object this method."""
    scope = program.scopes[function].parent
    if scope is None or not isinstance(scope.node, ast.ClassDef):
        return isinstance(use, ast.Name) and function in program.scope(use).find(use.id)
    return isinstance(use, ast.Attribute) and scope.node in _classes(program, use.value)


def _classes(program: Program, thing: ast.expr) -> Iterator[ast.AST | None]:
    """Yield the classes of the file whose methods an object has, as far as the file tells."""
    made = program.value(thing)
    named = made.func if isinstance(made, ast.Call) else thing
    method = program.function(thing)
    own = isinstance(thing, ast.Name) and method is not None and thing.id == self_of(method)
    around = program.scopes[method].parent if own and method is not None else None
    found = around.node if around is not None else program.definition(named)
    yield found
    if isinstance(found, ast.ClassDef):
        yield from (program.definition(base) for base in found.bases)


def _comes_to(program: Program, node: ast.AST, function: Function, use: ast.AST) -> bool:
    """Tell whether a call comes to a line, as far as the constants that it hands over decide the tests."""
    call = program.parents[use]
    if not isinstance(call, ast.Call) or call.func is not use:
        return True  # it is handed to a thread, say
    for branch in branches(program, node):
        negated = isinstance(branch.test, ast.UnaryOp) and isinstance(branch.test.op, ast.Not)
        name = branch.test.operand if isinstance(branch.test, ast.UnaryOp) and negated else branch.test
        if isinstance(name, ast.Name) and program.function(name) is function:
            given = _given(function, call, name.id)
            if isinstance(given, ast.Constant) and (bool(given.value) is negated) is branch.side:
                return False
    return True


def _given(function: Function, call: ast.Call, name: str) -> ast.expr | None:
    """Return what a call gives for a parameter, or its default; None if it is none, or that is not told."""
    named = [*function.args.posonlyargs, *function.args.args]
    places = {one.arg: place for place, one in enumerate(named)}
    by_name = {
        one.arg: value for one, value in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    }
    if (name not in places and name not in by_name) or any(one.arg is None for one in call.keywords):
        return None
    bound = isinstance(call.func, ast.Attribute)  # then the first one is the object
    if (found := argument(call, name, places.get(name, len(named)) - bound)) is not None:
        return found
    defaults = dict(zip(reversed([one.arg for one in named]), reversed(function.args.defaults), strict=False))
    return (defaults | by_name).get(name)
