"""The axes along which configurations differ: one table, which everything reads.

A row says how an axis is called, how its value is read from the facts of an interpreter, which
values a case may name, and how a sentence speaks of one.  Tables, filters, exports, histories,
scopes and ids are made of these rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from canifork.i18n.translator import Say, english
from canifork.model import Facts

START_METHODS = ("fork", "spawn", "forkserver")
SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows", "emscripten": "Emscripten"}
IMPLEMENTATIONS = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalPy"}
EMULATORS = {"wine": "Wine", "qemu": "QEMU"}
PLAY_CPUS = ("qemu",)  # emulators of a CPU, under which the system is a real one
MACHINES = {"amd64": "x86_64", "arm64": "aarch64", "x86": "i686"}  # Windows and macOS have their own names
TAGS = {"cpython": "cp", "pypy": "pp", "graalpy": "gp"}  # as wheel tags have them
LIMITS = ("cpu_limit", "cpu_set")  # axes: what a launcher allows
UNDER = " under "  # between a system or CPU and what emulates it: "Windows under Wine"
ON = (english("on {name}"), english("except on {name}"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """One way in which two configurations can differ.

    `read` takes the value from an interpreter's facts; a start method is no fact, but the trial's.
    `phrases` say that a configuration has a value, and that it has not; for versions, which are
    `ordered`, "until" and "since".  `said`: phrases for single values instead; `names`: what they are
    called, if that is not the value itself.  `brings`: axes that cannot stay the same when this one changes.
    """

    key: str
    label: str
    read: Callable[[Facts], Any]
    phrases: tuple[str, str] = ON
    said: Mapping[Any, str] = field(default_factory=dict)
    names: Mapping[Any, str] = field(default_factory=dict)
    ordered: bool = False
    brings: tuple[str, ...] = ()

    def name(self, value: Any, say: Say = english) -> str:
        """Name a value: 'spawn', '3.13', 'Windows under Wine'; of versions (see `era`) the first."""
        if self.ordered:
            return ".".join(map(str, value[:3] if value[2:3] != (0,) else value[:2]))
        system, under, emulator = self.names.get(value, str(value)).partition(UNDER)
        return say("{system} under {emulator}").format(system=system, emulator=emulator) if under else system


def last(era: tuple[int, ...]) -> str:
    """Name the last release of an era: '3.13', which stands for all that will come, or '3.13.4'."""
    return ".".join(map(str, (*era[:2], era[3] - 1) if era[3:] else era[:2]))


def era(release: tuple[int, ...], cuts: Iterable[tuple[int, ...]] = ()) -> tuple[int, ...]:
    """Return the releases of one minor version that behave alike, if behaviour turns at these `cuts`.

    (3, 13) is all of 3.13.  With a cut at 3.13.5, (3, 13, 0, 5) is 3.13.0 to 3.13.4, and (3, 13, 5)
    what came after.  Eras sort by time.
    """
    minor, patch = release[:2], (*release, 0)[2]
    parts = sorted(cut[2] for cut in cuts if cut[:2] == minor and cut[2])
    if not parts:
        return minor
    later = [part for part in parts if part > patch]
    return (*minor, max([part for part in parts if part <= patch], default=0), *later[:1])


def release(facts: Facts) -> tuple[int, ...]:
    """Return the version of an interpreter as numbers: (3, 13, 0)."""
    return numbers(facts["version"])


def python(facts: Facts) -> tuple[int, int]:
    """Return the version of the language: (3, 13)."""
    major, minor = release(facts)[:2]
    return major, minor


@lru_cache(maxsize=1024)  # asked of every trial, of few versions
def numbers(version: str) -> tuple[int, ...]:
    """Return at most three numbers of a version: '3.15.0a7' is (3, 15, 0)."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version)[:3])


def system(facts: Facts) -> str:
    """Name an operating system and what emulates it: 'Windows under Wine'."""
    name = SYSTEMS.get(facts["os"], facts["os"])
    emulator = facts["emulated"]
    return f"{name}{UNDER}{EMULATORS.get(emulator, emulator)}" if emulator else str(name)


def implementation(facts: Facts) -> str:
    """Name an implementation: 'PyPy'."""
    return str(IMPLEMENTATIONS.get(facts["implementation"], facts["implementation"]))


def libc(facts: Facts) -> str | None:
    """Name the C library, without its version: 'musl'."""
    return facts["libc"].split()[0] if facts["libc"] else None


def machine(facts: Facts) -> str:
    """Name the CPU, by one name on all systems: 'x86_64'."""
    return str(MACHINES.get(facts["machine"], facts["machine"]))


def cpu(facts: Facts) -> str:
    """Name the CPU and what plays it: 'aarch64 under QEMU'."""
    emulator = facts["emulated"]
    return machine(facts) + (f"{UNDER}{EMULATORS[emulator]}" if emulator in PLAY_CPUS else "")


def cpu_limit(facts: Facts) -> float | None:
    """Return the CPUs whose time a launcher allows; None where it set no limit, whatever the system does."""
    found = facts.get("cpu_limit") if "cpu_limit" in apart(facts) else None
    return None if found is None else float(found)


def cpu_set(facts: Facts) -> int | None:
    """Return the number of CPUs that a launcher chose; None where it did not choose."""
    found: int | None = facts["cpus_usable"] if "cpu_set" in apart(facts) else None
    return found


def apart(facts: Facts) -> tuple[str, ...]:
    """Return by what an interpreter was to be told apart: 'patch' and LIMITS; none in older files."""
    return tuple(facts.get("apart", ()))


AXES = {
    axis.key: axis
    for axis in (
        Axis(
            key="start_method",
            label=english("start method"),
            read=lambda _: None,
            phrases=(english("under {name}"), english("except under {name}")),
        ),
        Axis(
            key="python",
            label=english("version"),
            read=python,
            phrases=(english("until {name}"), english("since {name}")),
            ordered=True,
        ),
        Axis(
            key="free_threaded",
            label=english("GIL"),
            read=lambda facts: facts["free_threaded"],
            said={True: english("without the GIL"), False: english("with the GIL")},
        ),
        Axis(key="system", label=english("system"), read=system, brings=("libc",)),
        Axis(
            key="implementation",
            label=english("implementation"),
            read=lambda facts: facts["implementation"],
            names=IMPLEMENTATIONS,
        ),
        Axis(
            key="libc",
            label=english("C library"),
            read=libc,
            phrases=(english("with {name}"), english("except with {name}")),
        ),
        Axis(key="machine", label=english("CPU"), read=cpu),
        Axis(
            key="cpu_limit",
            label=english("CPU limit"),
            read=cpu_limit,
            phrases=(english("limited to {name} CPUs"), english("except limited to {name} CPUs")),
        ),
        Axis(
            key="cpu_set",
            label=english("CPU set"),
            read=cpu_set,
            phrases=(english("bound to {name} of the CPUs"), english("except bound to {name} of the CPUs")),
        ),
    )
}
"""Every axis by its key, the ones that sentences speak of first where two say the same first."""

WHEN: dict[str, tuple[Any, ...] | None] = {
    "python": None,
    "implementation": tuple(IMPLEMENTATIONS),
    "os": tuple(SYSTEMS),
    "emulated": (*EMULATORS, None),
    "free_threaded": (True, False),
    "libc": ("glibc", "musl", None),
    "start_method": (*START_METHODS, None),
}
"""What a row of a case may ask of a configuration, and the values of each; None: a range of versions."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Where a trial was run: its value on every axis, in the order of AXES."""

    values: tuple[Any, ...]

    def __getitem__(self, key: str) -> Any:
        """Return the value on the axis of this key."""
        return self.values[PLACES[key]]

    def without(self, *keys: str) -> tuple[Any, ...]:
        """Return the values on the other axes."""
        return _others(*keys)(self.values)


PLACES = {key: place for place, key in enumerate(AXES)}


@cache
def _others(*keys: str) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return what takes the values on all axes but these."""
    return itemgetter(*(place for key, place in PLACES.items() if key not in keys))


def configuration(
    facts: Facts, start_method: str | None, cuts: Iterable[tuple[int, ...]] = ()
) -> Configuration:
    """Return where a trial on this interpreter is run; `cuts`: the patch releases at which a claim turns."""
    given = {"start_method": start_method, "python": era(release(facts), cuts)}
    return Configuration(
        tuple(given[key] if key in given else axis.read(facts) for key, axis in AXES.items())
    )


def table_order(facts: Facts) -> tuple[Any, ...]:
    """Sort as tables show them: by system, CPython first, by version, free-threaded after its twin."""
    patch = release(facts)[2:] if "patch" in apart(facts) else (float("inf"),)
    return (
        facts["os"] != "linux", facts["os"], facts["implementation"] != "cpython",
        facts["implementation"], python(facts), facts["free_threaded"], patch, facts["id"],
    )  # fmt: skip


def build(facts: Facts) -> str:
    """Name an implementation and its build: 'CPython, free-threaded'."""
    return f"{implementation(facts)}, free-threaded" if facts["free_threaded"] else implementation(facts)


def platform(facts: Facts) -> str:
    """Name what interpreters share whose columns stand side by side: 'Windows amd64 under Wine'."""
    name, under, emulator = system(facts).partition(UNDER)
    musl = " musl" if libc(facts) == "musl" else ""
    return f"{name} {facts['machine']}{musl}{under}{emulator}{limits(facts)}"


def limits(facts: Facts) -> str:
    """Say what a launcher allows, behind a platform: ' limited to 1.5 CPUs'; '' where it limits nothing."""
    values = {key: AXES[key].read(facts) for key in LIMITS}
    found = (AXES[key].phrases[0].format(name=one) for key, one in values.items() if one is not None)
    return "".join(f" {words}" for words in found)
