"""Queues and shared values between processes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from canifork.rules.calls import (
    EXECUTOR,
    POOL,
    PROCESS,
    Run,
    argument,
    called_from,
    function_of,
    own_nodes,
    parameters,
    place_of,
    several,
    started,
)
from canifork.rules.names import Function
from canifork.rules.patterns.pickling import UNPICKLABLE
from canifork.rules.program import Program
from canifork.rules.rule import Spot

QUEUES = ("multiprocessing.Queue()", "multiprocessing.JoinableQueue()")
VALUE = "multiprocessing.Value()"
LOCKED = (ast.With, ast.AsyncWith)
SHARED_MEMORY = "multiprocessing.shared_memory.SharedMemory"


def join_before_get(program: Program) -> Iterator[Spot]:
    """Find processes that are joined before the queue is read that they fill."""
    for run in started(program, PROCESS):
        for queue in _filled(program, run):
            scope = program.function(run.call)
            gets = _within(program, scope, _method_calls(program, queue, "get"))
            joins = _within(program, scope, program.calls(f"{PROCESS}().join"))
            joins = [one for one in joins if place_of(one) > place_of(run.call) and not _waits_a_while(one)]
            if not gets or not joins or place_of(gets[0]) < place_of(joins[0]):
                continue
            if not _read_elsewhere(program, scope):
                what = f"a process that puts into {queue.id} is joined before {queue.id} is read"
                yield Spot(node=joins[0], passed=(run.call, gets[0]), starter=run.call.func, what=what)


def _within(program: Program, scope: Function | None, calls: Iterable[ast.Call]) -> list[ast.Call]:
    return sorted((one for one in calls if program.function(one) is scope), key=place_of)


def _waits_a_while(join: ast.Call) -> bool:
    return bool(join.args or join.keywords)


def _filled(program: Program, run: Run) -> Iterator[ast.Name]:
    """Yield the queues into which the process puts something."""
    function = function_of(program, run)
    if function is None:
        return
    given = [(name, value) for name, value in parameters(program, run) if _is(program, value, QUEUES)]
    for name, value in given:
        if isinstance(value, ast.Name) and any(
            _calls_method(node, name, "put") for node in own_nodes(function)
        ):
            yield value


def _is(program: Program, node: ast.expr, kinds: tuple[str, ...]) -> bool:
    kind = program.kind(node)
    return kind is not None and kind.name in kinds


def _calls_method(node: ast.AST, name: str, method: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == name
    )


def _method_calls(program: Program, name: ast.Name, method: str) -> list[ast.Call]:
    return [
        call
        for call in program.calls(*(f"{kind}.{method}" for kind in QUEUES))
        if _calls_method(call, name.id, method)
    ]


def _read_elsewhere(program: Program, scope: Function | None) -> bool:
    """Tell whether anything else may read the queue."""
    reads = (node for node in program.all(ast.Attribute) if node.attr in {"get", "get_nowait"})
    return any(program.function(node) is not scope for node in reads)


def size_asked(program: Program) -> Iterator[Spot]:
    """Find queues of multiprocessing whose size is asked for."""
    for call in program.calls(*(f"{kind}.qsize" for kind in QUEUES)):
        yield Spot(node=call, starter=call.func, what=f"{ast.unparse(call)} asks for a queue's size")


def value_without_lock(program: Program) -> Iterator[Spot]:
    """Find `value.value += 1` in several processes that hold no lock."""
    for run in started(program, PROCESS):
        function = function_of(program, run)
        if function is None or not several(program, run):
            continue
        names = {name for name, value in parameters(program, run) if _is(program, value, (VALUE,))}
        for one in called_from(program, function):
            for node in _unlocked(program, one, names if one is function else set()):
                what = f"`{ast.unparse(node)}` reads and writes in two steps, and several processes do it"
                yield Spot(node=node, passed=(run.call,), starter=run.call.func, what=what)


def _unlocked(program: Program, function: Function, names: set[str]) -> Iterator[ast.AugAssign]:
    """Yield `value.value += 1` in a function that takes no lock; `names`: parameters that are Values."""
    if _acquires(function):
        return
    for node in own_nodes(function):
        locked = any(isinstance(outer, LOCKED) for outer in program.above(node))
        if isinstance(node, ast.AugAssign) and _is_value(program, node.target, names) and not locked:
            yield node


def _is_value(program: Program, target: ast.expr, names: set[str]) -> bool:
    if not isinstance(target, ast.Attribute) or target.attr != "value":
        return False
    held = target.value
    return isinstance(held, ast.Name) and (held.id in names or _is(program, held, (VALUE,)))


def _acquires(function: Function) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "acquire" for node in own_nodes(function))


def attached_memory(program: Program) -> Iterator[Spot]:
    """Find where a program attaches to shared memory of another, which its tracker then destroys.

    What multiprocessing starts shares its parent's tracker: a file that starts anything is left alone.
    """
    attached = [one for one in program.calls(SHARED_MEMORY) if _attaches(one)]
    others = len(program.calls(SHARED_MEMORY)) > len(attached)
    if others or program.calls(PROCESS, POOL, EXECUTOR) or "resource_tracker" in program.source:
        return
    for call in attached:
        yield Spot(node=call, what="shared memory of another program is attached to")


def _attaches(call: ast.Call) -> bool:
    words = {one.arg for one in call.keywords}
    return not ({None, "create", "track"} & words) and len(call.args) + len(words) == 1


def unpicklable_put(program: Program) -> Iterator[Spot]:
    """Find lambdas, locks and the like that are put into a queue of multiprocessing."""
    for call in program.calls(*(f"{kind}.put" for kind in QUEUES)):
        given = argument(call, "obj", 0)
        value = program.value(given)
        kind = program.kind(value) if value is not None else None
        bad = isinstance(value, ast.GeneratorExp) or isinstance(program.definition(given), ast.Lambda)
        if value is not None and (bad or (kind is not None and kind.name in UNPICKLABLE)):
            what = f"{ast.unparse(value)[:40]} is put into a queue, and cannot be pickled"
            yield Spot(node=call, starter=call.func, what=what)


def empty_after_put(program: Program) -> Iterator[Spot]:
    """Find queues that are asked whether they are empty, in the function that has put something in."""
    for call in program.calls(*(f"{kind}.empty" for kind in QUEUES)):
        queue = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(queue, ast.Name):
            puts = _within(program, program.function(call), _method_calls(program, queue, "put"))
            if puts and place_of(puts[0]) < place_of(call):
                what = f"{queue.id}.empty() may say True though something was put in"
                yield Spot(node=call, passed=(puts[0],), starter=call.func, what=what)
