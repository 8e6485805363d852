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
LEFT_OUT = re.compile(r"without \S+")
API = re.compile(r"https://docs\.python\.org/.*/library/.*#.*\.(\w+)")


def turning_line(case: Case, tree: ast.Module, text: str) -> int | None:
    """Return the number of the line that the claim turns on, if a sign points at one line alone."""
    sentence = LEFT_OUT.sub("", case.truth)
    signs = (
        _drawn(case, tree, text),
        _named(sentence, tree),
        *_documented(case, sentence, tree),
        _raising(tree),
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


def _named(sentence: str, tree: ast.Module) -> Iterator[int]:
    """Yield the calls of what the claim's own sentence names in code."""
    return _calls(tree, {name.rpartition(".")[2] for name in CODE.findall(sentence)})


def _documented(case: Case, sentence: str, tree: ast.Module) -> Iterator[Iterator[int]]:
    """Yield the calls of each thing that a source documents, if its name is a word of the sentence."""
    words = sentence.lower().replace(" ", "")  # shut down: shutdown
    names = [found[1] for link in case.docs if (found := API.fullmatch(link))]
    return (_calls(tree, {name}) for name in names if name.lower() in words)


def _raising(tree: ast.Module) -> Iterator[int]:
    """Yield the plain statements whose exception becomes the answer."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and any(map(_answers, node.handlers)):
            yield from (part.lineno for part in node.body if isinstance(part, ast.Expr | ast.Assign))


def _answers(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler returns something of the exception that it was given."""
    returned = [node for part in handler.body if isinstance(part, ast.Return) for node in ast.walk(part)]
    return any(isinstance(node, ast.Name) and node.id == handler.name for node in returned)


def _calls(tree: ast.Module, names: Collection[str]) -> Iterator[int]:
    """Yield the lines of the functions and classes on which something of one of these names is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in names:
            yield node.func.end_lineno or node.lineno


def _name(function: ast.expr) -> str | None:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None
