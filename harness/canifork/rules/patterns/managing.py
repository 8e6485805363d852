"""Managers and their queues."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import argument
from canifork.rules.program import Program
from canifork.rules.rule import Spot

MANAGERS = tuple(f"multiprocessing.managers.{name}" for name in ("BaseManager", "SyncManager"))


def registered_lambda(program: Program) -> Iterator[Spot]:
    """Find lambdas that are registered for a manager that is started."""
    starts = program.calls(*(f"{name}().start" for name in MANAGERS))
    if not starts:
        return
    for call in program.calls(*(f"{name}.register" for name in MANAGERS)):
        made = argument(call, "callable", 1)
        if isinstance(program.definition(made), ast.Lambda):
            yield Spot(
                node=call, passed=(starts[0],), starter=starts[0].func,
                what="a lambda is registered for a manager that is started",
            )  # fmt: skip


def text_authkey(program: Program) -> Iterator[Spot]:
    """Find managers whose key is text."""
    for call in program.calls(*MANAGERS):
        key = program.value(argument(call, "authkey", 1))
        if isinstance(key, (ast.Constant, ast.JoinedStr)) and not _is_no_text(key):
            yield Spot(node=call, what=f"the manager's key {ast.unparse(key)[:30]} is text")


def _is_no_text(key: ast.expr) -> bool:
    return isinstance(key, ast.Constant) and not isinstance(key.value, str)


def empty_address(program: Program) -> Iterator[Spot]:
    """Find managers at '' that are used by the program that starts them."""
    if not program.calls(*(f"{name}().start" for name in MANAGERS)):
        return
    for call in program.calls(*MANAGERS):
        address = program.value(argument(call, "address", 0))
        host = address.elts[0] if isinstance(address, ast.Tuple) and address.elts else None
        if isinstance(host, ast.Constant) and host.value == "":
            yield Spot(node=call, what="the manager's address is '', to which its own program connects")


def queue_module_name(program: Program) -> Iterator[Spot]:
    """Find `except Queue.Empty` where nothing is called Queue: the module is called queue."""
    for node in program.all(ast.ExceptHandler):
        if node.type is None:
            continue
        caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        for one in caught:
            if ast.unparse(one) in {"Queue.Empty", "Queue.Full"} and not _is_bound(program, one):
                yield Spot(node=one, what=f"`except {ast.unparse(one)}`, and nothing is called Queue")


def _is_bound(program: Program, node: ast.expr) -> bool:
    stars = any(alias.name == "*" for alias in program.all(ast.alias))
    return stars or bool(program.scope(node).find("Queue"))
