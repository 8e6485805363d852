"""Show who is whose child, as it was recorded: all processes of a claim, before and after what it is about.

Each Python ran the case, which was stopped at two of its lines (tools/read_trees.py).  Meanwhile
tools/record_trees.py asked the system for all of its processes, and wrote them down in trees.json.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canifork.axes import implementation
from canifork.model import Case
from canifork.report.html.acts import TREES, Trees
from canifork.report.html.lineage import LABELS, OWN, RULES, SERVER, SYSTEM, TRACKER, Rule, rule_of
from canifork.report.html.recordings import (
    check_claims,
    check_counts,
    check_python,
    day_of,
    of_same_text,
    read_recording,
)

FILE = Path(__file__).with_name("trees.json")
STEP, INDENT = 40, 24  # of the drawing: from one process to the next, and from a parent to its child
HIGH, WIDE = 30, 190  # of a process
Row = Sequence[
    Any
]  # a name; its parent: the number of an earlier row, the system, or None; how many there are


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """Processes that are alike, and their children."""

    name: str
    count: int
    children: tuple[Node, ...]

    @property
    def label(self) -> str:
        """Return what it is called."""
        return LABELS[self.name]

    @property
    def looks(self) -> str:
        """Return how it is drawn: as the system, as a helper of Python's, or as what the claim is about."""
        return {SYSTEM: "system", SERVER: "helper", TRACKER: "helper"}.get(self.name, OWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A node where it is drawn, and the height at which its parent is, if it has one."""

    node: Node
    x: int
    y: int
    above: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """All processes at one moment: what is said of it, those without a parent, and all as boxes."""

    says: str
    nodes: tuple[Node, ...]
    boxes: tuple[Box, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Return how wide and how high the drawing is."""
        return max((box.x for box in self.boxes), default=0) + WIDE + 2, STEP * len(self.boxes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The Pythons of one build that were asked: 'CPython 3.12.1, 3.13.0'."""

    names: str
    free_threaded: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """What was alike on these Pythons under one start method: the trees before and after, for each act."""

    method: str
    pythons: Sequence[Asked]
    trees: Sequence[tuple[Tree, Tree]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """The trees of a claim, why they are so, and which Pythons were asked on which day."""

    day: str
    pythons: Sequence[Asked]
    groups: Sequence[Group]
    rules: Sequence[Rule]


def trees(cases: Mapping[str, Case], recorded: Mapping[str, Any] | None = None) -> dict[str, Family]:
    """Return the trees of each claim that has some, if they were recorded of the case's same text."""
    told = recorded or read_trees(FILE.read_text(encoding="utf-8"))
    return {
        one.claim: Family(
            day=day_of(told),
            pythons=_asked(told["pythons"]),
            groups=[group for method in one.methods for group in _groups(one, method, told["pythons"])],
            rules=_rules(one, told["pythons"]),
        )
        for one in of_same_text(TREES, cases, told)
    }


def read_trees(text: str) -> dict[str, Any]:
    """Return a record of trees; ResultsError if it is not as tools/record_trees.py writes it."""
    return read_recording(FILE, text, _check)


def _check(told: Mapping[str, Any]) -> None:
    check_claims(told, TREES)
    for asked in told["pythons"]:
        check_python(asked)
        if set(asked["trees"]) != set(told["sha256"]):
            raise ValueError("other claims")
        for one in TREES:
            _check_acts(one, asked["trees"][one.claim])


def _check_acts(one: Trees, acts_by_method: Mapping[str, Any]) -> None:
    if set(acts_by_method) != set(one.methods):
        raise ValueError(f"{one.claim}: other start methods")
    for method, acts in acts_by_method.items():
        for act, (before, after) in zip(one.acts, acts, strict=True):
            there = Counter(name for name in act.names if name)
            if _counted(method, before) != there or not _counted(method, after) <= there:
                raise ValueError(f"{one.claim}: other processes")


def _counted(method: str, rows: Sequence[Row]) -> Counter[str]:
    """Check that each process stands behind its parent, by a rule; count all but Python's helpers."""
    counts: Counter[str] = Counter()
    for number, (name, parent, count) in enumerate(rows):
        check_counts(count - 1)
        if name not in LABELS or parent not in {None, SYSTEM, *range(number)}:
            raise ValueError(f"{name!r}, a child of {parent!r}")
        if parent is not None:
            rule_of(method, name, _name(rows, parent))
        if name not in {SERVER, TRACKER}:
            counts[name] += count
    return counts


def _name(rows: Sequence[Row], parent: int | str) -> str:
    return SYSTEM if parent == SYSTEM else str(rows[int(parent)][0])


def _groups(one: Trees, method: str, pythons: Sequence[Mapping[str, Any]]) -> Iterator[Group]:
    alike: dict[str, list[Mapping[str, Any]]] = {}
    for asked in pythons:
        alike.setdefault(json.dumps(asked["trees"][one.claim][method]), []).append(asked)
    for acts, some in alike.items():
        shown = [
            (_tree(act.before, before), _tree(act.after, after))
            for act, (before, after) in zip(one.acts, json.loads(acts), strict=True)
        ]
        yield Group(method=method, pythons=_asked(some), trees=shown)


def _tree(says: str, rows: Sequence[Row]) -> Tree:
    nodes = _nodes(rows, None)
    if orphans := _nodes(rows, SYSTEM):
        nodes += (Node(name=SYSTEM, count=1, children=orphans),)
    boxes: list[Box] = []
    _place(nodes, 0, None, boxes)
    return Tree(says=says, nodes=nodes, boxes=tuple(boxes))


def _nodes(rows: Sequence[Row], above: int | str | None) -> tuple[Node, ...]:
    return tuple(
        Node(name=name, count=count, children=_nodes(rows, number))
        for number, (name, parent, count) in enumerate(rows)
        if parent == above
    )


def _place(nodes: Sequence[Node], x: int, above: int | None, boxes: list[Box]) -> None:
    """Put boxes one below another, children below their parent and a little to the right."""
    for node in nodes:
        y = STEP * len(boxes)
        boxes.append(Box(node=node, x=x, y=y, above=above))
        _place(node.children, x + INDENT, y, boxes)


def _rules(one: Trees, pythons: Sequence[Mapping[str, Any]]) -> list[Rule]:
    used = {
        rule_of(method, name, _name(tree, parent))
        for asked in pythons
        for method, acts in asked["trees"][one.claim].items()
        for tree in (tree for pair in acts for tree in pair)
        for name, parent, _ in tree
        if parent is not None
    }
    return [rule for rule in RULES if rule in used]


def _asked(pythons: Sequence[Mapping[str, Any]]) -> list[Asked]:
    builds: dict[tuple[str, bool], list[str]] = {}
    for asked in pythons:
        builds.setdefault((implementation(asked), asked["free_threaded"]), []).append(asked["version"])
    return [
        Asked(names=f"{name} {', '.join(some)}", free_threaded=free) for (name, free), some in builds.items()
    ]
