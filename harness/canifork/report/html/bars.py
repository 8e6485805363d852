"""The matrix in short: a row per claim, a column per system and build, a bar per behaviour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from canifork.analysis.findings import Finding
from canifork.analysis.spans import Line, between, on_all_machines, together
from canifork.analysis.states import state_of
from canifork.axes import PLAY_CPUS, build, platform, python, system, table_order
from canifork.model import Facts, Results

UNDECIDED, MEANINGLESS, NOT_RUN = "undecided", "not_applicable", "not_run"  # states
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
        return between(self.versions[0], self.versions[-1])


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """The columns, side by side by platform, and the lines of each cell by claim and column.

    `empty`: why there is no line in a cell, as the key of a state.
    """

    families: Sequence[Family]
    cells: Mapping[tuple[str, Key], Sequence[Line]]
    empty: Mapping[tuple[str, Key], str]

    @property
    def platforms(self) -> list[tuple[str, int]]:
        """Return each platform and how many columns it has, in their order."""
        return list(Counter(family.platform for family in self.families).items())

    def strip(self, claim: str) -> list[Line]:
        """Return the lines of a claim, one for machines on which it behaves alike."""
        return together(line for family in self.families for line in self.cells[claim, family.key])


def make_bars(results: Results, found: Mapping[str, Finding]) -> Bars:
    """Return the bars of what was seen in these results."""
    homes = _families(results.interpreters)
    families = list(dict.fromkeys(homes.values()))
    platforms = list(dict.fromkeys(family.platform for family in families))
    families.sort(key=lambda family: platforms.index(family.platform))  # heads stand over neighbours
    cells: dict[tuple[str, Key], list[Line]] = {
        (claim, family.key): [] for claim in results.cases for family in families
    }
    for claim, finding in found.items():
        for line in finding.lines:
            cells[claim, homes[line.platform, line.build].key].append(line)
    return Bars(
        families=families,
        cells={place: together(lines) for place, lines in cells.items()},
        empty=_empty(results, homes),
    )


def _empty(results: Results, homes: Mapping[Key, Family]) -> Mapping[tuple[str, Key], str]:
    """Return why a cell has no bar: the keys of states."""
    came: dict[tuple[str, Key], set[str]] = {}
    for record in results.records:
        facts = results.interpreters[record.trial.interpreter]
        place = record.trial.case, homes[platform(facts), build(facts)].key
        came.setdefault(place, set()).add(state_of(record).key)
    return {place: _why(states) for place, states in came.items()}


def _why(states: AbstractSet[str]) -> str:
    if UNDECIDED in states:
        return UNDECIDED
    return MEANINGLESS if states == {MEANINGLESS} else NOT_RUN


def _families(interpreters: Mapping[str, Facts]) -> Mapping[Key, Family]:
    """Return the column of each platform and build: as tables show them, builds side by side.

    CPUs that an emulator plays have one column, if the same versions were run on them.
    """
    platforms: dict[str, dict[str, list[Facts]]] = {}
    for facts in sorted(interpreters.values(), key=table_order):
        platforms.setdefault(platform(facts), {}).setdefault(build(facts), []).append(facts)
    alike: dict[Hashable, list[list[Facts]]] = {}
    for some in (some for builds in platforms.values() for some in builds.values()):
        alike.setdefault(_column(some), []).append(some)
    return {
        (platform(some[0]), build(some[0])): family
        for group in alike.values()
        for family in [_family(group)]
        for some in group
    }


def _column(some: Sequence[Facts]) -> Hashable:
    machine = "" if some[0]["emulated"] in PLAY_CPUS else some[0]["machine"]
    return platform({**some[0], "machine": machine}), build(some[0]), _versions(some)


def _versions(some: Iterable[Facts]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({python(facts) for facts in some}))


def _family(group: Sequence[Sequence[Facts]]) -> Family:
    facts = on_all_machines([some[0] for some in group])
    return Family(
        platform=platform(facts),
        build=build(facts),
        system=system(facts),
        interpreters=tuple(facts["id"] for some in group for facts in some),
        versions=_versions(group[0]),
    )
