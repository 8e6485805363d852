"""Find the program of a claim, if it is still the one that was run, and show it with colours.

Its header, which the rest of the page says in other words, is kept apart from its code.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

import pygments
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from canifork import cache
from canifork.claims.casefile import KEYS
from canifork.model import Case, plain
from canifork.project import CASES, find_root
from canifork.report.html.turning import turning_line


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """A program as HTML: its header, its code, and the line that the claim turns on, if it is known."""

    header: Markup
    code: Markup
    marked: str | None


def programs(cases: Mapping[str, Case], root: Path | None) -> dict[str, str]:
    """Return the programs below `root` by claim; one whose text is not the one that was run is left out.

    Of what lies beside a collection, the article's claims, those that came with this copy are shown.
    """
    roots = [root, find_root()] if root else []
    found = {case.id: _program(case, roots) for case in cases.values()}
    return {claim: text for claim, text in found.items() if text is not None}


def show(case: Case, text: str) -> Program:
    """Return the program of a case, taken apart; what cannot be read as Python is code."""
    text = text.replace("\r", "\n")  # as Python and pygments read it
    lines = str(coloured(text, case.id)).split("\n")
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        tree = ast.Module(body=[], type_ignores=[])
    header = set(_header(tree))
    turning = turning_line(case, tree, text)
    if turning:
        lines[turning - 1] = f"<mark>{lines[turning - 1]}</mark>"
    code = [line for number, line in enumerate(lines, 1) if number not in header]
    return Program(
        header=_markup([lines[number - 1] for number in sorted(header)]),
        code=_markup(code),
        marked=text.split("\n")[turning - 1].strip() if turning else None,
    )


def _header(tree: ast.Module) -> Iterator[int]:
    """Yield the numbers of the lines of the docstring and of the keys."""
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node
        if (node is tree.body[0] and ast.get_docstring(tree)) or getattr(target, "id", None) in KEYS:
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _markup(lines: Iterable[str]) -> Markup:
    """Put lines together of which pygments closed all tags, with at most two empty ones in a row."""
    return Markup(re.sub("\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n"))  # noqa: S704 - pygments escapes


@once
def coloured(program: str, claim: str) -> Markup:
    """Return the program of a claim as HTML, all of it escaped; its classes are those of `colours`.

    What pygments made of it is kept in the user's cache folder for as long as it stays the same.
    """
    name, key = f"programs/{_sum(claim)}", _sum(f"{_maker()}{program}").encode()
    kept = cache.read(name) or b""
    if not kept.startswith(key):
        kept = key + highlight(program, PythonLexer(stripnl=False), _formatter("xcode")).encode()
        cache.write(name, kept)
    return Markup(kept[len(key) :].decode())  # noqa: S704 - pygments escapes


def colours() -> str:
    """Return the style sheet for the classes of `coloured`, on light and dark paper."""
    light = _formatter("xcode").get_style_defs(".program")  # type: ignore[no-untyped-call]
    dark = _formatter("monokai").get_style_defs(".program")  # type: ignore[no-untyped-call]
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _program(case: Case, roots: Iterable[Path]) -> str | None:
    """Read the file that the id names (not the file that the results name: they are not ours)."""
    chapter, _, name = plain(case.id).partition(".")
    for root in roots:
        with contextlib.suppress(OSError):
            text = (root / CASES / chapter / f"{name}.py").read_bytes().replace(b"\r\n", b"\n")
            if hashlib.sha256(text).hexdigest() == case.sha256:
                return text.decode()
    return None


@once
def _maker() -> str:
    """Return what decides how a program looks, beside its text."""
    return Path(__file__).read_text("utf-8") + pygments.__version__


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _formatter(style: str) -> HtmlFormatter[str]:
    return HtmlFormatter(style=style, nowrap=True)
