"""What coroutines may not do, and what an event loop cannot do everywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.program import Program
from canifork.rules.reaching import is_run
from canifork.rules.rule import Spot

BLOCKING = (
    "time.sleep", "builtins.input", "urllib.request.urlopen", "subprocess.run", "subprocess.call",
    "subprocess.check_call", "subprocess.check_output", "os.system",
    *(f"requests.{verb}" for verb in ("get", "post", "put", "patch", "delete", "head", "request")),
    "multiprocessing.Process().join",
    "queue.Queue().get", "multiprocessing.Queue().get",
)  # fmt: skip
LOOPS = ("asyncio.get_event_loop()", "asyncio.get_running_loop()", "asyncio.new_event_loop()")
WITHOUT_WAITING = {"block", "timeout"}
NOTHING = (0, False)
PRIMITIVES = (
    "Lock",
    "Event",
    "Condition",
    "Semaphore",
    "BoundedSemaphore",
    "Queue",
    "LifoQueue",
    "PriorityQueue",
)


def blocking_call(program: Program) -> Iterator[Spot]:
    """Find calls in coroutines that block."""
    for call in program.calls(*BLOCKING):
        if isinstance(program.function(call), ast.AsyncFunctionDef) and not _returns_at_once(call):
            yield Spot(node=call, what=f"{ast.unparse(call.func)}() blocks in a coroutine")


def _returns_at_once(call: ast.Call) -> bool:
    values = [*call.args[:1], *(one.value for one in call.keywords if one.arg in WITHOUT_WAITING)]
    return any(isinstance(one, ast.Constant) and one.value in NOTHING for one in values)


def signal_handler(program: Program) -> Iterator[Spot]:
    """Find loops that are asked to handle a signal."""
    yield from _asked(program, "add_signal_handler", "asks a loop to handle a signal")


def reader(program: Program) -> Iterator[Spot]:
    """Find loops that are asked to watch a file descriptor."""
    yield from _asked(program, "add_reader", "asks a loop to watch a file")
    yield from _asked(program, "add_writer", "asks a loop to watch a file")


def _asked(program: Program, method: str, what: str) -> Iterator[Spot]:
    for call in program.calls(*(f"{loop}.{method}" for loop in LOOPS)):
        if is_run(program, call):
            yield Spot(node=call, what=f"{ast.unparse(call.func)} {what}")


def no_current_loop(program: Program) -> Iterator[Spot]:
    """Find calls of get_event_loop at the top of a program, where no loop runs."""
    set_here = program.calls("asyncio.set_event_loop")
    for call in program.calls("asyncio.get_event_loop"):
        if program.function(call) is None and not set_here:
            yield Spot(node=call, what="asyncio.get_event_loop() is called where no loop runs")


def made_outside_loop(program: Program) -> Iterator[Spot]:
    """Find locks and queues of asyncio that are made at the top of the module, before the loop."""
    if not program.calls("asyncio.run"):
        return
    for call in program.calls(*(f"asyncio.{name}" for name in PRIMITIVES)):
        if program.function(call) is None:
            yield Spot(node=call, what=f"{ast.unparse(call.func)} is made before the loop runs")
