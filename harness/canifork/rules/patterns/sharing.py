"""What a child has of its parent's memory, and the parent of its child's."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import (
    POOL,
    PROCESS,
    Run,
    called_from,
    function_of,
    own_nodes,
    parameters,
    place_of,
    started,
    tasks,
)
from canifork.rules.names import Function
from canifork.rules.places import only_in_main
from canifork.rules.program import Program
from canifork.rules.rule import Spot

CHANGING = {"append", "extend", "insert", "add", "update", "setdefault", "remove", "clear", "pop"}
PLAIN = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
PLAIN_KINDS = {"builtins.list()", "builtins.dict()", "builtins.set()", "collections.deque()",
               "collections.defaultdict()", "collections.Counter()"}  # fmt: skip


def global_set_under_guard(program: Program) -> Iterator[Spot]:
    """Find globals that a child reads and only its parent has set, under the guard or in a function."""
    for run in (*started(program, PROCESS), *tasks(program)):
        if (function := function_of(program, run)) is None or isinstance(function, ast.Lambda):
            continue
        for name, read in globals_read(program, function).items():
            binders = list(_binders(program, name))
            late = [one for one in binders if _set_by_parent(program, one, run)]
            if late and (len(late) == len(binders) or _set_again(program, binders, late)):
                line = place_of(late[-1])[0]
                what = f"the child reads the global {name}, which the parent sets in line {line}"
                yield Spot(node=read, passed=(run.call,), starter=run.call.func, what=what)


def _set_again(program: Program, binders: list[ast.AST], late: list[ast.AST]) -> bool:
    """Tell whether all others of the binders are at the top of the module."""
    return all(one in late or program.function(one) is None for one in binders)


def globals_read(program: Program, function: Function) -> dict[str, ast.Name]:
    """Return the names of the module that a function, and what it calls, reads: the first place of each."""
    found: dict[str, ast.Name] = {}
    for one in called_from(program, function):
        bound = program.scopes[one].bound
        for node in own_nodes(one):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in bound:
                scope = program.scope(node)
                if scope.find(node.id) and scope.find(node.id) is scope.outermost.bound.get(node.id):
                    found.setdefault(node.id, node)
    return found


def _binders(program: Program, name: str) -> Iterator[ast.AST]:
    """Yield what binds or changes a name of the module: assignments, imports, definitions."""
    for node in program.all(ast.Name):
        of_module = program.function(node) is None or name in program.scope(node).foreign
        if node.id == name and ((_stored(node) and of_module) or _is_changed(program, node)):
            yield node
    for kind in (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
        found = (one for one in program.all(kind) if one.name == name)  # type: ignore[attr-defined]
        yield from (one for one in found if program.function(one) is None)
    for alias in program.all(ast.alias):
        if (alias.asname or alias.name.partition(".")[0]) == name and program.function(alias) is None:
            yield alias


def _set_by_parent(program: Program, binder: ast.AST, run: Run) -> bool:
    """Tell whether a name is set in what only the parent runs, before the child is started."""
    function = program.function(binder)
    if function is not None:
        return function is program.function(run.call) and place_of(binder) < place_of(run.call)
    return only_in_main(program, binder) and (
        program.function(run.call) is not None or place_of(binder) < place_of(run.call)
    )


def changes_come_back(program: Program) -> Iterator[Spot]:
    """Find lists and globals that a child changes, and of which the parent reads its own copy."""
    for run in (*started(program, PROCESS), *tasks(program)):
        if (function := function_of(program, run)) is None or isinstance(function, ast.Lambda):
            continue
        changed = {name for one in called_from(program, function) for name in _changed(program, one)}
        changed |= {
            given.id
            for name, given in parameters(program, run)
            if isinstance(given, ast.Name) and name in _mutated(program, function) and _plain(program, given)
        }
        for name in changed:
            if (read := _read_after(program, name, run)) is not None:
                what = f"{name} is changed by the child, in its copy; here is the parent's"
                yield Spot(node=read, passed=(run.call,), starter=run.call.func, what=what)


def _changed(program: Program, function: Function) -> Iterator[str]:
    """Yield the globals that a function changes."""
    scope = program.scopes[function]
    names = (node.id for node in own_nodes(function) if isinstance(node, ast.Name) and _stored(node))
    yield from (name for name in names if name in scope.foreign)
    for name in _mutated(program, function) - set(scope.bound):
        bound = scope.outermost.bound.get(name, [])
        if len(bound) == 1 and isinstance(bound[0], ast.expr) and _is_plain(program, bound[0]):
            yield name


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _mutated(program: Program, function: Function) -> set[str]:
    """Return the names whose values a function changes."""
    names = (node for node in own_nodes(function) if isinstance(node, ast.Name))
    return {node.id for node in names if _is_changed(program, node)}


def _is_changed(program: Program, name: ast.Name) -> bool:
    """Tell whether the value of a name is changed here: `name[key] = value`, `name.append(value)`."""
    outer = program.parents[name]
    if isinstance(outer, ast.Subscript):
        return isinstance(outer.ctx, ast.Store) and outer.value is name
    called = isinstance(outer, ast.Attribute) and isinstance(program.parents[outer], ast.Call)
    return called and isinstance(outer, ast.Attribute) and outer.attr in CHANGING


def _plain(program: Program, node: ast.expr) -> bool:
    value = program.value(node)
    return value is not None and _is_plain(program, value)


def _is_plain(program: Program, value: ast.expr) -> bool:
    """Tell whether a value is a list or the like, of this process alone."""
    if isinstance(value, PLAIN):
        return True
    kind = program.kind(value)
    return kind is not None and kind.name in PLAIN_KINDS


def _read_after(program: Program, name: str, run: Run) -> ast.Name | None:
    """Return where the parent reads a name after it has started the child, and not bound it again."""
    function = program.function(run.call)
    last = max([place_of(run.call), *(place_of(one) for one in _starts(program, function))])
    for node in sorted(_names(program, name, function), key=place_of):
        if place_of(node) > last:
            return node if isinstance(node.ctx, ast.Load) and not _is_argument(program, node) else None
    return None


def _starts(program: Program, function: Function | None) -> Iterator[ast.Call]:
    names = (f"{PROCESS}().start", PROCESS, POOL, f"{POOL}().map", f"{POOL}().apply_async")
    yield from (call for call in program.calls(*names) if program.function(call) is function)


def _names(program: Program, name: str, function: Function | None) -> Iterator[ast.Name]:
    nodes = own_nodes(program.tree if function is None else function)
    yield from (node for node in nodes if isinstance(node, ast.Name) and node.id == name)


def _is_argument(program: Program, node: ast.AST) -> bool:
    """Tell whether a name is given on to another process."""
    return any(
        isinstance(one, ast.Call) and (kind := program.kind(one.func)) is not None and kind.name == PROCESS
        for one in program.above(node)
    )
