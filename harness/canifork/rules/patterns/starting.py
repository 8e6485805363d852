"""What a program starts while it is imported, or twice, or where it may not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePath

from canifork.rules.calls import (
    EXECUTOR,
    POOL,
    PROCESS,
    argument,
    called_from,
    function_of,
    own_nodes,
    place_of,
    started,
    tasks,
    true_constant,
)
from canifork.rules.names import Function
from canifork.rules.places import CHILD
from canifork.rules.program import Program
from canifork.rules.rule import Spot

STARTS = (f"{PROCESS}().start", f"{EXECUTOR}().submit", f"{EXECUTOR}().map")
MANAGERS = ("BaseManager", "SyncManager", "SharedMemoryManager")
MANAGER_STARTS = (
    "multiprocessing.Manager",
    *(f"multiprocessing.managers.{name}().start" for name in MANAGERS),
)
SET_METHOD = "multiprocessing.set_start_method"
ASKING = ("builtins.input", "builtins.breakpoint", "pdb.set_trace")
STDIN = "<stdin>"
MOST_CALLS = 4  # functions between the module's top and what is started
BARRED = (PROCESS + "().start", POOL, "multiprocessing.Manager", *STARTS[1:])


def process_without_guard(program: Program) -> Iterator[Spot]:
    """Find processes, and executors' tasks, that are started while the main file is imported."""
    yield from _without_guard(program, STARTS, "a process is started")


def pool_without_guard(program: Program) -> Iterator[Spot]:
    """Find pools that are made while the main file is imported."""
    yield from _without_guard(program, (POOL,), "a pool of processes is made")


def manager_without_guard(program: Program) -> Iterator[Spot]:
    """Find managers that are started while the main file is imported."""
    yield from _without_guard(program, MANAGER_STARTS, "a manager is started")


def _without_guard(program: Program, names: tuple[str, ...], what: str) -> Iterator[Spot]:
    if PurePath(program.path).name == "__main__.py":  # children do not import it again
        return
    for call in program.calls(*names):
        for path in at_import(program, call):
            where = f" by {ast.unparse(path[0])[:40]}" if len(path) > 1 else ""
            yield Spot(
                node=path[0], passed=path[1:], starter=call.func, module=CHILD,
                what=f"{what}{where} without `if __name__ == '__main__':`",
            )  # fmt: skip


def at_import(program: Program, node: ast.AST, left: int = MOST_CALLS) -> Iterator[tuple[ast.AST, ...]]:
    """Yield the ways to a node while the file is imported: calls of its functions, and the node."""
    function = program.function(node)
    if function is None:
        yield (node,)
    elif left and isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and _plain(function):
        for call in _calls_of(program, function):
            for path in at_import(program, call, left - 1):
                yield (*path, node)


def _plain(function: Function) -> bool:
    """Tell whether a call of the function runs it: no decorator, and no generator."""
    yields = any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own_nodes(function))
    return not yields and not getattr(function, "decorator_list", [])


def _calls_of(program: Program, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.Call]:
    for node in program.all(ast.Call):
        named = isinstance(node.func, ast.Name) and node.func.id == function.name
        if named and program.definition(node.func) is function and _is_run(program, function, node):
            yield node


def _is_run(program: Program, function: ast.AST, call: ast.Call) -> bool:
    """Tell whether the call of a coroutine function is awaited, or handed to asyncio.run."""
    if isinstance(function, ast.FunctionDef):
        return True
    outer = program.parents[call]
    return isinstance(outer, ast.Await) or outer in program.calls("asyncio.run")


def program_without_file(program: Program) -> Iterator[Spot]:
    """Find what a program starts that comes from standard input, which no child can import."""
    if program.path == STDIN:
        for call in program.calls(*STARTS, POOL, *MANAGER_STARTS):
            yield Spot(node=call, starter=call.func, what="processes are started by a program without a file")


def method_set_at_import(program: Program) -> Iterator[Spot]:
    """Find calls of set_start_method while the main file is imported, which children do again."""
    for call in program.calls(SET_METHOD):
        method = _method(call)
        if method is None or program.function(call) is not None or _forced(call):
            continue
        yield Spot(
            node=call, methods=frozenset({method}), module=CHILD,
            what=f"set_start_method({method!r}) outside of `if __name__ == '__main__':`",
        )  # fmt: skip


def method_set_twice(program: Program) -> Iterator[Spot]:
    """Find second calls of set_start_method in one block."""
    seen: dict[tuple[ast.AST, str], ast.Call] = {}
    for call in sorted((one for one in program.calls(SET_METHOD) if not _forced(one)), key=place_of):
        statement = program.parents[call]
        block = program.block(statement)
        if block is not None and (first := seen.setdefault(block, call)) is not call:
            yield Spot(node=call, passed=(first,), what="set_start_method is called a second time")


def _method(call: ast.Call) -> str | None:
    method = argument(call, "method", 0)
    return method.value if isinstance(method, ast.Constant) and isinstance(method.value, str) else None


def _forced(call: ast.Call) -> bool:
    return argument(call, "force", 1) is not None


def daemon_with_children(program: Program) -> Iterator[Spot]:
    """Find daemonic processes that start processes of their own."""
    for run in started(program, PROCESS):
        if true_constant(argument(run.call, "daemon", 5)) and (function := function_of(program, run)):
            for call in _barred(program, function):
                yield Spot(
                    node=call, starter=run.call.func,
                    what=f"{ast.unparse(run.function)} is run as a daemon, and starts processes",
                )  # fmt: skip


def nested_pool(program: Program) -> Iterator[Spot]:
    """Find tasks of a pool that start processes, or make a pool."""
    for run in tasks(program):
        function = function_of(program, run)
        if function is None or run.call in program.calls(f"{EXECUTOR}().submit", f"{EXECUTOR}().map"):
            continue
        for call in _barred(program, function):
            what = f"{ast.unparse(run.function)} is a pool's task, and starts processes itself"
            yield Spot(node=call, starter=run.call.func, what=what)


def _barred(program: Program, function: Function) -> Iterator[ast.Call]:
    yield from (call for call in program.calls(*BARRED) if program.function(call) is function)


def input_in_child(program: Program) -> Iterator[Spot]:
    """Find children that read standard input, or wait for a debugger's commands."""
    for run in (*started(program, PROCESS), *tasks(program)):
        function = function_of(program, run)
        for one in called_from(program, function) if function is not None else []:
            nodes = set(own_nodes(one))
            for call in program.calls(*ASKING):
                if call in nodes:
                    what = f"{ast.unparse(call.func)}() in a child, which has no standard input"
                    yield Spot(node=call, passed=(run.call,), starter=run.call.func, what=what)


def started_at_exit(program: Program) -> Iterator[Spot]:
    """Find functions for the program's end that start processes of the program's functions."""
    for call in program.calls("atexit.register"):
        function = program.definition(call.args[0]) if call.args else None
        for run in started(program, PROCESS):
            target = function_of(program, run)
            if function is not None and program.function(run.call) is function and target is not None:
                what = f"{ast.unparse(call.args[0])} starts a process when the program ends"
                yield Spot(node=run.call, passed=(call,), starter=run.call.func, what=what)
