"""What is handed to processes and cannot be pickled, or not found by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import PROCESS, Run, function_of, own_nodes, started, tasks
from canifork.rules.names import FUNCTIONS, Function
from canifork.rules.program import Program
from canifork.rules.rule import Spot

LOCKS = tuple(
    f"threading.{name}()"
    for name in ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier")
)
THREAD_QUEUES = tuple(f"queue.{name}()" for name in ("Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"))
FILES = ("builtins.open()", "io.open()", "pathlib.Path().open()")
INHERITED = tuple(
    f"multiprocessing.{name}()"
    for name in (
        "Queue", "JoinableQueue", "SimpleQueue", "Lock", "RLock", "Condition", "Semaphore",
        "BoundedSemaphore", "Event", "Value", "Array",
    )
)  # fmt: skip
UNPICKLABLE = (*LOCKS, *THREAD_QUEUES, *FILES, "socket.socket()", "sqlite3.connect()")
OTHER_PICKLES = {"dill", "cloudpickle", "multiprocess", "pathos"}
STATE = {"__getstate__", "__reduce__", "__reduce_ex__", "__getnewargs__"}


def lambda_target(program: Program) -> Iterator[Spot]:
    """Find lambdas that are the target of a process."""
    for run in _processes(program):
        if isinstance(function_of(program, run), ast.Lambda):
            yield _spot(run, f"the target {_short(run.function)} is a lambda")


def nested_target(program: Program) -> Iterator[Spot]:
    """Find functions inside others that are the target of a process."""
    for run in _processes(program):
        if nested(program, function_of(program, run)):
            yield _spot(run, f"the target {_short(run.function)} is defined inside a function")


def unfindable_task(program: Program) -> Iterator[Spot]:
    """Find lambdas, and functions inside others, that are a task of a pool or an executor."""
    for run in _tasks(program):
        function = function_of(program, run)
        if isinstance(function, ast.Lambda):
            yield _spot(run, f"the task {_short(run.function)} is a lambda")
        elif nested(program, function):
            yield _spot(run, f"the task {_short(run.function)} is defined inside a function")


def nested(program: Program, function: Function | None) -> bool:
    """Tell whether a function lies inside another, and is not put at the top of the module."""
    if function is None or isinstance(function, ast.Lambda):
        return False
    outer = program.scopes[function].parent
    inside = any(isinstance(one, FUNCTIONS) for one in program.above(function))
    return inside and outer is not None and function.name not in outer.foreign


def lock_argument(program: Program) -> Iterator[Spot]:
    """Find locks of threads that are handed to a process."""
    yield from _given(program, LOCKS, "is a lock of threads")


def thread_queue_argument(program: Program) -> Iterator[Spot]:
    """Find queues of threads that are handed to a process."""
    yield from _given(program, THREAD_QUEUES, "is a queue of the module queue, which joins threads only")


def open_file_argument(program: Program) -> Iterator[Spot]:
    """Find open files that are handed to a process."""
    yield from _given(program, FILES, "is an open file")


def _given(program: Program, kinds: tuple[str, ...], what: str) -> Iterator[Spot]:
    for run in _processes(program):
        for given in run.given:
            kind = program.kind(given)
            if kind is not None and kind.name in kinds:
                yield _spot(run, f"the argument {_short(given)} {what}")


def generator_argument(program: Program) -> Iterator[Spot]:
    """Find generators that are handed to a process."""
    for run in _processes(program):
        for given in run.given:
            value = program.value(given)
            if is_generator(program, value):
                yield _spot(run, f"the argument {_short(given)} is a generator")


def is_generator(program: Program, value: ast.expr | None) -> bool:
    """Tell whether a value is a generator: an expression, or a call of a function that yields."""
    if isinstance(value, ast.GeneratorExp):
        return True
    function = program.definition(value.func) if isinstance(value, ast.Call) else None
    if not isinstance(function, ast.FunctionDef) or function.decorator_list:
        return False
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own_nodes(function))


def shared_through_pool(program: Program) -> Iterator[Spot]:
    """Find queues and locks of multiprocessing that are an argument of a pool's task."""
    for run in _tasks(program):
        for given in run.given:
            kind = program.kind(given)
            if kind is not None and kind.name in INHERITED:
                name = kind.name.removesuffix("()")
                yield _spot(run, f"the task's argument {_short(given)} is a {name}")


def bound_method(program: Program) -> Iterator[Spot]:
    """Find methods that are run elsewhere, and whose object holds what cannot be pickled."""
    for run in _processes(program):
        owner = _owner(program, run.function)
        if owner is None or owner.bases or STATE & {getattr(one, "name", None) for one in owner.body}:
            continue
        for name, bound in program.scopes[owner].attributes.items():
            values = [one for one in bound if isinstance(one, ast.expr)]
            kinds = [kind.name for one in values if (kind := program.kind(one))]
            if len(bound) == len(values) == len(kinds) and set(kinds) <= set(UNPICKLABLE) and kinds:
                what = f"{_short(run.function)} is a method of an object whose {name} cannot be pickled"
                yield _spot(run, what)
                break


def _owner(program: Program, function: ast.expr) -> ast.ClassDef | None:
    """Return the class of the object whose method this is, if the file defines it."""
    if not isinstance(function, ast.Attribute):
        return None
    method = program.definition(function)
    if isinstance(method, ast.FunctionDef) and not method.decorator_list:  # self.method
        owner = program.parents[method]
        return owner if isinstance(owner, ast.ClassDef) else None
    made = program.value(function.value)
    found = program.definition(made.func) if isinstance(made, ast.Call) else None
    if not isinstance(found, ast.ClassDef):
        return None
    plain = (one for one in found.body if isinstance(one, ast.FunctionDef) and not one.decorator_list)
    return found if any(one.name == function.attr for one in plain) else None


def decorated_function(program: Program) -> Iterator[Spot]:
    """Find targets whose decorator returns another function, without functools.wraps."""
    for run in _processes(program):
        function = function_of(program, run)
        if isinstance(function, ast.FunctionDef) and len(function.decorator_list) == 1:
            decorator = program.definition(function.decorator_list[0])
            if isinstance(decorator, ast.FunctionDef) and _hides(decorator):
                yield _spot(run, f"{_short(run.function)} is decorated by {decorator.name} without wraps")


def _hides(decorator: ast.FunctionDef) -> bool:
    """Tell whether a decorator returns a plain function that it defines."""
    if "wraps" in (text := ast.unparse(decorator)) or "update_wrapper" in text or "__name__" in text:
        return False
    inner = {
        one.name for one in decorator.body if isinstance(one, ast.FunctionDef) and not one.decorator_list
    }
    last = decorator.body[-1]
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Name) and last.value.id in inner


def _processes(program: Program) -> list[Run]:
    return [] if program.modules & OTHER_PICKLES else list(started(program, PROCESS))


def _tasks(program: Program) -> list[Run]:
    return [] if program.modules & OTHER_PICKLES else list(tasks(program))


def _spot(run: Run, what: str) -> Spot:
    return Spot(node=run.call, what=what, starter=run.call.func)


def _short(node: ast.expr) -> str:
    text = ast.unparse(node)
    return text if len(text) < 40 else f"{text[:36]}..."  # noqa: PLR2004 - what a message bears
