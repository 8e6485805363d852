"""What an expression of a program is, by one name for each thing: 'multiprocessing.Pool().map'."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace

CONTEXT = "multiprocessing.get_context()"
SAME = [  # other places of the same things
    (re.compile(r"^multiprocessing\.get_context\(\)\.(?!\()"), "multiprocessing."),
    (re.compile(r"^multiprocessing\.(context|process|queues|synchronize)\.(?=[A-Z])"), "multiprocessing."),
    (re.compile(r"^multiprocessing\.pool\.Pool\b"), "multiprocessing.Pool"),
    (re.compile(r"^multiprocessing\.context\.(get_context|set_start_method)\b"), r"multiprocessing.\1"),
    (re.compile(r"^concurrent\.futures\.(process|thread)\.(?=[A-Z])"), "concurrent.futures."),
    (re.compile(r"^asyncio\.(events|locks|queues|runners)\."), "asyncio."),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What an expression is: 'multiprocessing.Pool().map', and the contexts that it was made by."""

    name: str
    contexts: frozenset[ast.Call] = frozenset()

    def then(self, more: str) -> Kind:
        """Return the kind of an attribute or a call of it."""
        name = self.name + more
        for pattern, replacement in SAME:
            name = pattern.sub(replacement, name)
        return replace(self, name=name)


CIRCLE = Kind("")
"""The kind of a name that leads back to itself, as in `for p in ps` where `ps.append(p)`."""
