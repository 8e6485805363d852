"""The matrix in short: a row per claim, a column per system and build, a bar per behaviour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.findings import Finding
from canifork.analysis.spans import DASH, Line, together
from canifork.axes import AXES, build, platform, python, system, table_order
from canifork.model import Facts, Kind, Results

Key = tuple[str, str]  # platform and build


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """A column: a platform and a build, the ids of its interpreters, the versions that were run, in order."""

    platform: str
    build: str
    system: str
    interpreters: tuple[str, ...]
    versions: tuple[tuple[int, int], ...]

    @property
    def key(self) -> Key:
        """Return what cells are found by."""
        return self.platform, self.build

    @property
    def name(self) -> str:
        """Name it: 'Linux x86_64, PyPy'."""
        return self.platform if self.build == "CPython" else f"{self.platform}, {self.build}"

    @property
    def words(self) -> str:
        """Name its versions, from the oldest to the newest that was run."""
        first, last = (AXES["python"].name(version) for version in (self.versions[0], self.versions[-1]))
        return first if first == last else f"{first}{DASH}{last}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """The columns, side by side by platform, and the lines of each cell by claim and column.

    `meaningless`: the cells in which the claim's question has no meaning on any interpreter.
    """

    families: Sequence[Family]
    cells: Mapping[tuple[str, Key], Sequence[Line]]
    meaningless: frozenset[tuple[str, Key]]

    @property
    def platforms(self) -> list[tuple[str, int]]:
        """Return each platform and how many columns it has, in their order."""
        return list(Counter(family.platform for family in self.families).items())

    def strip(self, claim: str) -> list[Line]:
        """Return the lines of a claim, one for machines on which it behaves alike."""
        return together(line for family in self.families for line in self.cells[claim, family.key])


def make_bars(results: Results, found: Mapping[str, Finding]) -> Bars:
    """Return the bars of what was seen in these results."""
    families = _families(results.interpreters)
    cells: dict[tuple[str, Key], list[Line]] = {
        (claim, family.key): [] for claim in results.cases for family in families
    }
    for claim, finding in found.items():
        for line in finding.lines:
            cells[claim, (line.platform, line.build)].append(line)
    return Bars(families=families, cells=cells, meaningless=_meaningless(results))


def _meaningless(results: Results) -> frozenset[tuple[str, Key]]:
    planned: dict[tuple[str, Key], set[Kind]] = {}
    for record in results.records:
        facts = results.interpreters[record.trial.interpreter]
        key = record.trial.case, (platform(facts), build(facts))
        planned.setdefault(key, set()).add(record.observation.kind)
    return frozenset(key for key, kinds in planned.items() if kinds == {Kind.NOT_APPLICABLE})


def _families(interpreters: Mapping[str, Facts]) -> list[Family]:
    """Return the columns: platforms as tables show them, the builds of each side by side."""
    platforms: dict[str, dict[str, list[Facts]]] = {}
    for facts in sorted(interpreters.values(), key=table_order):
        platforms.setdefault(platform(facts), {}).setdefault(build(facts), []).append(facts)
    members = [(name, made, some) for name, builds in platforms.items() for made, some in builds.items()]
    return [
        Family(
            platform=name,
            build=made,
            system=system(some[0]),
            interpreters=tuple(facts["id"] for facts in some),
            versions=tuple(sorted({python(facts) for facts in some})),
        )
        for name, made, some in members
    ]
