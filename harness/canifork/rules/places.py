"""Where a line of a program can come to: what the tests around it say of a system and a version."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from canifork.axes import numbers
from canifork.model import Facts
from canifork.rules.branches import Branch, branches
from canifork.rules.program import Program

SYS_PLATFORM = {"linux": "linux", "macos": "darwin", "windows": "win32", "emscripten": "emscripten"}
SYSTEM = {"linux": "Linux", "macos": "Darwin", "windows": "Windows", "emscripten": "Emscripten"}
IMPLEMENTATION = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalVM"}
ONLY_ON = {  # modules that other systems lack
    "posix": frozenset(
        {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty", "curses"}
    ),
    "windows": frozenset({"msvcrt", "nt", "winreg", "winsound", "_winapi", "win32api", "win32con"}),
}
COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other, ast.Is: operator.is_, ast.IsNot: operator.is_not,
}  # fmt: skip
TEXT_METHODS = {"startswith", "endswith", "lower", "upper"}
MOST_CALLERS = 3  # functions that are called by each other, from the outside in
CHILD = "__mp_main__"  # what a child that was not forked calls the main file


class UnknownError(Exception):
    """A test says something that the file alone does not tell."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a program runs: on which system and Python, under which start method, as which module."""

    facts: Facts
    start_method: str | None = None
    name: str = "__main__"


def comes_to(program: Program, node: ast.AST, place: Place, left: int = MOST_CALLERS) -> bool:
    """Tell whether a line is surely run there, as far as tests of the system decide.

    A function that is called only where its system is not is not run there either.
    """
    if not _importable(program, place):
        return False
    if not all(_passes(program, branch, place) for branch in branches(program, node)):
        return False
    callers = program.callers(node) if left else []
    return not callers or any(comes_to(program, one, place, left - 1) for one in callers)


def may_come_to(program: Program, node: ast.AST, place: Place) -> bool:
    """Tell whether a line may be run there: nothing that can be worked out is against it."""
    found = branches(program, node)
    return all(truth(program, branch.test, place) in {None, branch.side} for branch in found)


def only_in_main(program: Program, node: ast.AST) -> bool:
    """Tell whether a line is run in the main program only, not where a child imports its file."""
    nowhere = {"os": "", "version": "0.0", "implementation": "", "capabilities": {}}
    place = Place(facts=nowhere, name=CHILD)
    found = [branch for branch in branches(program, node) if "__name__" in ast.unparse(branch.test)]
    return any(truth(program, branch.test, place) is (not branch.side) for branch in found)


def _passes(program: Program, branch: Branch, place: Place) -> bool:
    found = truth(program, branch.test, place)
    return found is branch.side if found is not None else not branch.of_systems


def _importable(program: Program, place: Place) -> bool:
    """Tell whether a system has all modules that the file imports without a test."""
    system = "windows" if place.facts["os"] == "windows" else "posix"
    foreign = ONLY_ON["posix" if system == "windows" else "windows"]
    for statement in program.tree.body:
        if isinstance(statement, ast.Import) and any(alias.name in foreign for alias in statement.names):
            return False
        if isinstance(statement, ast.ImportFrom) and statement.module in foreign:
            return False
    return True


def truth(program: Program, test: ast.expr, place: Place) -> bool | None:
    """Work out a test; None where the file alone does not tell."""
    if isinstance(test, ast.BoolOp):
        found = [truth(program, value, place) for value in test.values]
        deciding = isinstance(test.op, ast.Or)
        if deciding in found:
            return deciding
        return None if None in found else not deciding
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = truth(program, test.operand, place)
        return None if inner is None else not inner
    try:
        return bool(_value(program, test, place))
    except (UnknownError, TypeError, ValueError, IndexError, AttributeError, RecursionError):
        return None


def _value(program: Program, node: ast.expr, place: Place) -> Any:
    found: Any
    match node:
        case ast.Constant(value=found):
            pass
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            found = tuple(_value(program, one, place) for one in elements)
        case ast.Compare():
            found = _compare(program, node, place)
        case ast.Subscript(value=inner, slice=index):
            found = _value(program, inner, place)[_index(program, index, place)]
        case ast.Name(id="__name__"):
            found = place.name
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            found = _known_truth(program, node, place)
        case _:
            found = _fact(program, node, place)
    return found


def _known_truth(program: Program, node: ast.expr, place: Place) -> bool:
    if (found := truth(program, node, place)) is None:
        raise UnknownError
    return found


def _index(program: Program, node: ast.expr, place: Place) -> Any:
    if isinstance(node, ast.Slice):
        ends = (node.lower, node.upper, node.step)
        return slice(*(None if end is None else _value(program, end, place) for end in ends))
    return _value(program, node, place)


def _compare(program: Program, node: ast.Compare, place: Place) -> bool:
    values = [_value(program, one, place) for one in (node.left, *node.comparators)]
    pairs = zip(node.ops, values, values[1:], strict=False)
    return all(COMPARE[type(sign)](one, other) for sign, one, other in pairs)


def _fact(program: Program, node: ast.expr, place: Place) -> Any:
    """Return what an attribute or a call says of the system, or the value that a name is bound to."""
    known = _known(place)
    kind = program.kind(node)
    if kind is not None and kind.name in known:
        return known[kind.name]
    if isinstance(node, ast.Call):
        return _called(program, node, place)
    value = program.value(node)
    if value is None or value is node:
        raise UnknownError
    return _value(program, value, place)


def _called(program: Program, node: ast.Call, place: Place) -> Any:
    given = [ast.unparse(argument) for argument in node.args]
    if isinstance(node.func, ast.Name) and node.func.id == "hasattr" and given == ["os", "'fork'"]:
        return place.facts["capabilities"]["fork"]
    if isinstance(node.func, ast.Attribute) and node.func.attr in TEXT_METHODS:
        text = _value(program, node.func.value, place)
        if isinstance(text, str):
            return getattr(text, node.func.attr)(*(_value(program, one, place) for one in node.args))
    raise UnknownError


def _known(place: Place) -> dict[str, Any]:
    facts = place.facts
    version = (*numbers(facts["version"]), "final", 0)
    known = {
        "sys.platform": SYS_PLATFORM.get(facts["os"], facts["os"]),
        "os.name": "nt" if facts["os"] == "windows" else "posix",
        "platform.system()": SYSTEM.get(facts["os"], facts["os"]),
        "sys.version_info": version,
        "sys.version_info.major": version[0],
        "sys.version_info.minor": version[1],
        "platform.python_implementation()": IMPLEMENTATION.get(facts["implementation"]),
        "sys.implementation.name": facts["implementation"],
    }
    if place.start_method is not None:
        known["multiprocessing.get_start_method()"] = place.start_method
    return known
