"""What a child inherits only if it is forked: environment, logging, random generators."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import (
    EXECUTOR,
    LOOPS,
    POOL,
    PROCESS,
    Run,
    called_from,
    function_of,
    own_nodes,
    place_of,
    several,
    started,
    tasks,
)
from canifork.rules.patterns.sharing import globals_read
from canifork.rules.places import only_in_main
from canifork.rules.program import Program
from canifork.rules.rule import Spot

ENVIRON = "os.environ"
ENVIRON_CALLS = ("os.putenv", *(f"{ENVIRON}.{name}" for name in ("update", "setdefault", "pop")))
STARTS = (f"{PROCESS}().start", POOL, f"{EXECUTOR}().submit")
CONFIG = "logging.basicConfig"
QUIET = tuple(f"logging.{name}" for name in ("debug", "info", "getLogger().debug", "getLogger().info"))
GENERATORS = ("random.Random()", "numpy.random.default_rng()", "numpy.random.RandomState()")


def environ_after_start(program: Program) -> Iterator[Spot]:
    """Find variables that are put into the environment between the starts of two processes."""
    for store in (*_environ_stores(program), *program.calls(*ENVIRON_CALLS)):
        function = program.function(store)
        starts = sorted(
            (one for one in program.calls(*STARTS) if program.function(one) is function), key=place_of
        )
        later = [one for one in starts if place_of(one) > place_of(store)]
        again = [one for one in later if _loops(program, one) & _loops(program, store)]
        if later and (again or place_of(starts[0]) < place_of(store)):
            what = "the environment is changed after a process was started, and before another is"
            yield Spot(node=store, passed=(later[0],), starter=later[0].func, what=what)


def _environ_stores(program: Program) -> Iterator[ast.Subscript]:
    for node in program.all(ast.Subscript):
        kind = program.kind(node.value) if isinstance(node.ctx, ast.Store) else None
        if kind is not None and kind.name == ENVIRON:
            yield node


def _loops(program: Program, node: ast.AST) -> set[ast.AST]:
    function = program.function(node)
    return {
        one for one in program.above(node) if isinstance(one, LOOPS) and program.function(one) is function
    }


def logging_set_up_by_parent(program: Program) -> Iterator[Spot]:
    """Find what a child logs below the level of warnings, where only its parent has set logging up."""
    configs = [one for one in program.calls(CONFIG) if _lets_through(one)]
    for run in (*started(program, PROCESS), *tasks(program)):
        late = [one for one in configs if _by_parent(program, one, run)]
        if not late or late != program.calls(CONFIG) or program.calls("logging.config.dictConfig"):
            continue
        for call in _called_by_child(program, run, QUIET):
            what = f"the child logs, but the parent alone sets logging up, in line {late[0].lineno}"
            yield Spot(node=call, passed=(run.call,), starter=run.call.func, what=what)
            break


def _lets_through(config: ast.Call) -> bool:
    levels = [ast.unparse(one.value) for one in config.keywords if one.arg == "level"]
    return any(one.endswith(("INFO", "DEBUG")) for one in levels)


def _by_parent(program: Program, config: ast.expr, run: Run) -> bool:
    function = program.function(config)
    if function is None:
        return only_in_main(program, config)
    return function is program.function(run.call) and place_of(config) < place_of(run.call)


def _called_by_child(program: Program, run: Run, names: tuple[str, ...]) -> list[ast.Call]:
    function = function_of(program, run)
    if function is None:
        return []
    nodes = {node for one in called_from(program, function) for node in own_nodes(one)}
    return sorted((call for call in program.calls(*names) if call in nodes), key=place_of)


def copied_generator(program: Program) -> Iterator[Spot]:
    """Find generators of random numbers, made at the top of the module, that several children use."""
    pool = [*tasks(program)]
    for run in (*started(program, PROCESS), *pool):
        function = function_of(program, run)
        if function is None or not (run in pool or several(program, run)):
            continue
        for name, read in globals_read(program, function).items():
            made = program.value(read)
            kind = (
                program.kind(made)
                if isinstance(made, ast.Call) and not (made.args or made.keywords)
                else None
            )
            if kind is not None and kind.name in GENERATORS and not only_in_main(program, made or read):
                what = f"the generator {name} is copied, so children draw the same numbers"
                yield Spot(node=read, passed=(run.call,), starter=run.call.func, what=what)


def _seeds_itself(program: Program, made: ast.expr | None) -> bool:
    """Tell whether a value is a generator that is given no seed."""
    if not isinstance(made, ast.Call) or made.args or made.keywords:
        return False
    kind = program.kind(made)
    return kind is not None and kind.name in GENERATORS


def precision_set_by_parent(program: Program) -> Iterator[Spot]:
    """Find decimal arithmetic in a child, where only its parent has set the precision."""
    stores = [one for one in program.all(ast.Attribute) if _sets_precision(program, one)]
    for run in (*started(program, PROCESS), *tasks(program)):
        late = [one for one in stores if _by_parent(program, one, run)]
        if late and late == stores:
            for call in _called_by_child(program, run, ("decimal.Decimal",))[:1]:
                what = f"the child reckons, but the parent alone sets the precision, in line {late[0].lineno}"
                yield Spot(node=call, passed=(run.call,), starter=run.call.func, what=what)


def _sets_precision(program: Program, node: ast.Attribute) -> bool:
    kind = program.kind(node.value) if isinstance(node.ctx, ast.Store) else None
    return kind is not None and kind.name == "decimal.getcontext()"
