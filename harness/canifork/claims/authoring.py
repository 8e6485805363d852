"""The authoring rules: what every case keeps to, each a function that says where one does not."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from canifork.model import Case

MOST_LINES, WIDEST = 60, 100  # of a case, which is a page to read
MOST_OF_A_FUNCTION = 30  # lines
REASON = 3  # words that a reason has at least
GUARD = "if __name__ == '__main__':\n    show(observe)"
UNWRITTEN = "observe() is not written yet"  # what a new case answers
PARAMETERS = {"target", "work"}  # names of parameters through which a helper gets its function


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A case file as the rules look at it, its `case` None where the header has a fault."""

    lines: list[str]
    tree: ast.Module
    case: Case | None
    sends_anything: bool

    def line(self, key: str, number: int = 0) -> int:
        """Return where a key of the header stands, or the entry of its list with this number, from 0."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == key:
                entries = node.value.elts if isinstance(node.value, ast.List) else []
                return entries[number].lineno if number < len(entries) else node.lineno
        return 1


Found = Iterator[tuple[int, str]]


def _truth(source: Source) -> Found:
    case = _read(source)
    if " " not in case.truth or not case.truth.endswith("."):
        yield 1, f"the truth is {case.truth!r}; write one sentence that ends in a full stop"
    if not case.why.endswith((".", ":")):
        yield 1, "no reason stands below the truth, or it does not end in a full stop; say why it is true"


def _article(source: Source) -> Found:
    case = _read(source)
    if (case.says is None) != (case.article == ()):
        row = "has no row" if case.says else "has rows"
        yield (
            source.line("ARTICLE"),
            f"SAYS is {case.says!r} and ARTICLE {row}; who says nothing foretells nothing",
        )
    if case.says is not None and not case.says.endswith((".", "?")):
        yield source.line("SAYS"), "SAYS is no sentence; end it in a full stop"


def _sources(source: Source) -> Found:
    """Check links: an issue or a pull request is its own section; any other page needs its anchor."""
    docs = _read(source).docs
    if not docs:
        yield source.line("DOCS"), "DOCS is empty; link the section where the truth is written down"
    for number, link in enumerate(docs):
        if not link.startswith("https://"):
            yield source.line("DOCS", number), f"{link} does not begin with https://"
        elif not any(part in link for part in ("#", "/issues/", "/pull/")):
            yield source.line("DOCS", number), f"{link} names no section; add its #anchor"


def _reasons(source: Source) -> Found:
    for number, row in enumerate(_read(source).expect):
        if len(row.because.split()) < REASON:
            yield source.line("EXPECT", number), f"{row.because!r} is no reason; say in a few words why"


def _rows(source: Source) -> Found:
    """Check the tables: a row behind one that fits all would never be read."""
    case = _read(source)
    for key, rows in (("ARTICLE", case.article), ("EXPECT", case.expect)):
        for number, row in enumerate(rows[:-1]):
            if not row.when:
                yield source.line(key, number), f"this row of {key} fits everything; let it be the last"


def _page(source: Source) -> Found:
    if (count := len(source.lines)) > MOST_LINES:
        yield MOST_LINES + 1, f"it has {count} lines; a case has at most {MOST_LINES}"
    for number, text in enumerate(source.lines, start=1):
        if len(text) > WIDEST:
            yield number, f"this line has {len(text)} characters; it may have {WIDEST}"


def _library(source: Source) -> Found:
    return foreign(source.tree)


def _guard(source: Source) -> Found:
    last = source.tree.body[-1] if source.tree.body else None
    if last is None or ast.unparse(last) != GUARD:
        yield len(source.lines) or 1, 'it does not end in `if __name__ == "__main__": show(observe)`'


def _targets(source: Source) -> Found:
    """Check processes: a nested function or lambda cannot be sent to one, which is the point of few cases."""
    if source.sends_anything:
        return
    known = {node.name for node in source.tree.body if isinstance(node, ast.FunctionDef)}
    known |= {name.split(".")[-1] for _, name in _imports(source.tree)} | PARAMETERS | set(dir(builtins))
    for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
        if not ast.unparse(call.func).endswith("Process"):
            continue
        for target in (one.value for one in call.keywords if one.arg == "target"):
            if not isinstance(target, ast.Attribute) and not (
                isinstance(target, ast.Name) and target.id in known
            ):
                yield (
                    target.lineno,
                    f"{ast.unparse(target)} cannot be sent to a process; name a function of the module",
                )


def _functions(source: Source) -> Found:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_OF_A_FUNCTION:
                yield (
                    node.lineno,
                    f"{node.name} has {length} lines; a function has at most {MOST_OF_A_FUNCTION}",
                )


def _unwritten(source: Source) -> Found:
    for number, text in enumerate(source.lines, start=1):
        if UNWRITTEN in text:
            yield number, f"{UNWRITTEN}; let it return what it sees"


FILE_RULES = (_page, _library, _guard, _targets, _functions, _unwritten)
CASE_RULES = (_truth, _article, _sources, _reasons, _rows)  # they need a header that can be read


def _read(source: Source) -> Case:
    assert source.case is not None
    return source.case


def foreign(tree: ast.Module) -> Found:
    """Yield the imports of what is neither the standard library nor shared by the cases."""
    for line, name in _imports(tree):
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("cases._"):
            yield line, f"it imports {name}; cases import the standard library and cases._* alone"


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
