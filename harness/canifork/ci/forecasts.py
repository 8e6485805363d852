"""What is expected on systems of the plan that never ran, so that a first run can be read against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from canifork.axes import START_METHODS, platform
from canifork.ci.table import Image, Table
from canifork.claims.conditions import CAPABILITIES, first_fit
from canifork.ids import PATCH
from canifork.model import Case, Facts, Results, Row

LACKS = {"windows": {"fork", "cpu_quota"}, "macos": {"cpu_restriction", "cpu_quota"}, "linux": {"cpu_quota"}}
"""The capabilities that a system of the plan is known not to have: fork(2), something that restricts CPUs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """The rows of one claim's EXPECT that decide on a system: several where its Pythons differ."""

    case: Case
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unseen:
    """A system that never ran, and what is expected there."""

    name: str
    forecasts: tuple[Forecast, ...]

    @property
    def anchor(self) -> str:
        """Name it in addresses: 'macos-arm64'."""
        return self.name.lower().replace(" ", "-")


def unseen(table: Table, cases: Mapping[str, Case], *results: Results | None) -> list[Unseen]:
    """Return the systems of the plan on which none of these results were made, in its order."""
    ran = {platform(facts) for part in results if part for facts in part.interpreters.values()}
    found: dict[str, list[Facts]] = {}
    for image in table.images:
        for python in image.pythons:
            facts = expected_facts(table, image, python)
            found.setdefault(platform(facts), []).append(facts)
    return [
        Unseen(name=name, forecasts=tuple(_forecasts(cases, pythons)))
        for name, pythons in found.items()
        if name not in ran
    ]


def expected_facts(table: Table, image: Image, python: str) -> Facts:
    """Return the facts that the conditions of a row ask for, as such an interpreter should have them."""
    key = table.interpreter_id(image, python)
    build, _, patch = key.partition("-")[0].partition(".")
    major, minor = re.findall(r"^[a-z]+(\d)(\d+)", build)[0]
    names = {"cp": "cpython", "pp": "pypy"}
    return {
        "id": key,
        "implementation": names.get(build[:2], "graalpy"),
        "version": f"{major}.{minor}.{patch or 0}",
        "free_threaded": build.endswith("t"),
        "os": image.os,
        "machine": image.machine,
        "apart": [PATCH] if patch else [],
        "emulated": None,
        "libc": (image.libc or "glibc") if image.os == "linux" else None,
        "start_methods": ["spawn"] if image.os == "windows" else list(START_METHODS),
        "capabilities": {name: name not in LACKS.get(image.os, ()) for name in CAPABILITIES},
    }


def _forecasts(cases: Mapping[str, Case], pythons: list[Facts]) -> Iterator[Forecast]:
    """Yield the claims that have a meaning there, each with the rows that decide."""
    for case in cases.values():
        able = [facts for facts in pythons if all(facts["capabilities"].get(need) for need in case.needs)]
        rows = [
            first_fit(case.expect, facts, method)
            for facts in able
            for method in case.start_methods or (None,)
            if method is None or method in facts["start_methods"]
        ]
        distinct = [row for row in case.expect if any(row is other for other in rows)]
        if distinct:
            yield Forecast(case=case, rows=tuple(distinct))
