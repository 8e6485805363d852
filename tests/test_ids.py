"""An id names what is unusual, and what somebody asked to tell apart; it is made of facts alone."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from builders import LINUX, WINE, make_facts
from canifork.axes import apart, platform, table_order
from canifork.ids import interpreter_id, own_name, told_apart
from canifork.report.citation import configuration
from canifork.results.codec import SCHEMA_FILE, check_facts

ID = json.loads(SCHEMA_FILE.read_text("utf-8"))["properties"]["interpreters"]["propertyNames"]["pattern"]

# The facts beside those of an ordinary interpreter, what it is told apart by; id, platform.
WORLDS: list[tuple[dict[str, Any], list[str], str, str]] = [
    ({}, [], LINUX, "Linux x86_64"),
    ({"cpu_limit": 1.5, "cpus_usable": 1}, [], LINUX, "Linux x86_64"),  # a quota that nobody asked for
    ({"version": "3.13.0"}, ["patch"], "cp313.0-linux-x86_64", "Linux x86_64"),
    ({"version": "3.16.0a2"}, ["patch"], "cp316.0a2-linux-x86_64", "Linux x86_64"),
    ({"version": "3.14.2", "free_threaded": True}, ["patch"], "cp314t.2-linux-x86_64", "Linux x86_64"),
    ({"cpu_limit": 1.5}, ["cpu_limit"], f"{LINUX}-cpus1.5", "Linux x86_64 limited to 1.5 CPUs"),
    ({"cpu_limit": 2}, ["cpu_limit"], f"{LINUX}-cpus2", "Linux x86_64 limited to 2.0 CPUs"),
    ({"cpus_usable": 1}, ["cpu_set"], f"{LINUX}-cpuset1", "Linux x86_64 bound to 1 of the CPUs"),
    (
        {"version": "3.9.1", "libc": "musl", "emulated": "qemu", "cpu_limit": 0.5},
        ["cpu_limit", "patch", "cpu_set"],
        "cp39.1-linux-x86_64-musl-qemu-cpus0.5-cpuset2",
        "Linux x86_64 musl under QEMU limited to 0.5 CPUs bound to 2 of the CPUs",
    ),
]


@pytest.mark.parametrize(("given", "by", "key", "name"), WORLDS)
def test_what_is_told_apart_has_an_id_and_words_of_its_own(
    given: dict[str, Any], by: list[str], key: str, name: str
) -> None:
    facts = told_apart(make_facts(**given), by)
    assert facts["id"] == interpreter_id(facts) == key or not by
    assert interpreter_id(facts) == key
    assert platform(facts) == name
    check_facts(facts)
    assert re.search(ID, key)


@pytest.mark.parametrize(("given", "by", "key"), [world[:3] for world in WORLDS])
def test_an_interpreter_names_itself_without_what_it_cannot_know(
    given: dict[str, Any], by: list[str], key: str
) -> None:
    assert own_name(key) == interpreter_id(make_facts(**given))


def test_no_other_id_loses_anything() -> None:
    for key in (LINUX, WINE, "cp314-emscripten-wasm32", "pp311-linux-x86_64", f"{LINUX}-musl"):
        assert own_name(key) == key


def test_a_citation_says_it_in_words() -> None:
    facts = told_apart(make_facts(version="3.13.0", cpu_limit=1.5), ["patch", "cpu_limit"])
    assert configuration(facts) == "CPython 3.13.0 on Linux 6.1.0 x86_64 limited to 1.5 CPUs"


def test_facts_of_older_files_and_facts_that_lie_have_an_id() -> None:
    older = make_facts()
    del older["cpu_limit"]
    assert apart(older) == ()
    assert interpreter_id(older) == LINUX
    nothing = make_facts(
        version="3.13", cpu_limit=None, cpus_usable=None, apart=["patch", "cpu_limit", "cpu_set"]
    )
    assert interpreter_id(nothing) == LINUX
    assert interpreter_id({**older, "apart": ["cpu_limit"]}) == LINUX


def test_nothing_else_can_be_told_apart() -> None:
    with pytest.raises(ValueError, match="apart"):
        check_facts(make_facts(apart=["colour"]))


def test_a_table_shows_patch_releases_in_their_order_and_the_ordinary_one_last() -> None:
    each = [told_apart(make_facts(version=f"3.13.{patch}"), ["patch"]) for patch in (10, 2)]
    order = [facts["version"] for facts in sorted([make_facts(version="3.13.15"), *each], key=table_order)]
    assert order == ["3.13.2", "3.13.10", "3.13.15"]
