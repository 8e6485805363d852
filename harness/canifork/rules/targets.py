"""The systems, Pythons and start methods that a program is meant for: text in, made-up facts out.

`linux,windows,macos; python>=3.10; start_method=default` names three systems, every Python since
3.10, and the method that each has for its default.  Which one that is, and which others there are,
the claims say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from canifork.axes import IMPLEMENTATIONS, START_METHODS, SYSTEMS
from canifork.claims.conditions import CAPABILITIES, COMPARE, cuts, first_fit, ranges
from canifork.errors import TargetError
from canifork.model import Case, Facts

DEFAULT = "linux, windows, macos; python>=3.10"
AXES = ("os", "implementation", "free_threaded")
FULL = (3, 13, 0)
OLDEST, NEWEST = (3, 6), (3, 15)  # the Pythons that the claims speak of
LACKING = {  # what a system cannot do, as probes of it found
    "windows": {"fork", "cpu_restriction"},
    "macos": {"cpu_restriction"},
    "emscripten": {"processes", "threads", "fork", "semaphores", "sockets", "cpu_restriction"},
}
MACHINES = {"linux": "x86_64", "macos": "arm64", "windows": "amd64", "emscripten": "wasm32"}
FREE_THREADED_SINCE = (3, 13)
METHODS = ("default", "any", *START_METHODS)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "os": tuple(SYSTEMS),
    "implementation": tuple(IMPLEMENTATIONS),
    "free_threaded": ("false", "true"),
    "start_method": METHODS,
}
USUAL = {
    "os": ("linux", "windows", "macos"), "implementation": ("cpython",),
    "free_threaded": ("false",), "start_method": ("default",),
}  # fmt: skip
SETTING = re.compile(r"(\w+)\s*=\s*([\w\s,.]+)")
PYTHON = re.compile(r"python\b\s*(.*)")
Range: TypeAlias = Sequence[tuple[str, tuple[int, ...]]]
FORK, DEFAULT_METHOD = "fork.unix_only", "process.default_start_method"


@dataclass(frozen=True, kw_only=True, eq=False)
class Target:
    """An interpreter that a program is meant for, and the start method that it has for a default."""

    facts: Facts
    start_method: str
    methods: tuple[str, ...]


def read_targets(texts: Iterable[str], cases: Mapping[str, Case]) -> list[Target]:
    """Read targets; TargetError, a sentence, for one that means nothing.  None twice."""
    found = {_key(target): target for text in texts for target in _read(text, cases)}
    return list(found.values())


def _key(target: Target) -> tuple[Any, ...]:
    return *(target.facts[key] for key in (*AXES, "version")), target.start_method


def _read(text: str, cases: Mapping[str, Case]) -> Iterator[Target]:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise TargetError(f"the target {text!r} is empty; write one like '{DEFAULT}'")
    chosen: dict[str, tuple[str, ...]] = dict(USUAL)
    wanted: Range = ranges(">=3.10")
    for part in parts:
        if match := PYTHON.fullmatch(part):
            wanted = _range(match[1], text)
        else:
            key, values = _setting(part, text)
            chosen[key] = values
    found = list(_every(chosen, wanted, cases))
    if not found:
        raise TargetError(f"the target {text!r} fits no Python from 3.6 to {_dotted(NEWEST)}; name others")
    yield from found


def _range(given: str, text: str) -> Range:
    try:
        return ranges(given)
    except ValueError as fault:
        raise TargetError(f"the target {text!r}: {fault}") from None


def _setting(part: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Read 'linux, windows' or 'start_method=spawn'."""
    match = SETTING.fullmatch(part)
    key, listed = (match[1], match[2]) if match else ("os", part)
    values = tuple(filter(None, (word.strip().lower() for word in listed.split(","))))
    if key not in CHOICES:
        raise TargetError(f"the target {text!r} sets {key!r}; it can set python, {', '.join(CHOICES)}")
    for value in values:
        if value not in CHOICES[key]:
            raise TargetError(
                f"the target {text!r} names {value!r} for {key}; it can be {', '.join(CHOICES[key])}"
            )
    return key, values


def _every(
    chosen: Mapping[str, tuple[str, ...]], wanted: Range, cases: Mapping[str, Case]
) -> Iterator[Target]:
    releases = list(_releases(wanted, cases))
    for system, implementation, free in product(*(chosen[key] for key in AXES)):
        for release in releases:
            if free == "true" and (release < FREE_THREADED_SINCE or implementation != "cpython"):
                continue
            facts = make_facts(system, implementation, release, free_threaded=free == "true")
            yield from _with_methods(facts, chosen["start_method"], cases)


def _with_methods(facts: Facts, wanted: Iterable[str], cases: Mapping[str, Case]) -> Iterator[Target]:
    """Yield a target for each start method that is wanted and that there is."""
    methods = methods_of(facts, cases)
    default = str(_says(cases, DEFAULT_METHOD, facts).get("default", methods[0]))
    for word in wanted:
        for method in methods if word == "any" else [default if word == "default" else word]:
            if method in methods:
                yield Target(facts=facts, start_method=method, methods=methods)


def methods_of(facts: Facts, cases: Mapping[str, Case]) -> tuple[str, ...]:
    """Return the start methods that a system has, if only by name: all but spawn need os.fork."""
    missing = _says(cases, FORK, facts).get("fork") == "missing"
    return ("spawn",) if missing else START_METHODS


def _says(cases: Mapping[str, Case], claim: str, facts: Facts) -> Mapping[str, Any]:
    row = first_fit(cases[claim].expect, facts, None)
    return row.sees if row else {}


def _releases(wanted: Range, cases: Mapping[str, Case]) -> Iterator[tuple[int, ...]]:
    """Yield a release of each minor version in a range, and those at which a claim turns."""
    turns = {cut for case in cases.values() for cut in cuts(case.expect)}
    turns |= {version for _, version in wanted if len(version) == len(FULL)}
    turns |= {(3, minor, 0) for minor in range(OLDEST[1], NEWEST[1] + 1)}
    for release in sorted(turns):
        if all(COMPARE[sign](release[: len(bound)], bound) for sign, bound in wanted):
            yield release


def make_facts(system: str, implementation: str, version: tuple[int, ...], *, free_threaded: bool) -> Facts:
    """Return facts of an interpreter that nobody has to have."""
    return {
        "implementation": implementation,
        "version": _dotted(version),
        "os": system,
        "machine": MACHINES[system],
        "emulated": None,
        "libc": "glibc" if system == "linux" else None,
        "free_threaded": free_threaded,
        "gil": not free_threaded,
        "capabilities": {one: one not in LACKING.get(system, ()) for one in CAPABILITIES},
    }


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
