"""Queries with what they find in made-up results, asked of Python and of the pages alike."""

from __future__ import annotations

from hypothesis import strategies as st

from builders import (
    answered,
    expect,
    make_case,
    make_facts,
    make_outline,
    make_record,
    make_results,
    make_trial,
    not_run,
)
from canifork.model import Case, Kind, Observation, Results, Row

FACTS = {
    facts["id"]: facts
    for facts in (
        make_facts("cp39-linux-x86_64", version="3.9.18"),
        make_facts("cp313-linux-x86_64", version="3.13.1"),
        make_facts("cp313t-linux-x86_64", version="3.13.1", free_threaded=True),
        make_facts("cp314-linux-x86_64", version="3.14.0"),
        make_facts("pp311-linux-x86_64", version="3.11.9", implementation="pypy"),
        make_facts("cp313-windows-amd64-wine", version="3.13.1", os="windows", machine="amd64",
                   emulated="wine", libc=None),
    )
}  # fmt: skip
OLD, PLAIN, FREE, NEW, PYPY, WINE = FACTS
TRUTHS = {
    "locks.counter": "Threads lose `n += 1` without a lock.",
    "pickle.lambda": "A lambda reaches a forked child only.",
    "process.default": "The default changed.",
    "fork.same": "It is the same everywhere.",
    "fork.never": "Nobody ran it.",
}
METHODS = {"pickle.lambda": ("fork", "spawn")}
EXPECT = {
    "locks.counter": (expect(may_see={"lost": [True, False]}),),
    "process.default": (expect(may_see={"way": ["fork", "forkserver"]}),),
    "pickle.lambda": (
        expect(when={"start_method": "spawn"}, raises="PicklingError"),
        expect({"works": True}),
    ),
}
ALL = set(TRUTHS)

FOUND: dict[str, set[str]] = {
    "": ALL,
    "lose": {"locks.counter"},
    "LOSE without": {"locks.counter"},
    '"without lose"': set(),
    '"n += 1"': {"locks.counter"},
    "locks.counter": {"locks.counter"},
    "picklingerror": {"pickle.lambda"},
    "PicklingError os:wine": {"pickle.lambda"},
    "PicklingError method:fork": set(),
    "forkserver": {"process.default"},
    "forkserver python:..3.13": set(),
    "forkserver or lose": {"process.default", "locks.counter"},
    "chapter:fork": {"fork.same", "fork.never"},
    "chapter:fork and not nobody": {"fork.same"},
    "not chapter:fork": ALL - {"fork.same", "fork.never"},
    "state:not_run": {"fork.never"},
    "state:not-applicable": {"fork.same"},
    "state:not_applicable os:linux": set(),
    "state:contradicted": {"process.default"},
    "not state:contradicted": ALL - {"process.default"},
    "not state:contradicted python:3.14": ALL - {"process.default"},
    "not state:contradicted python:3.13": ALL,
    "os:windows": ALL,
    "state:silent": {"locks.counter", "pickle.lambda", "fork.same"},
    "os:macos": set(),
    "os:linux os:windows": set(),
    "method:spawn": {"pickle.lambda"},
    "differs(start_method)": {"pickle.lambda"},
    "differs(method) and os:linux": {"pickle.lambda"},
    "differs(start_method) os:windows": set(),
    "differs(start_method) method:fork": set(),
    "not differs(start_method) method:spawn": {"pickle.lambda"},
    "differs(free_threaded)": {"locks.counter"},
    "differs(build)": {"locks.counter"},
    "differs(build) os:windows": set(),
    "differs(implementation)": set(),
    "differs(os)": set(),
    "differs(system) or differs(machine)": set(),
    "differs(python)": {"locks.counter", "process.default"},
    "differs(python) build:free-threaded": set(),
    "differs(python) (python:3.13 or python:3.14)": {"process.default"},
    "only(free_threaded)": set(),
    "only(free-threaded) python:3.10..": {"locks.counter"},
    "only(fork)": {"pickle.lambda"},
    "only(spawn) os:linux": {"pickle.lambda"},
    "only(spawn) not os:linux": set(),
    "only(3.14)": {"process.default"},
    "only(3.14..)": {"process.default"},
    "only(..3.13)": {"process.default", "locks.counter"},
    "only(3.9)": set(),
    "only(3.9) not build:free_threaded": {"locks.counter"},
    "only(linux)": {"pickle.lambda", "process.default", "locks.counter"},
    "only(wine)": set(),
    "flips(3.13..3.14)": {"process.default"},
    "flips(3.9..3.13)": {"locks.counter"},
    "flips(..3.13)": {"locks.counter"},
    "flips(3.9..)": {"locks.counter", "process.default"},
    "flips(3.10..3.12)": set(),
    "not (flips(3.9..) or method:spawn) and os:linux": {"fork.same", "fork.never"},
    "NOT lose AND (chapter:locks OR chapter:fork)": {"fork.same", "fork.never"},
    "not not lose": {"locks.counter"},
    "((lose))": {"locks.counter"},
    "a and the": {"fork.same", "process.default"},
    "\N{NO-BREAK SPACE}lose\N{IDEOGRAPHIC SPACE}": {"locks.counter"},
}
"""Each query and the claims that it finds in `made_up`."""

WRONG = {
    "os:lnux": "At 4: “lnux” is not known here. Use linux, macos, windows, emscripten, wine, qemu.",
    "sytem:linux": "At 1: “sytem” is no key. Use os, build, method, python, chapter, state, "
    "or put quotation marks around text.",
    "join() lose": "At 1: “join” is no question. Use differs, only, flips, "
    "or put quotation marks around text.",
    "lose and differs(colour)": "At 18: “colour” is not known here. Use start_method, python, "
    "free_threaded, system, implementation, libc, machine, cpu_limit, cpu_set, os, build, method.",
    "python:three": "At 8: “three” names no versions. Write 3.14, 3.9..3.12, 3.10.., ..3.9.",
    "flips(3.13)": "At 7: “3.13” names no versions. Write 3.9..3.12, 3.10.., ..3.9.",
    "flips()": "At 7: “” names no versions. Write 3.9..3.12, 3.10.., ..3.9.",
    "\N{PILE OF POO} or": "At 5: a word or a question is missing.",
    "and": "At 1: a word or a question is missing.",
    "lose ()": "At 7: a word or a question is missing.",
    "not": "At 4: a word or a question is missing.",
    "(lose": "At 1: this bracket has no other half.",
    "lose) or": "At 5: this bracket has no other half.",
    'say "lose': "At 5: this quotation mark has no other half.",
    "(" * 60: "At 51: there are too many brackets within brackets.",
}
"""Each mistake and its sentence."""

PARTS = [
    "and", "or", "not", "(", ")", "lose", '"n += 1"', '"', "differs(", "differs(python)", "only(fork)",
    "only(3.14..)", "flips(3.9..3.14)", "os:linux", "os:wine", "os:x", "build:pypy", "method:spawn",
    "python:3.13", "python:..3.13", "state:contradicted", "chapter:fork", "chapter:", "x:y", "f(x)", ":",
]  # fmt: skip


def queries() -> st.SearchStrategy[str]:
    """Return queries that mean something, and others."""
    return st.lists(st.sampled_from(PARTS) | st.text(max_size=3), max_size=9).map(" ".join)


def made_up() -> Results:
    """Return results in which each claim is one of its kind."""
    cases = {key: _case(key, truth) for key, truth in TRUTHS.items()}
    records = [
        make_record(make_trial(key, where, method), _seen(key, where, method), case)
        for key, case in cases.items()
        for where in FACTS
        for method in case.start_methods or (None,)
        if (where, method) != (WINE, "fork")
    ]
    return make_results(records, cases=cases, outline=make_outline(cases), interpreters=FACTS)


def _case(key: str, truth: str) -> Case:
    says = Row(when={}, sees={"way": "fork"}) if key == "process.default" else Row(when={"os": "macos"})
    expected = EXPECT.get(key, (expect({"works": True}),))
    methods = METHODS.get(key, ())
    return make_case(
        key, truth=truth, start_methods=methods, article=(says,), expect=expected, says=None, why=""
    )


def _seen(key: str, where: str, method: str | None) -> Observation:
    if key == "fork.never":
        return not_run()
    if key == "locks.counter":
        return answered(lost=where in {OLD, FREE})
    if key == "process.default":
        return answered(way="forkserver" if where == NEW else "fork")
    if key == "fork.same" and where == WINE:
        return Observation(kind=Kind.NOT_APPLICABLE, reason="there is no fork")
    if method == "spawn":
        return Observation(kind=Kind.RAISED, reason="PicklingError", detail="Can't pickle it")
    return answered(works=True)
