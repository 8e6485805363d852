"""Conditions: exact, the shortest there are, and in words that a reader reads in a single way."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import METHODS, make_facts
from canifork.analysis.separate import MOST_ATOMS, Atom, How, separate
from canifork.axes import AXES, Configuration, configuration, numbers
from canifork.i18n.translator import Say, Translator, english

SYSTEMS = {"linux": ("glibc 2.36", "musl 1.2"), "macos": (None,), "windows": (None,)}
Cells = frozenset[Configuration]


@st.composite
def cells(draw: st.DrawFn) -> Configuration:
    name = draw(st.sampled_from(sorted(SYSTEMS)))
    drawn = make_facts(
        version=f"3.{draw(st.integers(6, 15))}.0",
        os=name,
        libc=draw(st.sampled_from(SYSTEMS[name])),
        emulated=draw(st.sampled_from([None, "qemu"] if name == "linux" else [None, "wine"])),
        machine=draw(st.sampled_from(["x86_64", "aarch64"])),
        implementation=draw(st.sampled_from(["cpython", "pypy"])),
        free_threaded=draw(st.booleans()),
    )
    return configuration(drawn, draw(st.sampled_from([None, *METHODS])))


CELLS = cells()


def halves(cells: set[Configuration]) -> tuple[Cells, Cells]:
    ordered = sorted(cells, key=repr)
    return frozenset(ordered[::2]), frozenset(ordered[1::2])


@given(st.dictionaries(CELLS, st.booleans(), max_size=12))
def test_a_condition_agrees_with_every_cell_it_speaks_of(verdicts: dict[Configuration, bool]) -> None:
    held = frozenset(cell for cell, holds in verdicts.items() if holds)
    found = separate(held, frozenset(verdicts) - held)
    if found is not None:
        assert {cell for cell in verdicts if found.fits(cell)} == held


def brute(held: Cells, others: Cells) -> int | None:
    """Return how many atoms the shortest exact condition of at most three has, tried one by one."""
    every = [*held, *others]
    fits = {frozenset(cell for cell in every if atom.fits(cell)) for atom in _every_atom(every)}
    both = {one & other for one, other in itertools.product(fits, fits)}
    triples = {one & other for one, other in itertools.product(both, fits)}
    if not others:
        return 0
    for atoms, found in enumerate(
        (
            fits,
            both | {one | other for one, other in itertools.product(fits, fits)},
            triples
            | {one | other for one, other in itertools.product(both, fits)}
            | {one | two | three for one, two, three in itertools.product(fits, fits, fits)},
        ),
        start=1,
    ):
        if held in found:
            return atoms
    return None


def _every_atom(cells: list[Configuration]) -> Iterator[Atom]:
    for key in AXES:
        for value in {cell[key] for cell in cells} - {None}:
            for how in (How.UNTIL, How.SINCE) if AXES[key].ordered else (How.IS, How.IS_NOT):
                yield Atom(key, how, value)


@given(st.sets(CELLS, min_size=1, max_size=8))
def test_there_is_no_shorter_condition(cells: set[Configuration]) -> None:
    held, others = halves(cells)
    atoms, found = brute(held, others), separate(held, others)
    if atoms is not None:
        assert found is not None
        assert sum(map(len, found.alternatives)) == atoms


GRID = [
    configuration(
        make_facts(version=f"3.{minor}.0", os=name, free_threaded=free),
        method if name == "linux" else "spawn",
    )
    for minor in range(6, 15)
    for name in ("linux", "windows", "macos")
    for free in (False, True)
    for method in METHODS
]
"""Cells of which each combination was run, so that no two conditions say the same by accident."""


def new(cell: Configuration) -> bool:
    return bool(cell["python"] >= (3, 12))


def middle(cell: Configuration) -> bool:
    return bool((3, 9) <= cell["python"] <= (3, 11))


def free(cell: Configuration) -> bool:
    return bool(cell["free_threaded"])


def windows(cell: Configuration) -> bool:
    return bool(cell["system"] == "Windows")


def forked(cell: Configuration) -> bool:
    return bool(cell["start_method"] == "fork")


@pytest.mark.parametrize(
    ("holds", "words"),
    [
        (new, "since 3.12"),
        (windows, "on Windows"),
        (lambda cell: not windows(cell), "everywhere except on Windows"),
        (middle, "from 3.9 to 3.11"),
        (lambda cell: cell["python"] == (3, 9), "in 3.9"),
        (lambda cell: windows(cell) and new(cell) and free(cell), "on Windows without the GIL since 3.12"),
        (lambda cell: windows(cell) or free(cell) or forked(cell),
         "under fork, or without the GIL, or on Windows"),
        (lambda cell: new(cell) and not windows(cell), "since 3.12 except on Windows"),
        (lambda cell: new(cell) and not windows(cell) and not forked(cell),
         "since 3.12 except under fork and except on Windows"),
        (lambda cell: windows(cell) or (middle(cell) and forked(cell)),
         "under fork from 3.9 to 3.11, or on Windows"),
        (lambda cell: (new(cell) and windows(cell)) or (free(cell) and forked(cell)),
         "without the GIL under fork, or on Windows since 3.12"),
        (lambda cell: windows(cell) or new(cell) or free(cell) or forked(cell),
         "under fork, or since 3.12, or without the GIL, or on Windows"),
        (lambda cell: forked(cell) or new(cell) or (windows(cell) and free(cell)),
         "under fork, or since 3.12, or on Windows without the GIL"),
        (lambda cell: middle(cell) and windows(cell) and free(cell),
         "on Windows without the GIL from 3.9 to 3.11"),
    ],
)  # fmt: skip
def test_every_shape_of_four_atoms_is_found_and_put_into_words(
    holds: Callable[[Configuration], bool], words: str
) -> None:
    held = frozenset(filter(holds, GRID))
    found = separate(held, frozenset(GRID) - held)
    assert found is not None
    assert found.words() == words


def test_without_others_it_is_everywhere() -> None:
    found = separate(frozenset(GRID), frozenset())
    assert found is not None
    assert found.words() == "everywhere"


def test_the_same_cell_cannot_be_told_from_itself() -> None:
    assert separate(frozenset(GRID[:2]), frozenset(GRID[1:])) is None
    assert separate(frozenset(), frozenset(GRID)) is None


def test_what_takes_more_atoms_is_no_sentence() -> None:
    every = [configuration(make_facts(version=f"3.{minor}.0"), None) for minor in range(MOST_ATOMS + 2)]
    assert separate(frozenset(every[::2]), frozenset(every[1::2])) is None


def test_an_alternative_of_five_atoms_is_no_sentence() -> None:
    every = frozenset(
        configuration(make_facts(version=f"3.{minor}.0", os=name, libc=None, free_threaded=freed), method)
        for minor in (8, 9, 10, 11, 12)
        for name in ("linux", "windows")
        for freed in (False, True)
        for method in ("fork", "spawn")
    )
    held = frozenset(cell for cell in every if middle(cell) and windows(cell) and free(cell))
    assert separate(held, every - held) is not None
    held = frozenset(filter(forked, held))
    assert separate(held, every - held) is None


@given(st.sets(CELLS, min_size=2, max_size=12))
def test_it_names_only_versions_that_were_run(cells: set[Configuration]) -> None:
    found = separate(*halves(cells))
    words = found.words() if found else ""
    run = {f"{major}.{minor}" for major, minor in (cell["python"] for cell in cells)}
    assert {word.strip(",") for word in words.split() if word[0].isdigit()} <= run


NAMED = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*|fork(?:server)?|spawn|\d\.\d+")


@given(st.sets(CELLS, min_size=2, max_size=12))
def test_both_languages_say_the_same_condition(cells: set[Configuration]) -> None:
    languages: list[Say] = [english, Translator("zh")]
    found = separate(*halves(cells))
    told = [found.words(say) if found else "" for say in languages]
    in_english, in_chinese = map(NAMED.findall, told)
    assert sorted(in_english) == sorted(in_chinese)


@given(st.sets(CELLS, min_size=2, max_size=12))
def test_where_it_is_not_stands_last_and_never_alone(cells: set[Configuration]) -> None:
    found = separate(*halves(cells))
    for alternative in (found.words() if found else "").split(", or "):
        head, *exceptions = re.split(r" (?:and )?(?=except )", alternative)
        assert not head.startswith("except")
        assert all(part.startswith("except ") for part in exceptions)


def test_patch_releases_at_which_a_claim_turns_are_worlds_of_their_own() -> None:
    cuts = [(3, 13, 5), (3, 12, 10)]
    cells = {
        version: configuration(make_facts(version=version), None, cuts)
        for version in ("3.11.9", "3.12.9", "3.12.10", "3.13.0", "3.13.4", "3.13.5", "3.14.0a1")
    }
    assert cells["3.13.0"] == cells["3.13.4"]
    fixed = frozenset(cells[version] for version in ("3.12.10", "3.13.5", "3.14.0a1"))
    found = separate(fixed, frozenset(cells.values()) - fixed)
    assert found is not None
    assert found.words() == "from 3.12.10 to 3.12, or since 3.13.5"
    assert [cells[one]["python"] for one in sorted(cells, key=numbers)] == sorted(
        cell["python"] for cell in cells.values()
    )
