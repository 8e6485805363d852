"""How calls say what is run in another process or thread, and with which arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from canifork.rules.names import FUNCTIONS, Function
from canifork.rules.program import Program

PROCESS, THREAD, POOL = "multiprocessing.Process", "threading.Thread", "multiprocessing.Pool"
EXECUTOR = "concurrent.futures.ProcessPoolExecutor"
APPLIED = tuple(f"{POOL}().{name}" for name in ("apply", "apply_async"))
MAPPED = tuple(
    f"{POOL}().{name}" for name in ("map", "map_async", "imap", "imap_unordered", "starmap", "starmap_async")
)
SUBMITTED = tuple(f"{EXECUTOR}().{name}" for name in ("submit", "map"))
PARTIAL = "functools.partial"
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A function that is handed to a process, thread or pool: the call, the function, its arguments.

    `named` are the arguments in order, as far as they are written there one by one.
    """

    call: ast.Call
    function: ast.expr
    given: tuple[ast.expr, ...]
    in_order: bool = True


def argument(call: ast.Call, name: str, place: int) -> ast.expr | None:
    """Return an argument that can be given by name or by place."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if place < len(call.args) and not any(isinstance(one, ast.Starred) for one in call.args):
        return call.args[place]
    return None


def started(program: Program, what: str) -> Iterator[Run]:
    """Yield what Process(target=...) or Thread(target=...) is to run; not what a class of one's own is."""
    for call in program.calls(what):
        target = argument(call, "target", 1)
        if target is None or isinstance(program.definition(call.func), ast.ClassDef):
            continue
        given, in_order = _listed(program, argument(call, "args", 3))
        named = argument(call, "kwargs", 4)
        values = tuple(named.values) if isinstance(named, ast.Dict) else ()
        yield _unwrap(program, Run(call=call, function=target, given=given + values, in_order=in_order))


def tasks(program: Program) -> Iterator[Run]:
    """Yield what is handed to a pool of processes, or to an executor."""
    for call in program.calls(*APPLIED):
        if (function := argument(call, "func", 0)) is not None:
            given, in_order = _listed(program, argument(call, "args", 1))
            yield _unwrap(program, Run(call=call, function=function, given=given, in_order=in_order))
    for call in program.calls(*MAPPED):
        if (function := argument(call, "func", 0)) is not None:
            each = argument(call, "iterable", 1)
            given = tuple(_parts(program, each)) if each is not None else ()
            yield _unwrap(program, Run(call=call, function=function, given=given, in_order=False))
    for call in program.calls(*SUBMITTED):
        if call.args and not isinstance(call.args[0], ast.Starred):
            mapped = isinstance(call.func, ast.Attribute) and call.func.attr == "map"
            given = tuple(call.args[1:])
            parts = tuple(p for one in given for p in _parts(program, one)) if mapped else given
            yield _unwrap(program, Run(call=call, function=call.args[0], given=parts, in_order=not mapped))


def function_of(program: Program, run: Run) -> Function | None:
    """Return the function that is run, if the file defines it."""
    found = program.definition(run.function)
    return found if isinstance(found, FUNCTIONS) else None


def parameters(program: Program, run: Run) -> Iterator[tuple[str, ast.expr]]:
    """Yield the name of each parameter, and the argument that it gets, where both are written down."""
    function = function_of(program, run)
    if function is None or not run.in_order:
        return
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(run.function, ast.Attribute):
        names = names[1:]
    yield from zip(names, run.given, strict=False)


def several(program: Program, run: Run) -> bool:
    """Tell whether the function is run more than once at a time: in a loop, or by several calls."""
    if any(isinstance(one, LOOPS) for one in program.above(run.call)):
        return True
    name, what = ast.unparse(run.function), PROCESS if run.call in program.calls(PROCESS) else THREAD
    return sum(ast.unparse(one.function) == name for one in started(program, what)) > 1


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of functions and classes inside it."""
    for child in ast.iter_child_nodes(function):
        yield child
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            yield from own_nodes(child)


def called_from(program: Program, function: Function) -> list[Function]:
    """Return a function, and those of the file that it calls, and so on."""
    found: list[Function] = [function]
    for one in found:
        for node in own_nodes(one):
            inner = program.definition(node.func) if isinstance(node, ast.Call) else None
            if isinstance(inner, FUNCTIONS) and inner not in found:
                found.append(inner)
    return found


def place_of(node: ast.AST) -> tuple[int, int]:
    """Return line and column, by which nodes of one function are put in order."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def true_constant(node: ast.expr | None) -> bool:
    """Tell whether an argument is the word True."""
    return isinstance(node, ast.Constant) and node.value is True


def _unwrap(program: Program, run: Run) -> Run:
    """Look into functools.partial."""
    made = program.value(run.function)
    kind = program.kind(made.func) if isinstance(made, ast.Call) and made.args else None
    if not isinstance(made, ast.Call) or kind is None or kind.name != PARTIAL:
        return run
    given = (*made.args[1:], *(one.value for one in made.keywords), *run.given)
    return Run(call=run.call, function=made.args[0], given=given, in_order=run.in_order and not made.keywords)


def _listed(program: Program, node: ast.expr | None) -> tuple[tuple[ast.expr, ...], bool]:
    """Return what a tuple of arguments holds, and whether that is all, in order."""
    listed = program.value(node)
    if isinstance(listed, (ast.Tuple, ast.List)):
        return tuple(listed.elts), not any(isinstance(one, ast.Starred) for one in listed.elts)
    return (), node is None


def _parts(program: Program, node: ast.expr) -> Iterator[ast.expr]:
    """Yield what a list of tasks is made of: [(1, q), (2, q)], [q] * 4, ((n, q) for n in numbers)."""
    value = program.value(node)
    if isinstance(value, (ast.List, ast.Tuple)):
        for one in value.elts:
            yield from _parts(program, one) if isinstance(one, (ast.Tuple, ast.List)) else [one]
    elif isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        yield from _parts(program, value.elt) if isinstance(value.elt, ast.Tuple) else [value.elt]
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        yield from _parts(program, value.left)
