"""Find the line of a program that its claim turns on, where claim and program agree on one.

Nobody lists these lines: each sign below points at the lines that it speaks of, and the first sign
that points at exactly one line decides.  Where none does, no line is marked.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from canifork.model import Case
from canifork.report.html.bytecode import STATEMENTS
from canifork.report.html.waits import WAITS

CODE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|[A-Za-z_]\w*(?=\()")  # os.fork, Pool.join(), join()
LEFT_OUT = re.compile(r"(?:[Aa]fter|without) \S+")
CLASSES = {"local", "object"}  # whose names are not written as those of classes
API = re.compile(r"https://docs\.python\.org/.*/library/.*#.*\.(\w+)")


def turning_line(case: Case, tree: ast.Module, text: str) -> int | None:
    """Return the number of the line that the claim turns on, if a sign points at one line alone."""
    sentence = LEFT_OUT.sub("", case.truth)
    documented = list(_documented(case, sentence))
    signs = (
        _drawn(case, tree, text),
        _calls(tree, {name.rpartition(".")[2] for name in CODE.findall(sentence)}),
        *(_calls(tree, {name}) for name in documented),
        _raising(tree),
        *(_entered(tree, name) for name in documented),
    )
    return next((next(iter(lines)) for lines in map(set, signs) if len(lines) == 1), None)


def _drawn(case: Case, tree: ast.Module, text: str) -> Iterator[int]:
    """Yield the lines of functions that the site draws of this claim: its bytecode, or who waits where."""
    parts = [one.text for one in STATEMENTS if one.claim == case.id]
    parts += [side.call for one in WAITS if one.claim == case.id for side in one.sides]
    lines = text.split("\n")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            inside = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
            yield from (number for number in inside if any(part in lines[number - 1] for part in parts))


def _documented(case: Case, sentence: str) -> Iterator[str]:
    """Yield the name of each thing that a source documents, if it is a word of the sentence."""
    words = sentence.lower().replace(" ", "")  # shut down: shutdown
    names = [found[1] for link in case.docs if (found := API.fullmatch(link))]
    return (name for name in names if name.lower() in words)


def _raising(tree: ast.Module) -> Iterator[int]:
    """Yield the plain statements whose exception becomes the answer, but for calls of an argument."""
    handed = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(map(_answers, node.handlers)):
            plain = [part for part in node.body if isinstance(part, ast.Expr | ast.Assign)]
            yield from (part.lineno for part in plain if _caller(part.value) not in handed)


def _caller(value: ast.expr) -> str | None:
    return value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else None


def _answers(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler returns something of the exception that it was given."""
    returned = [node for part in handler.body if isinstance(part, ast.Return) for node in ast.walk(part)]
    return any(isinstance(node, ast.Name) and node.id == handler.name for node in returned)


def _calls(tree: ast.Module, names: Collection[str]) -> Iterator[int]:
    """Yield the lines on which one of these is called; no class, whose object is used later."""
    acting = {name for name in names if not (name[:1].isupper() or name in CLASSES)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in acting:
            yield node.func.end_lineno or node.lineno


def _entered(tree: ast.Module, name: str) -> Iterator[int]:
    """Yield the lines of `with` that make one of these."""
    for node in ast.walk(tree):
        made = node.context_expr if isinstance(node, ast.withitem) else None
        if isinstance(made, ast.Call) and _name(made.func) == name:
            yield made.lineno


def _name(function: ast.expr) -> str | None:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None
