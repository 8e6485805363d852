"""Find what differs by itself between two runs of one configuration, and mask it in others.

A line is cut into tokens (addresses, times, paths, ids, numbers) and what stands between them, its
shape.  Where two runs give lines of the same shape with other tokens, these tokens differ by
themselves.  Lines that come in another order do so by themselves too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace

from canifork.programs.behaviour import Behaviour

TOKENS = {
    "address": r"\b0x[0-9A-Fa-f]+\b",
    "time": r"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?"
    r"|\b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\b",
    "duration": r"\b\d+\.\d+(?= ?(?:s|ms|seconds?|sec)\b)",
    "path": r"(?:\b[A-Za-z]:)?(?:[/\\][\w.+~-]+){2,}",
    "id": r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?:tmp|pymp-|mp-|psm_)[A-Za-z0-9_]{6,}"
    r"|\b(?=[A-Za-z_]*\d)(?=\d*[A-Za-z_])\w{6,}\b",
    "number": r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?",
}
TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in TOKENS.items()))
ALWAYS = frozenset({"<address>", "<duration>"})  # masked even where two runs happened to agree
COMPARED = tuple(one.name for one in fields(Behaviour) if one.name not in {"ended", "error"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line as its shape, in which tokens are named by their kind, and its tokens."""

    shape: tuple[str, ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Mask:
    """What differs by itself in one text.

    `places`: tokens (line, token) in a text of these very `shapes`; `kinds`: the same by the shape of
    the line, for texts of other shapes.  `unordered`: the lines come in any order.
    """

    shapes: tuple[tuple[str, ...], ...] = ()
    places: frozenset[tuple[int, int]] = frozenset()
    kinds: frozenset[tuple[tuple[str, ...], int]] = frozenset()
    unordered: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Masks:
    """What differs by itself in what is compared, by its name."""

    by_name: dict[str, Mask] = field(default_factory=dict)

    @property
    def unordered(self) -> frozenset[str]:
        """Name what comes in any order."""
        return frozenset(name for name, mask in self.by_name.items() if mask.unordered)

    @property
    def varying(self) -> frozenset[str]:
        """Name what differs by itself in any way."""
        return frozenset(name for name, mask in self.by_name.items() if mask.kinds or mask.unordered)


def learn(runs: Sequence[Behaviour]) -> Masks:
    """Compare runs of one configuration: what differs between any two of them differs by itself."""
    first, *others = runs
    found = {
        name: _learn([_lines(getattr(run, name)) for run in (first, *others)]) for name in COMPARED if others
    }
    return Masks(by_name={name: mask for name, mask in found.items() if mask.kinds or mask.unordered})


def apply(behaviour: Behaviour, masks: Iterable[Masks], unordered: Iterable[str] = ()) -> Behaviour:
    """Return a behaviour with what differs by itself masked, and the lines of `unordered` sorted."""
    masks, unordered = list(masks), set(unordered)
    changed = {}
    for name in COMPARED:
        some = [one.by_name[name] for one in masks if name in one.by_name]
        lines = _masked(getattr(behaviour, name), some)
        changed[name] = "\n".join(sorted(lines) if name in unordered else lines)
    return replace(behaviour, **changed)


def _learn(texts: Sequence[Sequence[Line]]) -> Mask:
    first = texts[0]
    shapes = tuple(line.shape for line in first)
    same = all(tuple(line.shape for line in other) == shapes for other in texts)
    mixed = not same and all(Counter(line.shape for line in other) == Counter(shapes) for other in texts)
    kinds = frozenset(kind for other in texts[1:] for kind in _differing(first, other))
    places = frozenset(
        (number, place)
        for number, line in enumerate(first if same else ())
        for place, token in enumerate(line.tokens)
        if any(other[number].tokens[place] != token for other in texts)
    )
    swapped = same and not kinds and bool(places)  # the same lines, of one shape, in another order
    return Mask(
        shapes=shapes if same and not swapped else (),
        places=frozenset() if swapped else places,
        kinds=kinds,
        unordered=mixed or swapped,
    )


def _differing(one: Sequence[Line], other: Sequence[Line]) -> Iterable[tuple[tuple[str, ...], int]]:
    """Yield the tokens, by the shape of their line, that are not the same in both, in whatever order."""
    seen, seen_there = _by_shape(one), _by_shape(other)
    for shape in seen.keys() & seen_there.keys():
        for place, (here, there) in enumerate(zip(seen[shape], seen_there[shape], strict=True)):
            if Counter(here) != Counter(there):
                yield shape, place


def _by_shape(lines: Sequence[Line]) -> dict[tuple[str, ...], list[list[str]]]:
    """Return, for each shape, the tokens at each of its places."""
    found: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for line in lines:
        columns = found[line.shape] or [[] for _ in line.tokens]
        found[line.shape] = columns
        for column, token in zip(columns, line.tokens, strict=True):
            column.append(token)
    return found


def _masked(text: str, masks: Sequence[Mask]) -> list[str]:
    lines = _lines(text)
    shapes = tuple(line.shape for line in lines)
    return [_mask_line(line, number, shapes, masks) for number, line in enumerate(lines)]


def _mask_line(line: Line, number: int, shapes: tuple[tuple[str, ...], ...], masks: Sequence[Mask]) -> str:
    parts = list(line.shape)
    for place, token in enumerate(line.tokens):
        kind = 2 * place + 1  # what stands between two tokens, perhaps nothing, is a part too
        hidden = parts[kind] in ALWAYS or any(
            (number, place) in mask.places if mask.shapes == shapes else (line.shape, place) in mask.kinds
            for mask in masks
        )
        if not hidden:
            parts[kind] = token
    return "".join(parts)


def _lines(text: str) -> list[Line]:
    return [_line(line) for line in text.split("\n")] if text else []


def _line(text: str) -> Line:
    shape, tokens, end = [], [], 0
    for found in TOKEN.finditer(text):
        shape += [text[end : found.start()], f"<{found.lastgroup}>"]
        tokens.append(found[0])
        end = found.end()
    return Line((*shape, text[end:]), tuple(tokens))
