"""A program as a syntax tree in which names can be followed; it is read, and never run."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar, cast

from canifork.rules.kinds import CIRCLE, CONTEXT, Kind
from canifork.rules.names import (
    FUNCTIONS,
    SCOPES,
    Bound,
    Definition,
    Function,
    Item,
    Scope,
    scopes_of,
    self_of,
)

Node = TypeVar("Node", bound=ast.AST)
DEEPEST = 12  # names that are followed one after the other


class Program:
    """The syntax tree of one file: who is where, which name is what, what is called."""

    def __init__(self, path: str, source: str, tree: ast.Module) -> None:
        """Read a tree that `ast.parse` gave for this source."""
        self.path, self.source, self.tree = path, source, tree
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: dict[type[ast.AST], list[ast.AST]] = {}
        for node in ast.walk(tree):
            self.nodes.setdefault(type(node), []).append(node)
            self.parents.update(dict.fromkeys(ast.iter_child_nodes(node), node))
        self.scopes = scopes_of(tree)
        self._followed: set[int] = set()
        self.branches: dict[ast.AST, list[Any]] = {}  # what branches.py found

    def all(self, kind: type[Node]) -> list[Node]:
        """Return all nodes of this type, in the order of the tree."""
        return cast("list[Node]", self.nodes.get(kind, []))

    def place(self, node: ast.AST) -> tuple[int, int]:
        """Return line and column, in characters, both from 1 on; a node counts bytes of UTF-8."""
        line, offset = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        before = re.split(r"\r\n?|\n", self.source)[line - 1].encode()[:offset]
        return line, len(before.decode(errors="replace")) + 1

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around this one, the innermost first."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def scope(self, node: ast.AST) -> Scope:
        """Return the scope in which a node is read."""
        return next(self.scopes[one] for one in self.above(node) if isinstance(one, SCOPES))

    def function(self, node: ast.AST) -> Function | None:
        """Return the innermost function around a node."""
        return next((one for one in self.above(node) if isinstance(one, FUNCTIONS)), None)

    def block(self, statement: ast.AST) -> tuple[ast.AST, str] | None:
        """Return whose block a statement stands in, and which of them; None if it is no statement."""
        outer = self.parents[statement]
        for field, inner in ast.iter_fields(outer):
            if isinstance(inner, list) and statement in inner:
                return outer, field
        return None

    @cached_property
    def _calls(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        for node in self.all(ast.Call):
            if (kind := self.kind(node.func)) is not None:
                found.setdefault(kind.name, []).append(node)
        return found

    def calls(self, *names: str) -> list[ast.Call]:
        """Return the calls of functions of these kinds: 'os.fork', 'multiprocessing.Pool().map'."""
        return [call for name in names for call in self._calls.get(name, ())]

    @cached_property
    def _uses(self) -> dict[str, list[ast.AST]]:
        """The places where names and attributes are read, by name."""
        found: dict[str, list[ast.AST]] = {}
        for name in self.all(ast.Name):
            if isinstance(name.ctx, ast.Load):
                found.setdefault(name.id, []).append(name)
        for attribute in self.all(ast.Attribute):
            found.setdefault(attribute.attr, []).append(attribute)
        return found

    def callers(self, node: ast.AST) -> list[ast.AST]:
        """Return where the function around a node is named, outside of itself."""
        function = self.function(node)
        uses = self._uses.get(getattr(function, "name", ""), [])
        return [one for one in uses if function not in set(self.above(one))]

    @cached_property
    def modules(self) -> frozenset[str]:
        """The packages that are imported, anywhere."""
        plain = {alias.name for node in self.all(ast.Import) for alias in node.names}
        taken = {node.module or "" for node in self.all(ast.ImportFrom) if not node.level}
        return frozenset(name.partition(".")[0] for name in plain | taken)

    def kind(self, node: ast.expr, depth: int = DEEPEST) -> Kind | None:
        """Return what an expression is, as far as the file itself tells; None if it does not."""
        if isinstance(node, ast.Name) and depth:
            return self._kind_of_name(node, depth)
        if isinstance(node, ast.Attribute) and depth:
            return self._kind_of_attribute(node, depth)
        if isinstance(node, ast.Call) and depth:
            return self._kind_of_call(node, depth)
        if isinstance(node, ast.IfExp) and depth:
            return self._common([node.body, node.orelse], depth)
        return None

    def _kind_of_attribute(self, node: ast.Attribute, depth: int) -> Kind | None:
        if (own := self._own_attribute(node)) is not None:
            return self._common(own, depth)
        inner = self.kind(node.value, depth - 1)
        return inner.then(f".{node.attr}") if inner and inner is not CIRCLE else inner

    def _kind_of_name(self, node: ast.Name, depth: int) -> Kind | None:
        bound = self.scope(node).find(node.id)
        if not bound and hasattr(builtins, node.id):
            return Kind(f"builtins.{node.id}")
        if id(bound) in self._followed:
            return CIRCLE
        self._followed.add(id(bound))
        try:
            return self._common(bound, depth)
        finally:
            self._followed.remove(id(bound))

    def _kind_of_call(self, node: ast.Call, depth: int) -> Kind | None:
        made = self.kind(node.func, depth - 1)
        if made is None or made is CIRCLE:
            return made
        own = {node} if f"{made.name}()" == CONTEXT else self._given_context(node, depth)
        return replace(made.then("()"), contexts=made.contexts | own)

    def _given_context(self, node: ast.Call, depth: int) -> frozenset[ast.Call]:
        """Return the contexts that an executor is given by `mp_context`."""
        given = [one.value for one in node.keywords if one.arg == "mp_context"]
        if not given or (isinstance(given[0], ast.Constant) and given[0].value is None):
            return frozenset()
        kind = self.kind(given[0], depth - 1)
        unknown = ast.Call(func=node.func, args=given, keywords=[])
        return kind.contexts if kind is not None and kind.contexts else frozenset({unknown})

    def _common(self, bound: Iterable[Bound], depth: int) -> Kind | None:
        """Return the kind that all of these are; what is None for a while does not count."""
        telling = [one for one in bound if not (isinstance(one, ast.Constant) and one.value is None)]
        every = [self._kind_of_bound(one, depth - 1) for one in telling]
        kinds = [kind for kind in every if kind is not CIRCLE]
        if every and not kinds:
            return CIRCLE
        first = kinds[0] if kinds else None
        if first is None or any(kind is None or kind.name != first.name for kind in kinds):
            return None
        return Kind(first.name, frozenset().union(*(kind.contexts for kind in kinds if kind)))

    def _kind_of_bound(self, bound: Bound, depth: int) -> Kind | None:
        if isinstance(bound, str):
            return Kind("").then(bound)
        if isinstance(bound, Item):
            return self._common(self.items(bound.of, depth), depth)
        if isinstance(bound, ast.ClassDef):
            kinds = (self.kind(base, depth) for base in bound.bases)
            return next((kind for kind in kinds if kind and kind.name != "builtins.object"), None)
        return self.kind(bound, depth) if isinstance(bound, ast.expr) else None

    def items(self, node: ast.expr, depth: int = DEEPEST) -> list[Bound]:
        """Return what a list or the like holds, as far as the file tells; [None] if it does not."""
        if isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
            return [node.elt]
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)) and node.elts:
            return list(node.elts)
        if isinstance(node, ast.Name) and depth:
            bound = self.scope(node).find(node.id)
            lists = [one for one in bound if isinstance(one, ast.expr)]
            if lists and len(lists) == len(bound):
                found = [i for one in lists for i in self._held(one, depth)]
                return [*found, *self._appended(node)] or [None]
        return [None]

    def _held(self, node: ast.expr, depth: int) -> list[Bound]:
        return [] if isinstance(node, ast.List) and not node.elts else self.items(node, depth - 1)

    def _appended(self, name: ast.Name) -> Iterator[Bound]:
        """Yield what is appended to a list in the scope that reads it."""
        for call in self.appends.get(name.id, ()):
            if self.scope(call).find(name.id) is self.scope(name).find(name.id):
                yield call.args[0]

    @cached_property
    def appends(self) -> dict[str, list[ast.Call]]:
        """The calls of `append`, by the name of the list."""
        found: dict[str, list[ast.Call]] = {}
        for node in self.all(ast.Call):
            func = node.func
            if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
                continue
            if func.attr == "append" and len(node.args) == 1:
                found.setdefault(func.value.id, []).append(node)
        return found

    def _own_attribute(self, node: ast.Attribute) -> list[Bound] | None:
        """Return what `self.name` is bound to in the class around it; None if it is no such thing."""
        method = next((one for one in self.above(node) if isinstance(one, FUNCTIONS)), None)
        owner = self.scopes[method].parent if method else None
        if owner is None or not isinstance(owner.node, ast.ClassDef) or not isinstance(node.value, ast.Name):
            return None
        if node.value.id != self_of(method) if method else True:
            return None
        return owner.attributes.get(node.attr) or owner.bound.get(node.attr)

    def value(self, node: ast.expr | None, depth: int = DEEPEST) -> ast.expr | None:
        """Follow a name to the one value that it is bound to; None if there are several, or none."""
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return node
        bound = self._bound(node)
        only = bound[0] if len(bound) == 1 else None
        return self.value(only, depth - 1) if isinstance(only, ast.expr) and depth else None

    def definition(self, node: ast.expr | None, depth: int = DEEPEST) -> Definition | None:
        """Return the function, lambda or class that an expression names, if the file defines it."""
        if isinstance(node, ast.Lambda):
            return node
        bound = self._bound(node) if isinstance(node, (ast.Name, ast.Attribute)) else []
        only = bound[0] if len(bound) == 1 else None
        if isinstance(only, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return only
        return self.definition(only, depth - 1) if isinstance(only, ast.expr) and depth else None

    def _bound(self, node: ast.Name | ast.Attribute) -> list[Bound]:
        if isinstance(node, ast.Name):
            return self.scope(node).find(node.id)
        return self._own_attribute(node) or []
