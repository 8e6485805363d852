"""Pools: how many workers, and what ends them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import (
    APPLIED,
    EXECUTOR,
    MAPPED,
    POOL,
    argument,
    called_from,
    function_of,
    own_nodes,
    tasks,
)
from canifork.rules.names import Function
from canifork.rules.program import Program
from canifork.rules.rule import Spot

MOST_WORKERS = 62  # and one more thing is waited for: Windows lets Python wait for 63
CPU_COUNTS = ("os.cpu_count()", "multiprocessing.cpu_count()")
DEATHS = ("os._exit", "os.abort")


def many_workers(program: Program) -> Iterator[Spot]:
    """Find pools with more workers than Windows lets a thread wait for."""
    for call in program.calls(POOL):
        size = program.value(argument(call, "processes", 0))
        if isinstance(size, ast.Constant) and isinstance(size.value, int) and size.value > MOST_WORKERS:
            yield Spot(node=call, starter=call.func, what=f"a pool of {size.value} workers")


def counts_all_cpus(program: Program) -> Iterator[Spot]:
    """Find pools that are as large as the machine, not as this process may use of it."""
    for call in program.calls(POOL, EXECUTOR):
        size = argument(call, "processes" if call in program.calls(POOL) else "max_workers", 0)
        value = program.value(size)
        kind = program.kind(value) if value is not None else None
        if kind is not None and kind.name in CPU_COUNTS:
            what = f"{ast.unparse(value)} counts CPUs that this process may not use"  # type: ignore[arg-type]
            yield Spot(node=call, starter=call.func, what=what)


def joined_while_open(program: Program) -> Iterator[Spot]:
    """Find calls of Pool.join() where nothing closes or terminates the pool."""
    for call in program.calls(f"{POOL}().join"):
        if not isinstance(call.func, ast.Attribute):
            continue
        pool = ast.unparse(call.func.value)
        ended = [one for one in program.calls(f"{POOL}().close", f"{POOL}().terminate") if _of(one, pool)]
        entered = any(_enters(one, pool) for one in program.all(ast.withitem))
        if not ended and not entered and pool.isidentifier() and not _passed(program, call.func.value):
            yield Spot(node=call, starter=call.func, what=f"{pool}.join() before {pool}.close()")


def _of(call: ast.Call, pool: str) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == pool


def _enters(item: ast.withitem, pool: str) -> bool:
    names = (item.optional_vars, item.context_expr)
    return any(one is not None and ast.unparse(one) == pool for one in names)


def _passed(program: Program, pool: ast.expr) -> bool:
    """Tell whether a pool is handed to somebody, who may close it."""
    name = ast.unparse(pool)
    given = (one for node in program.all(ast.Call) for one in (*node.args, *node.keywords))
    return any(isinstance(one, ast.Name) and name == one.id for one in given)


def killed_worker(program: Program) -> Iterator[Spot]:
    """Find tasks that end the worker of the pool that does them."""
    for run in tasks(program):
        function = function_of(program, run)
        if function is None or run.call not in program.calls(*APPLIED, *MAPPED):
            continue
        for call in _deaths(program, function):
            what = f"{ast.unparse(call.func)} ends the worker, and its task is never done"
            yield Spot(node=call, passed=(run.call,), starter=run.call.func, what=what)


def _deaths(program: Program, function: Function) -> Iterator[ast.Call]:
    for one in called_from(program, function):
        nodes = set(own_nodes(one))
        yield from (call for call in program.calls(*DEATHS) if call in nodes)
        for call in program.calls("os.kill"):
            if call in nodes and call.args and ast.unparse(call.args[0]).endswith("getpid()"):
                yield call


def exception_cannot_return(program: Program) -> Iterator[Spot]:
    """Find exceptions, raised in a task, that pickle cannot make again: __init__ wants more."""
    for run in tasks(program):
        for node, made in _raised(program, function_of(program, run)):
            if _cannot_be_made_again(made):
                what = f"{made.name}, raised in a task, cannot be unpickled: __init__ hands on too little"
                yield Spot(node=node, passed=(run.call,), starter=run.call.func, what=what)


def _raised(program: Program, function: Function | None) -> Iterator[tuple[ast.Raise, ast.ClassDef]]:
    """Yield where a function, or what it calls, raises an exception that the file defines."""
    for one in called_from(program, function) if function is not None else []:
        for node in own_nodes(one):
            raised = node.exc if isinstance(node, ast.Raise) else None
            made = program.definition(raised.func) if isinstance(raised, ast.Call) else None
            if isinstance(node, ast.Raise) and isinstance(made, ast.ClassDef):
                yield node, made


def _cannot_be_made_again(made: ast.ClassDef) -> bool:
    """Tell whether __init__ needs more arguments than it hands to Exception's, which pickle keeps."""
    defined = {one.name: one for one in made.body if isinstance(one, ast.FunctionDef)}
    init = defined.get("__init__")
    plain = [ast.unparse(base) for base in made.bases] in (["Exception"], ["ValueError"], ["RuntimeError"])
    if init is None or not plain or {"__reduce__", "__reduce_ex__", "__new__"} & set(defined):
        return False
    needed = len(init.args.args) - 1 - len(init.args.defaults)
    needed_by_name = [one for one in init.args.kw_defaults if one is None]
    passed = [_passed_on(node) for node in ast.walk(init) if _is_super_init(node)]
    sets_args = any(isinstance(node, ast.Attribute) and node.attr == "args" for node in ast.walk(init))
    if len(passed) != 1 or sets_args or init.args.vararg or passed[0] is None:
        return False
    return passed[0] < needed or bool(needed_by_name)


def _is_super_init(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"
    )


def _passed_on(call: ast.AST) -> int | None:
    """Return how many arguments are handed on; None if that is not written down."""
    if not isinstance(call, ast.Call) or any(isinstance(one, ast.Starred) for one in call.args):
        return None
    explicit = isinstance(call.func, ast.Attribute) and not isinstance(call.func.value, ast.Call)
    return len(call.args) - explicit  # Exception.__init__(self, text)


def limited_tasks(program: Program) -> Iterator[Spot]:
    """Find executors whose workers leave after some tasks; they are spawned, if nothing is said."""
    for call in program.calls(EXECUTOR):
        words = {one.arg: one.value for one in call.keywords}
        limit = words.get("max_tasks_per_child")
        if limit is None or (isinstance(limit, ast.Constant) and limit.value is None):
            continue
        given = words.get("mp_context")
        methods = frozenset({"spawn"}) if given is None else None
        yield Spot(node=call, starter=given, methods=methods, what="an executor with max_tasks_per_child")
