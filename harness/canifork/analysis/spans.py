"""The history of a claim as bars: on each system and build, which versions behaved alike.

A bar is what one or several start methods showed from one version to another, with nothing else
seen in between.  The first bar of a line began in a version that nobody ran, if an older one exists.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.labels import Label
from canifork.analysis.states import State, state_of
from canifork.analysis.timeline import Sighting
from canifork.axes import AXES, START_METHODS, build, cpu, last, platform
from canifork.model import Facts

Version = tuple[int, ...]
OLDEST = (3, 6)  # the oldest Python that runs the cases
DASH = "\N{EN DASH}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Versions that behaved alike: `versions` that were run, in order (see `axes.era`).

    `oldest`, `newest`: whether it begins with the first, ends with the last version of its line.
    """

    label: Label
    state: State
    versions: tuple[Version, ...]
    oldest: bool
    newest: bool

    @property
    def since(self) -> str:
        """Name the version that it began in: '3.14', or '≤3.8' if that version is not known."""
        first = self.versions[0]
        unknown = self.oldest and first[:2] > OLDEST
        return ("≤" if unknown else "") + AXES["python"].name(first)

    @property
    def until(self) -> str | None:
        """Name the last version that it was seen in, None if nothing newer was run."""
        return None if self.newest else last(self.versions[-1])

    @property
    def words(self) -> str:
        """Name its versions: those from 3.6 to 3.13, from 3.14 on, 3.10 alone; with a dash, as a range."""
        if self.newest:
            return f"{self.since}{DASH}"
        return self.since if self.since.lstrip("≤") == self.until else f"{self.since}{DASH}{self.until}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """The bars of one system and build, under the start methods that showed the same; none: ()."""

    platform: str
    build: str
    facts: Facts
    methods: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        """Name it: 'Linux x86_64, PyPy'; CPython goes without saying."""
        return self.platform if self.build == "CPython" else f"{self.platform}, {self.build}"

    @property
    def cpu(self) -> str:
        """Name the CPUs: 'armv7l, s390x under QEMU'."""
        return cpu(self.facts)

    @property
    def ran(self) -> str:
        """Name the versions that were run, from the oldest to the newest."""
        return between(self.spans[0].versions[0], self.spans[-1].versions[-1])


def between(oldest: Version, newest: Version) -> str:
    """Name versions from one to another: '3.6 to 3.15', or the one that both are."""
    first, last = (AXES["python"].name(version[:2]) for version in (oldest, newest))
    return first if first == last else f"{first}{DASH}{last}"


def together(found: Iterable[Line]) -> list[Line]:
    """Make one line of those in which only the machine differs: 'Linux aarch64, s390x under QEMU'."""
    alike: dict[Hashable, list[Line]] = {}
    for line in found:
        apart = platform({**line.facts, "machine": ""}), line.build, line.methods, line.spans
        alike.setdefault(apart, []).append(line)
    return [_joined(some) for some in alike.values()]


def _joined(some: Sequence[Line]) -> Line:
    facts = on_all_machines([line.facts for line in some])
    return dataclasses.replace(some[0], platform=platform(facts), facts=facts)


def on_all_machines(alike: Sequence[Facts]) -> Facts:
    """Return the facts of interpreters that differ in the machine alone, as those of one on all machines."""
    return {**alike[0], "machine": ", ".join(facts["machine"] for facts in alike)}


def lines(found: Iterable[Sighting], interpreters: Mapping[str, Facts]) -> tuple[Line, ...]:
    """Return a line for each system and build, in the order of the interpreters."""
    by_line: dict[tuple[str, str], dict[str | None, list[Sighting]]] = {}
    for sighting in found:
        facts = interpreters[sighting.record.trial.interpreter]
        methods = by_line.setdefault((platform(facts), build(facts)), {})
        methods.setdefault(sighting.record.trial.start_method, []).append(sighting)
    return tuple(
        line
        for (system, made), methods in by_line.items()
        for line in _lines(system, made, methods, interpreters)
    )


def _lines(
    system: str,
    made: str,
    methods: Mapping[str | None, Sequence[Sighting]],
    known: Mapping[str, Facts],
) -> Iterable[Line]:
    """Yield a line for each group of start methods that showed the same in the same versions."""
    alike: dict[tuple[Span, ...], list[str | None]] = {}
    for method in (None, *START_METHODS):
        if method in methods:
            alike.setdefault(_spans(methods[method]), []).append(method)
    some = next(iter(methods.values()))
    for spans, shared in alike.items():
        yield Line(
            platform=system,
            build=made,
            facts=known[some[-1].record.trial.interpreter],
            methods=tuple(method for method in shared if method),
            spans=spans,
        )


def _spans(found: Sequence[Sighting]) -> tuple[Span, ...]:
    ordered = sorted(found, key=lambda sighting: sighting.version)
    groups = [
        list(group)
        for _, group in itertools.groupby(ordered, key=lambda one: (one.word, state_of(one.record).key))
    ]
    return tuple(
        Span(
            label=group[0].word,
            state=state_of(group[0].record),
            versions=tuple(dict.fromkeys(sighting.cell["python"] for sighting in group)),
            oldest=place == 0,
            newest=place == len(groups) - 1,
        )
        for place, group in enumerate(groups)
    )
