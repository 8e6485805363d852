"""Read the header of a case file: source text in, Case out; the file is never imported."""

from __future__ import annotations

import ast
import difflib
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from canifork.axes import START_METHODS
from canifork.claims import kept_cases
from canifork.claims.conditions import CAPABILITIES, read_row
from canifork.errors import CaseFileError
from canifork.model import Case, Row

GRAMMAR = (3, 6)  # the oldest Python that runs the cases; ast refuses most of what is newer
DEADLINE = 60.0  # seconds; ten times what the slowest case takes on an idle machine
LONGEST = 600.0  # seconds that a case may ask for
KEYS = (
    "SAYS", "SEEN", "DOCS", "START_METHODS", "NEEDS", "ALONE", "DEADLINE", "ARTICLE", "EXPECT",
)  # fmt: skip
NAME = re.compile("[a-z_0-9]+")
LIKE_A_KEY = 0.85  # names this like a key are taken for a slip: EXPECTS, START_METHOD


def read_cases(folder: Path) -> dict[str, Case]:
    """Read every case below `folder` (chapters are its folders); CaseFileError at the first fault."""
    cases, faults = readable_cases(folder)
    if faults:
        raise faults[0]
    return cases


def readable_cases(folder: Path) -> tuple[dict[str, Case], list[CaseFileError]]:
    """Read the cases below `folder` that can be read, and say what is wrong with the others."""
    files = sorted(path for path in folder.glob("*/[!._]*.py"))
    if not files:
        raise CaseFileError(f"{folder}: holds no case; cases are files like fork/unix_only.py")
    known = kept_cases.recall()
    found, faults = {}, []
    for path in files:
        try:
            key = kept_cases.key(path, _bytes(path))
            found[key] = known.get(key) or read_case(path, folder)
        except CaseFileError as fault:
            faults.append(fault)
    if found.keys() != known.keys():
        kept_cases.keep(found)
    return {case.id: case for case in found.values()}, faults


def read_case(path: Path, folder: Path) -> Case:
    """Read one case file; `folder` is the folder of all cases, from which its id is told."""
    if not NAME.fullmatch(path.stem):
        raise CaseFileError(f"{path}:1: {path.stem!r} is not a valid case name; use a-z, 0-9 and _")
    source = _bytes(path)
    tree = parse(path, source)
    header = _header(path, tree)
    truth, why = _docstring(path, tree)
    return Case(
        id=f"{path.parent.name}.{path.stem}",
        file=path.relative_to(folder.parent).as_posix(),
        # Line ends are taken out, so that one text has one hash on every system.
        sha256=hashlib.sha256(source.replace(b"\r\n", b"\n")).hexdigest(),
        truth=truth,
        why=why,
        **{name: read() for name, read in _readings(header).items()},
    )


def header_faults(path: Path, tree: ast.Module) -> Iterator[CaseFileError]:
    """Yield all that is wrong with the header, where reading a case ends at the first fault."""
    try:
        readings = _readings(_header(path, tree))
    except CaseFileError as fault:
        yield fault
        return
    for read in readings.values():
        try:
            read()
        except CaseFileError as fault:
            yield fault


def _readings(header: Header) -> dict[str, Callable[[], Any]]:
    """Return what reads each field of a Case that the header tells."""
    came_since = "SEEN" in header.values
    return {
        "says": lambda: None if came_since else header.text("SAYS"),
        "seen": header.seen,
        "docs": lambda: header.texts("DOCS"),
        "start_methods": lambda: header.texts("START_METHODS", START_METHODS),
        "needs": lambda: header.texts("NEEDS", CAPABILITIES),
        "alone": lambda: header.flag("ALONE"),
        "deadline": lambda: header.seconds("DEADLINE", DEADLINE),
        "article": lambda: () if came_since else header.rows("ARTICLE", reasoned=False),
        "expect": lambda: header.rows("EXPECT", reasoned=True),
    }


class Header:
    """The literals at the top of one case file, each checked as it is asked for."""

    def __init__(self, path: Path, values: Mapping[str, tuple[int, Any]]) -> None:
        """Hold `values`: name → (line, value)."""
        self.path = path
        self.values = values

    def text(self, key: str) -> str | None:
        """Return a sentence, or None where the file says None."""
        value = self._value(key)
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise self._fault(key, f"{key} is {value!r}; write a sentence, or None")
        return value

    def texts(self, key: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of strings; one that may be left out is empty then."""
        value = self._value(key) if key in self.values or key == "DOCS" else []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._fault(key, f"{key} is {value!r}; write a list of strings")
        if len(set(value)) < len(value):
            raise self._fault(key, f"{key} is {value!r}; name each once")
        for one in value:
            if allowed is not None and one not in allowed:
                raise self._fault(key, f"{key} names {one!r}; it can name {', '.join(allowed)}")
        return tuple(value)

    def seen(self) -> tuple[str, ...]:
        """Return where people met a claim that came after the article; one of the article's has none."""
        if "SEEN" not in self.values:
            return ()
        for key in ("SAYS", "ARTICLE"):
            if key in self.values:
                raise self._fault(key, f"{key} and SEEN are both given; SEEN is for what came since")
        if not (links := self.texts("SEEN")):
            raise self._fault("SEEN", "SEEN is empty; link a thread where somebody met it")
        return links

    def flag(self, key: str) -> bool:
        """Return a boolean, False where it is left out."""
        value = self.values.get(key, (0, False))[1]
        if not isinstance(value, bool):
            raise self._fault(key, f"{key} is {value!r}; write True, or leave it out")
        return value

    def seconds(self, key: str, default: float) -> float:
        """Return a time in seconds."""
        value = self.values.get(key, (0, default))[1]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= LONGEST:
            raise self._fault(key, f"{key} is {value!r}; write seconds, at most {LONGEST:g}")
        return float(value)

    def rows(self, key: str, *, reasoned: bool) -> tuple[Row, ...]:
        """Return the rows of a table; EXPECT needs at least one, a silent ARTICLE has none."""
        value = self._value(key)
        if not isinstance(value, list):
            raise self._fault(key, f"{key} is {value!r}; write a list of rows")
        if reasoned and not value:
            raise self._fault(key, f"{key} has no row; say what is to be seen, and why")
        rows = []
        for number, raw in enumerate(value, start=1):
            try:
                rows.append(read_row(raw, reasoned=reasoned))
            except ValueError as fault:
                raise self._fault(key, f"{key}, row {number}: {fault}") from None
        return tuple(rows)

    def _value(self, key: str) -> Any:
        if key not in self.values:
            raise self._fault(key, f"there is no {key}; every case has one")
        return self.values[key][1]

    def _fault(self, key: str, sentence: str) -> CaseFileError:
        line = self.values.get(key, (1, None))[0]
        return CaseFileError(f"{self.path}:{line}: {sentence}")


def parse(path: Path, source: bytes) -> ast.Module:
    """Parse what runs in the Python that is tested; CaseFileError if Python 3.6 could not."""
    try:
        return ast.parse(source, str(path), feature_version=GRAMMAR)
    except SyntaxError as fault:
        raise CaseFileError(
            f"{path}:{fault.lineno or 1}: {fault.msg}; cases keep to the grammar of Python 3.6"
        ) from None
    except (ValueError, RecursionError, MemoryError) as fault:  # NUL bytes, for one
        raise CaseFileError(f"{path}:1: {fault or type(fault).__name__}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise CaseFileError(f"{path}:1: {fault.strerror}; a case is a file that can be read") from None


def _header(path: Path, tree: ast.Module) -> Header:
    values = {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(target, ast.Name):
            continue
        name = target.id
        if name in values:
            raise CaseFileError(f"{path}:{node.lineno}: {name} is given a second time; keep one of them")
        if name in KEYS:
            if not isinstance(node, ast.Assign):
                raise CaseFileError(f"{path}:{node.lineno}: {name} has an annotation; write {name} = ...")
            values[name] = (node.lineno, _literal(path, name, node.value, node.lineno))
        elif name.isupper() and (like := difflib.get_close_matches(name, KEYS, 1, LIKE_A_KEY)):
            raise CaseFileError(f"{path}:{node.lineno}: {name} is no key of a header; {like[0]} is")
    return Header(path, values)


def _literal(path: Path, name: str, value: ast.expr, line: int) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, TypeError):
        raise CaseFileError(f"{path}:{line}: {name} is not a literal; headers are read, never run") from None


def _docstring(path: Path, tree: ast.Module) -> tuple[str, str]:
    """Return the truth (first line) and the reasons below it."""
    truth, _, why = (ast.get_docstring(tree) or "").partition("\n\n")
    if not truth or "\n" in truth:
        raise CaseFileError(f"{path}:1: a case begins with a docstring: the truth in one line")
    return truth, " ".join(why.split())
