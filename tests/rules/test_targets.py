"""Targets: text in, made-up facts out; the claims say which start methods there are."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from canifork.claims.casefile import read_cases
from canifork.errors import TargetError
from canifork.rules.table import asked
from canifork.rules.targets import DEFAULT, Target, read_targets
from made_up import PROJECT

CASES = asked(read_cases(PROJECT / "cases"))


def minors(found: Iterable[Target]) -> list[str]:
    return sorted(
        {".".join(one.facts["version"].split(".")[:2]) for one in found}, key=lambda one: int(one[2:])
    )


def methods(text: str) -> set[tuple[str, str]]:
    return {(one.facts["os"], one.start_method) for one in read_targets([text], CASES)}


def test_the_usual_target_is_three_systems_with_their_default_methods() -> None:
    found = read_targets([DEFAULT], CASES)
    assert {one.facts["os"] for one in found} == {"linux", "windows", "macos"}
    assert minors(found) == ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
    assert methods(DEFAULT) == {
        ("linux", "fork"), ("linux", "forkserver"), ("windows", "spawn"), ("macos", "spawn")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("linux; python>=3.14", ["3.14", "3.15"]),
        ("python >= 3.8, < 3.10; linux", ["3.8", "3.9"]),
        ("linux;python==3.12", ["3.12"]),
        ("linux; python>=3.13.5", ["3.13", "3.14", "3.15"]),
    ],
)
def test_pythons_are_a_range(text: str, python: list[str]) -> None:
    assert minors(read_targets([text], CASES)) == python


def test_a_patch_release_cuts_a_minor_version() -> None:
    versions = {one.facts["version"] for one in read_targets(["linux; python>=3.13.5,<3.14"], CASES)}
    assert "3.13.5" in versions
    assert "3.13.0" not in versions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("linux; python==3.12; start_method=spawn", {("linux", "spawn")}),
        ("windows; python==3.12; start_method=any", {("windows", "spawn")}),
        ("linux, windows; python==3.12; start_method=fork", {("linux", "fork")}),
        (
            "linux; python==3.12; start_method=any",
            {("linux", one) for one in ("fork", "spawn", "forkserver")},
        ),
        ("emscripten; python==3.14", {("emscripten", "forkserver")}),
    ],
)
def test_only_methods_that_a_system_has_are_meant(text: str, found: set[tuple[str, str]]) -> None:
    assert methods(text) == found


def test_builds_and_implementations_can_be_named() -> None:
    free = read_targets(["linux; python>=3.12; free_threaded=true"], CASES)
    assert minors(free) == ["3.13", "3.14", "3.15"]
    assert all(one.facts["free_threaded"] and not one.facts["gil"] for one in free)
    pypy = read_targets(["linux; python==3.11; implementation=pypy"], CASES)
    assert {one.facts["implementation"] for one in pypy} == {"pypy"}


def test_several_targets_are_one_list_without_doubles() -> None:
    one = read_targets(["linux; python==3.12"], CASES)
    both = read_targets(["linux; python==3.12", "linux, windows; python==3.12"], CASES)
    assert len(both) == 2 * len(one)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the target '' is empty; write one like"),
        (" ; ", "is empty"),
        ("beos", "the target 'beos' names 'beos' for os; it can be linux, macos, windows, emscripten"),
        ("linux; color=red", "the target 'linux; color=red' sets 'color'; it can set python, os"),
        ("start_method=telepathy", "names 'telepathy' for start_method; it can be default, any, fork"),
        ("python>=3", "the target 'python>=3': the range '>=3' is not like"),
        ("python ~= 3.10", "the range '~= 3.10' is not like"),
        ("python 3.10", "the range '3.10' is not like"),
        ("python>=4.0", "the target 'python>=4.0' fits no Python from 3.6 to 3.15; name others"),
        ("windows; start_method=fork", "fits no Python"),
        ("linux; free_threaded=yes", "names 'yes' for free_threaded; it can be false, true"),
        ("linux windows", "names 'linux windows' for os"),
        ("\x1b[31m", "names"),
    ],
)
def test_a_target_that_means_nothing_is_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(TargetError) as caught:
        read_targets([text], CASES)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
