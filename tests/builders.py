"""Make cases, interpreters, records and results for tests, with as few words as the test needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from canifork.ci.jobs import Cell
from canifork.claims.conditions import CAPABILITIES
from canifork.model import (
    Case,
    Chapter,
    Exit,
    Interpreter,
    Judgement,
    Kind,
    Observation,
    Outline,
    Plan,
    Record,
    Results,
    Row,
    Trial,
    Untestable,
    Unused,
)
from canifork.verdicts.judge import judge

LINUX = "cp313-linux-x86_64"
WINE = "cp313-windows-amd64-wine"
PROJECT = Path(__file__).resolve().parents[1]
METHODS = ("fork", "spawn", "forkserver")

THREAD = "https://github.com/python/cpython/issues/1"

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>",
    "a | b \\| c",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m \x00",
    "\u202egnp.exe\u2066 \u200f",
    "one\n# two\r\n\n- three\u2028four\x85five",
    '" onmouseover="alert(1)" \'{{ 7 * 7 }}{% raw %}',
    "&lt;b&gt; `code` **bold** _it_ ~~no~~ #1 @who",
)
"""Texts that do something where a report forgets that they are text only."""


def make_facts(key: str = LINUX, **changes: Any) -> dict[str, Any]:
    """Return the facts of an ordinary CPython 3.13 with this id, apart from what is given."""
    can: Mapping[str, bool] = changes.pop("capabilities", {})
    return {
        "id": key,
        "implementation": "cpython",
        "version": "3.13.1",
        "build": "3.13.1",
        "os": "linux",
        "os_release": "6.1.0",
        "machine": "x86_64",
        "emulated": None,
        "emulator": None,
        "libc": "glibc 2.36",
        "pointer_bits": 64,
        "byte_order": "little",
        "thread_stack_kib": 8192,
        "container": None,
        "cpu_limit": None,
        "free_threaded": False,
        "gil": True,
        "start_methods": list(METHODS),
        "default_start_method": "fork",
        "cpus": 4,
        "cpus_usable": 2,
        "utf8_mode": False,
        "executable": "/usr/bin/python3.13",
        "capabilities": {**dict.fromkeys(CAPABILITIES, True), **can},
    } | changes


def make_interpreter(key: str = LINUX, **changes: Any) -> Interpreter:
    """Return an interpreter that `python3.13` starts, with the facts of `make_facts`."""
    return Interpreter(command=("python3.13",), facts=make_facts(key, **changes))


def expect(sees: Mapping[str, Any] | None = None, **changes: Any) -> Row:
    """Return a row that fits everywhere, unless `when` is given."""
    given: dict[str, Any] = {"when": {}, "because": "the manual says so"}
    return Row(**given | ({} if sees is None else {"sees": sees}) | changes)


def make_case(key: str = "pool.size", **changes: Any) -> Case:
    """Return a case that expects {'works': True}, of which the article says the opposite."""
    given: dict[str, Any] = {
        "id": key,
        "file": f"cases/{key.replace('.', '/')}.py",
        "sha256": "0" * 64,
        "truth": "A pool works.",
        "why": "It was built to.",
        "says": "A pool never works.",
        "docs": ("https://docs.python.org/3/library/multiprocessing.html",),
        "start_methods": (),
        "needs": (),
        "alone": False,
        "deadline": 60.0,
        "article": (Row(when={}, sees={"works": False}),),
        "expect": (expect({"works": True}),),
    }
    return Case(**given | changes)


def make_newer(key: str = "pool.since", **changes: Any) -> Case:
    """Return a case that came after the article and expects {'works': True}."""
    return make_case(key, says=None, article=(), seen=(THREAD,), **changes)


def make_trial(case: str = "pool.size", interpreter: str = LINUX, method: str | None = None) -> Trial:
    """Return a trial."""
    return Trial(case=case, interpreter=interpreter, start_method=method)


def answered(**answer: Any) -> Observation:
    """Return the observation of an answer, {'works': True} unless one is given."""
    return Observation(kind=Kind.ANSWERED, answer=answer or {"works": True})


def not_run(reason: str = "interrupted") -> Observation:
    """Return the observation of a trial that was not run."""
    return Observation(kind=Kind.NOT_RUN, reason=reason)


def make_record(
    trial: Trial | None = None, observation: Observation | None = None, case: Case | None = None
) -> Record:
    """Return a record of `trial`, judged by the tables of `case`."""
    trial = trial or make_trial()
    seen = observation or answered()
    judgement = judge(case or make_case(trial.case), make_facts(), trial.start_method, seen)
    return Record(trial=trial, observation=seen, judgement=judgement, seconds=0.25)


def make_outline(ids: Iterable[str] = ("pool.size",), **changes: Any) -> Outline:
    """Return an outline with the claims of these ids."""
    claims: dict[str, list[str]] = {}
    for one in ids:
        chapter, _, claim = one.partition(".")
        claims.setdefault(chapter, []).append(claim)
    given: dict[str, Any] = {
        "title": "Processes",
        "original_title": "进程",
        "author": "云--澈",
        "published": "2018-04-27",
        "newest_python": "3.6",
        "chapters": tuple(
            Chapter(name=name, title=f"All about {name}", claims=tuple(inner))
            for name, inner in claims.items()
        ),
        "not_testable": (Untestable(claim="Processes are nice.", reason="a matter of taste"),),
    }
    return Outline(**given | changes)


def make_results(records: Sequence[Record] | None = None, **changes: Any) -> Results:
    """Return results that describe every case and interpreter that the records name."""
    records = [make_record()] if records is None else records
    cases = {record.trial.case: make_case(record.trial.case) for record in records}
    given: dict[str, Any] = {
        "made_at": "2026-11-22T15:04:05Z",
        "project": {"version": "0.1.0", "commit": "c0ffee"},
        "partial": None,
        "outline": make_outline(changes.get("cases", cases)),
        "interpreters": {one.trial.interpreter: make_facts(one.trial.interpreter) for one in records},
        "unused": (Unused(command=("python2.7",), reason="is Python 2.7; 3.6 is the oldest"),),
        "cases": cases,
        "records": tuple(records),
    }
    return Results(**given | changes)


def make_plan(trials: Sequence[Trial], absences: Sequence[Record] = (), **changes: Any) -> Plan:
    """Return a plan of these trials and absences."""
    all_trials = [*trials, *(record.trial for record in absences)]
    cases = {one.case: make_case(one.case) for one in all_trials}
    given: dict[str, Any] = {
        "outline": make_outline(cases),
        "cases": cases,
        "interpreters": {one.interpreter: make_interpreter(one.interpreter) for one in all_trials},
        "unused": (),
        "trials": tuple(trials),
        "roots": {chapter.name: PROJECT for chapter in make_outline(cases).chapters},
        "absences": tuple(absences),
    }
    return Plan(**given | changes)


def make_cell(key: str = LINUX, **changes: Any) -> Cell:
    """Return a cell of CI that brings the results of one interpreter."""
    given: dict[str, Any] = {
        "id": key,
        "image": "ubuntu-24.04",
        "architecture": "x64",
        "container": "",
        "session": "cases",
        "python": "3.13",
        "next": False,
        "each_patch": False,
        "optional": "",
        "minutes": 3,
        "interpreters": (key,),
    }
    return Cell(**given | changes)


def make_exit(out: bytes = b"", *, status: int | None = 0, err: bytes = b"") -> Exit:
    """Return how a process ended that wrote `out` and `err`."""
    return Exit(status=status, out=out, err=err, written=len(out) + len(err), seconds=0.25)


# Strategies: what may stand in answers, rows and records.

texts = st.text(max_size=12)
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts
fractions = st.floats(-(2**53), 2**53, allow_nan=False)
answers = st.dictionaries(
    st.sampled_from(["works", "lost", "rounds", "follows", "undecided"]) | texts,
    scalars | fractions | st.dictionaries(texts, scalars, max_size=2),
    min_size=1,
    max_size=4,
)
json_values = st.recursive(
    scalars | fractions,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    """Draw any observation that `observe` and `plan` make."""
    kind = draw(st.sampled_from(list(Kind)))
    if kind is Kind.ANSWERED:
        return Observation(kind=kind, answer=draw(answers))
    reason = draw(st.sampled_from(["TypeError", "SIGSEGV", "exit status 3"]) | texts)
    return Observation(kind=kind, reason=reason, detail=draw(st.none() | texts))


versions = st.lists(st.integers(0, 20), min_size=2, max_size=3).map(lambda parts: ".".join(map(str, parts)))
signs = st.sampled_from([">=", "<=", "==", "!=", "<", ">"])
ranges = st.lists(st.builds("{}{}".format, signs, versions), min_size=1, max_size=3).map(",".join)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "python": ranges | st.lists(ranges, min_size=1, max_size=2),
        "os": st.sampled_from(["linux", "windows", ["macos", "linux"]]),
        "free_threaded": st.booleans(),
        "start_method": st.sampled_from([None, "fork", "spawn", ["fork", None]]),
        "sockets": st.booleans(),
    },
)
outcomes = st.one_of(
    st.fixed_dictionaries({"sees": st.dictionaries(texts, scalars, min_size=1, max_size=2)}),
    st.fixed_dictionaries(
        {"may_see": st.dictionaries(texts, st.lists(scalars, min_size=1, max_size=3), min_size=1, max_size=2)}
    ),
    st.fixed_dictionaries({"raises": st.sampled_from(["TypeError", "OSError"])}),
    st.just({"hung": True}),
    st.fixed_dictionaries({"died": st.just(value=True) | st.integers(1, 255)}),
)
rows = st.builds(lambda when, out: expect(when=when, **out), conditions, outcomes)


@st.composite
def cases(draw: st.DrawFn, key: str = "pool.size") -> Case:
    """Draw a case with any tables, of the article or of what came since."""
    seen = tuple(draw(st.lists(texts, max_size=2)))
    return make_case(
        key,
        truth=draw(texts),
        seen=seen,
        says=None if seen else draw(st.none() | texts),
        docs=tuple(draw(st.lists(texts, max_size=2))),
        deadline=draw(st.floats(0.1, 600)),
        article=() if seen else tuple(draw(st.lists(rows, max_size=2))),
        expect=tuple(draw(st.lists(rows, min_size=1, max_size=3))),
    )


all_trials = [
    make_trial(case, interpreter, method)
    for case in ("pool.size", "pool.order", "fork.works")
    for interpreter in (LINUX, WINE)
    for method in (None, "fork", "spawn")
]


@st.composite
def results(draw: st.DrawFn) -> Results:
    """Draw results of a few trials, each case with its own tables, each record judged by them."""
    trials = draw(st.lists(st.sampled_from(all_trials), unique=True, max_size=6))
    known = {key: draw(cases(key)) for key in dict.fromkeys(trial.case for trial in trials)}
    records = [make_record(trial, draw(observations()), known[trial.case]) for trial in trials]
    return make_results(
        records,
        cases=known,
        partial=draw(st.none() | texts),
        unused=tuple(draw(st.lists(st.builds(Unused, command=st.tuples(texts), reason=texts), max_size=2))),
    )


def unjudged(trial: Trial, observation: Observation) -> Record:
    """Return a record without judgement, as of a trial that was not run."""
    return Record(trial=trial, observation=observation, judgement=Judgement(expectation=None, article=None))
