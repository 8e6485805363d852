"""The ids of interpreters, made of their facts.

An id names what is unusual: 'cp313t-linux-x86_64', 'cp313-linux-x86_64-musl'.  Two that differ in a
patch release or in a limit of CPUs alone have one id, unless somebody asked for them to be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from canifork.axes import AXES, LIMITS, TAGS, apart, libc, python
from canifork.model import Facts

PATCH = "patch"
APART = (PATCH, *LIMITS)  # by what interpreters are told apart where somebody asks for it
MARKS = {"cpu_limit": "cpus{:g}", "cpu_set": "cpuset{}"}
BY_WISH = re.compile(r"\.\w+(?=-)|-cpus[\d.]+|-cpuset\d+")  # what an id has in addition then


def interpreter_id(facts: Facts) -> str:
    """Name an interpreter: 'cp313t-linux-x86_64', 'cp313.0-linux-x86_64', 'cp313-linux-x86_64-cpus1.5'.

    cases/_probe.py makes the same name of the same facts, in the interpreter itself, apart from what
    was asked for.
    """
    tag = TAGS.get(facts["implementation"], facts["implementation"])
    build = "{}{}{}{}".format(tag, *python(facts), "t" if facts["free_threaded"] else "")
    patch = facts["version"].split(".", 2)[2:] if PATCH in apart(facts) else []
    musl = "musl" if libc(facts) == "musl" else None  # what is usual is not named
    limits = [mark.format(found) for key, mark in MARKS.items() if (found := AXES[key].read(facts))]
    parts = [".".join([build, *patch]), facts["os"], facts["machine"], musl, facts["emulated"], *limits]
    return "-".join(filter(None, parts))


def own_name(key: str) -> str:
    """Return how an interpreter names itself: it does not know by what it is told apart."""
    return BY_WISH.sub("", key)


def told_apart(facts: Facts, wished: Iterable[str]) -> Facts:
    """Return the facts, and with them the id, of an interpreter that is told apart by these of APART."""
    keys = {*apart(facts), *wished}
    found = {**facts, "apart": [key for key in APART if key in keys]}
    return {**found, "id": interpreter_id(found)} if keys else facts
