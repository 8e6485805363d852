"""Settings that behave alike are a group, with the shortest condition; chance is told from difference."""

from __future__ import annotations

from collections.abc import Callable

from canifork.programs.behaviour import HUNG, Run, Setting
from canifork.programs.grouping import differences, group, unlike
from made_runs import FREE, NEW, OLD, REFERENCE, all_settings, make_run

Made = Callable[[Setting], list[Run]]


def runs_of(make: Made) -> dict[str, list[Run]]:
    return {setting.id: make(setting) for setting in all_settings()}


def where(make: Made, *, exact: bool = False) -> dict[str, int]:
    """Return the groups: their conditions, and how many settings they have."""
    found = group(runs_of(make), REFERENCE, exact=exact)
    return {one.where.words() if one.where else "-": len(one.settings) for one in found}


def test_all_alike_is_one_group() -> None:
    assert where(lambda one: [make_run(one, out="42")]) == {"everywhere": 9}


def test_each_group_has_its_shortest_condition_the_largest_first() -> None:
    def ends(one: Setting) -> list[Run]:
        return [make_run(one, ended="exit code 0" if one.start_method == "fork" else "exit code 1")]

    assert list(where(ends).items()) == [("everywhere except under fork", 6), ("under fork", 3)]


def test_a_number_that_is_always_another_differs_from_one_that_is_always_right() -> None:
    """A counter without a lock: it loses updates on some Pythons, each time others."""

    def counts(one: Setting) -> list[Run]:
        if one.interpreter == NEW:
            return [make_run(one, out="counted 200")] * (2 if one.id == REFERENCE else 1)
        return [make_run(one, out=f"counted {len(one.id) + number}") for number in (1, 2)]

    assert where(counts) == {"until 3.8, or without the GIL": 6, "with the GIL since 3.13": 3}


def test_what_differs_by_itself_in_the_reference_is_no_difference_elsewhere() -> None:
    def prints_id(one: Setting) -> list[Run]:
        number = all_settings().index(one)
        return [make_run(one, out=f"pid {number + 10 * again}") for again in range(1 + (one.id == REFERENCE))]

    assert where(prints_id) == {"everywhere": 9}
    assert len(where(prints_id, exact=True)) > 1


def test_who_shows_some_of_what_chance_decides_belongs_to_it() -> None:
    def flips(one: Setting) -> list[Run]:
        both = [make_run(one, ended="exit code 0"), make_run(one, ended="exit code 1")]
        return both if one.id == REFERENCE else both[:1]

    [found] = group(runs_of(flips), REFERENCE, exact=False)
    assert [one.ended for one in found.shown] == ["exit code 0", "exit code 1"]


def test_who_shows_more_than_the_reference_is_a_group_of_its_own() -> None:
    def flips(one: Setting) -> list[Run]:
        more = [make_run(one, ended="exit code 1")] if one.interpreter == FREE else []
        return [make_run(one), *more]

    assert where(flips) == {"with the GIL": 6, "without the GIL": 3}
    assert unlike(runs_of(flips), REFERENCE) == [one.id for one in all_settings(FREE)]


def test_a_difference_is_said_thing_by_thing() -> None:
    def fails(one: Setting) -> list[Run]:
        if one.interpreter != OLD:
            return [make_run(one, out="one\ntwo")]
        return [make_run(one, ended="exit code 1", error="KeyError", out="one\nthree", last="KeyError: 3")]

    first, other = group(runs_of(fails), REFERENCE, exact=False)
    assert differences(first, first) == []
    said = {one.name: list(one.lines) for one in differences(other, first)}
    assert said == {
        "end": ["-exit code 0", "+exit code 1"],
        "exception": ["+KeyError"],
        "stdout": [" one", "-two", "+three"],
        "last line of stderr": ["+KeyError: 3"],
    }


def test_of_what_did_not_end_the_output_is_no_difference() -> None:
    def hangs(one: Setting) -> list[Run]:
        return [make_run(one, ended=HUNG) if one.interpreter == OLD else make_run(one, out="done")]

    first, other = group(runs_of(hangs), REFERENCE, exact=False)
    assert [one.name for one in differences(other, first)] == ["end"]
