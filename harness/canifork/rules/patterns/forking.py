"""Forks: where there is none, and what other threads leave behind in one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import PROCESS, THREAD, argument, place_of
from canifork.rules.kinds import CONTEXT
from canifork.rules.program import Program
from canifork.rules.reaching import is_run
from canifork.rules.rule import Spot

FORKS = ("os.fork", "os.forkpty")
UNIX_METHODS = ("fork", "forkserver")
SET_METHOD = "multiprocessing.set_start_method"


def fork_without_test(program: Program) -> Iterator[Spot]:
    """Find calls of os.fork, and of start methods that need it, on systems without it too."""
    for call in program.calls(*FORKS):
        if is_run(program, call):
            yield Spot(node=call, what=f"{ast.unparse(call.func)}() is called on every system")
    for call in program.calls(CONTEXT.removesuffix("()"), SET_METHOD):
        method = argument(call, "method", 0)
        if isinstance(method, ast.Constant) and method.value in UNIX_METHODS and is_run(program, call):
            yield Spot(node=call, what=f"the start method {method.value!r} is asked for on every system")


def fork_with_threads(program: Program) -> Iterator[Spot]:
    """Find calls of os.fork while a thread runs that nobody has joined."""
    for call in program.calls(*FORKS):
        if (thread := _running(program, call)) is not None:
            what = f"os.fork() while the thread runs that line {thread.lineno} starts"
            yield Spot(node=call, passed=(thread,), what=what)


def process_with_threads(program: Program) -> Iterator[Spot]:
    """Find processes that are started while a thread runs that nobody has joined."""
    for call in program.calls(f"{PROCESS}().start"):
        if (thread := _running(program, call)) is not None:
            what = f"a process is started while the thread runs that line {thread.lineno} starts"
            yield Spot(node=call, passed=(thread,), starter=call.func, what=what)


def _running(program: Program, call: ast.Call) -> ast.Call | None:
    """Return the start of a thread before this call, in its function, with no join between them."""
    scope, place = program.function(call), place_of(call)
    before = [one for one in program.calls(f"{THREAD}().start") if program.function(one) is scope]
    before = [one for one in before if place_of(one) < place and _goes_on(program, one, call)]
    if not before:
        return None
    last = max(before, key=place_of)
    joins = [one for one in program.calls(f"{THREAD}().join") if program.function(one) is scope]
    return None if any(place_of(last) < place_of(one) < place for one in joins) else last


def _goes_on(program: Program, first: ast.Call, second: ast.Call) -> bool:
    """Tell whether the block of the first goes on to the second: they are in no separate branches."""
    block = program.block(program.parents[first])
    loop = block is not None and isinstance(block[0], ast.For) and program.block(block[0])
    around = [program.block(one) for one in (second, *program.above(second)) if isinstance(one, ast.stmt)]
    return block in around or (loop in around if loop else False)
