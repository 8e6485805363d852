"""What the names of a program are bound to, scope by scope."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Definition: TypeAlias = Function | ast.ClassDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SCOPES = (*FUNCTIONS, ast.ClassDef, ast.Module)


@dataclass(frozen=True, slots=True)
class Item:
    """What a loop takes out of this value, one after the other."""

    of: ast.expr


Bound: TypeAlias = str | ast.expr | Definition | Item | None
"""An import's full name, a value, a definition, an item of a value; None: something else."""


@dataclass(slots=True)
class Scope:
    """A function, class or module, and what it binds; `attributes`: what its methods bind to self."""

    node: ast.AST
    parent: Scope | None
    bound: dict[str, list[Bound]] = field(default_factory=dict)
    attributes: dict[str, list[Bound]] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)

    def bind(self, name: str, what: Bound) -> None:
        """Note that the name is bound to this as well."""
        if name in self.foreign and self.parent is not None:
            self.outermost.bound.setdefault(name, []).append(what)
        else:
            self.bound.setdefault(name, []).append(what)

    @property
    def outermost(self) -> Scope:
        """Return the scope of the module."""
        return self if self.parent is None else self.parent.outermost

    def find(self, name: str) -> list[Bound]:
        """Return what the name is bound to where it is read in this scope; [] if nowhere."""
        scope: Scope | None = self.outermost if name in self.foreign else self
        while scope is not None:
            if name in scope.bound and (scope is self or not isinstance(scope.node, ast.ClassDef)):
                return scope.bound[name]
            scope = scope.parent
        return []


def scopes_of(tree: ast.Module) -> dict[ast.AST, Scope]:
    """Return the scope of the module, and of each function and class in it, by its node."""
    found: dict[ast.AST, Scope] = {}
    _Binder(found, Scope(tree, None)).fill(tree)
    return found


def self_of(function: ast.AST) -> str | None:
    """Return the name of a method's first parameter."""
    if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and function.args.args:
        return function.args.args[0].arg
    return None


class _Binder(ast.NodeVisitor):
    """Fills one scope, and makes those inside it."""

    def __init__(self, found: dict[ast.AST, Scope], scope: Scope) -> None:
        self.found, self.scope = found, scope
        found[scope.node] = scope

    def fill(self, node: ast.AST) -> None:
        """Bind what the children of a node bind, after what is declared to be another scope's."""
        self.scope.foreign = set(_foreign(node))
        if isinstance(node, FUNCTIONS):
            given = node.args
            every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            for argument in filter(None, every):
                self.scope.bind(argument.arg, None)
        self.generic_visit(node)

    def _inner(self, node: Definition) -> None:
        _Binder(self.found, Scope(node, self.scope)).fill(node)

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self.scope.bind(node.name, node)
        self._inner(node)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _define  # noqa: N815 - ast's names
    visit_Lambda = _inner  # noqa: N815

    def visit_Import(self, node: ast.Import) -> None:
        """Bind modules."""
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self.scope.bind(name, alias.name if alias.asname else name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Bind what is taken from a module; what is relative is another's."""
        for alias in node.names:
            known = not node.level and node.module
            self.scope.bind(alias.asname or alias.name, f"{node.module}.{alias.name}" if known else None)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Bind the targets, each to the value."""
        for target in node.targets:
            self._bind(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Bind the target, if it has a value."""
        if node.value is not None:
            self._bind(node.target, node.value)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """Bind the target."""
        self._bind(node.target, node.value)
        self.generic_visit(node)

    def visit_withitem(self, node: ast.withitem) -> None:
        """Bind what is entered: pools, executors, files and managers return themselves."""
        if node.optional_vars is not None:
            self._bind(node.optional_vars, node.context_expr)
        self.generic_visit(node)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.comprehension) -> None:
        self._bind(node.target, Item(node.iter))
        self.generic_visit(node)

    visit_For = visit_AsyncFor = visit_comprehension = _loop  # noqa: N815

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Bind the exception."""
        if node.name:
            self.scope.bind(node.name, None)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Bind to something that is not known."""
        self._bind(node.target, None)
        self.generic_visit(node)

    def _bind(self, target: ast.expr, what: Bound) -> None:
        if isinstance(target, ast.Name):
            self.scope.bind(target.id, what)
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = what.elts if isinstance(what, (ast.Tuple, ast.List)) else []
            matched = values if len(values) == len(target.elts) else [None] * len(target.elts)
            for inner, value in zip(target.elts, matched, strict=True):
                self._bind(inner, value)
        elif isinstance(target, ast.Starred):
            self._bind(target.value, None)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            self._bind_attribute(target.value.id, target.attr, what)

    def _bind_attribute(self, name: str, attribute: str, what: Bound) -> None:
        owner = self.scope.parent
        if owner and isinstance(owner.node, ast.ClassDef) and name == self_of(self.scope.node):
            owner.attributes.setdefault(attribute, []).append(what)


def _foreign(node: ast.AST) -> Iterator[str]:
    """Yield the names that a function declares to be the module's, or another function's."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, (ast.Global, ast.Nonlocal)):
            yield from inner.names
        elif not isinstance(inner, SCOPES):
            yield from _foreign(inner)
