"""Where evaluation loops let another thread run, by implementation, version and build, with the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canifork.axes import python
from canifork.i18n.translator import english


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Where an evaluation loop lets another thread run, and which source says so.

    It does after the instructions in `only`, or after all but those in `never`.
    """

    says: str
    link: str
    never: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    def allows(self, instruction: str) -> bool:
        """Tell whether another thread can run after an instruction."""
        return instruction not in self.never if self.only is None else instruction in self.only


CPYTHON = "https://github.com/python/cpython/blob/v{version}/Python/"
NO_GIL = Rule(
    says=english("without the GIL both threads run at any time"),
    link="https://docs.python.org/3/howto/free-threading-python.html",
)
PYPY = Rule(
    says=english("between any two instructions while it interprets, in a compiled loop only at its end"),
    link="https://github.com/pypy/pypy/blob/023213690347f2d12cfa1d8a35200cad38e5fb75/pypy/module/pypyjit/"
    "interp_jit.py#L83-L106",
)
UNTIL_3_9 = Rule(
    says=english(
        "after an instruction that ends in `DISPATCH`, which asks `eval_breaker`; not after one that ends in "
        "`FAST_DISPATCH`"
    ),
    link=f"{CPYTHON}ceval.c",
    never=frozenset({
        "NOP", "LOAD_FAST", "LOAD_CONST", "STORE_FAST", "POP_TOP",
        "ROT_TWO", "ROT_THREE", "DUP_TOP", "DUP_TOP_TWO",
    }),
)  # fmt: skip
AT_CALLS = frozenset({"RESUME", "CALL", "CALL_FUNCTION", "PRECALL", "JUMP_ABSOLUTE", "JUMP_BACKWARD"})
SINCE_3_10 = english(
    "only where a function is called or begins, and where a loop jumps back: `eval_breaker` is asked"
)


def rule_of(facts: Mapping[str, Any]) -> Rule | None:
    """Return the rule of an interpreter, None for one whose rule is not known."""
    if facts["implementation"] == "pypy":
        return PYPY
    if facts["implementation"] != "cpython":
        return None
    if facts["free_threaded"]:
        return NO_GIL
    if python(facts) < (3, 10):
        return UNTIL_3_9
    source = "ceval.c" if python(facts) < (3, 12) else "bytecodes.c"
    return Rule(says=SINCE_3_10, link=f"{CPYTHON}{source}", only=AT_CALLS)
