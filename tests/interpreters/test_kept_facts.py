"""What a probe told is taken again only while nothing that it rests on has changed, and if it is sound."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from canifork import cache
from canifork.interpreters import kept_facts
from canifork.interpreters.discovery import discover
from canifork.interpreters.kept_facts import Kept, recall
from made_up import project

COMMAND = (sys.executable,)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project, on whose interpreter an earlier run has been."""
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "cache"))
    root = project(tmp_path / "made-up", {"works": "return {'done': True}"})
    assert discover(COMMAND, root)[0][0].asked_at is None
    return root


def asked_at(root: Path, **how: bool) -> str | None:
    [interpreter], _ = discover(COMMAND, root, **how)
    assert interpreter.facts["executable"]
    return interpreter.asked_at


def test_an_interpreter_is_asked_once_and_again_on_demand(root: Path) -> None:
    first, _ = discover(COMMAND, root, anew=True)
    again, _ = discover(COMMAND, root)
    assert again[0].facts == first[0].facts
    assert again[0].asked_at is not None
    assert asked_at(root, anew=True) is None


def change_probe(root: Path, _: pytest.MonkeyPatch) -> None:
    with (root / "cases" / "_probe.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")


def change_variable(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C" if os.environ.get("LC_ALL") != "C" else "C.UTF-8")


def change_cpus(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 77)


def change_program(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_facts, "_stamp", lambda _: [1, 2])


@pytest.mark.parametrize("change", [change_probe, change_variable, change_cpus, change_program])
def test_it_is_asked_again_when_anything_changes(
    change: Callable[[Path, pytest.MonkeyPatch], None], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked_at(root) is not None
    change(root, monkeypatch)
    assert asked_at(root) is None


def test_a_program_that_was_replaced_has_another_stamp(tmp_path: Path) -> None:
    program = tmp_path / "python"
    program.write_bytes(b"one")
    first = kept_facts._stamp(str(program))
    program.write_bytes(b"other")
    assert first != kept_facts._stamp(str(program))
    assert kept_facts._stamp("-X") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"[" * 100_000,
        lambda _: b"[]",
        lambda entry: json.dumps(entry | {"facts": 3}).encode(),
        lambda entry: json.dumps(entry | {"facts": {**entry["facts"], "id": "cp399-linux-x86_64"}}).encode(),
        lambda entry: json.dumps(entry | {"facts": {**entry["facts"], "cpus": "many"}}).encode(),
        lambda entry: json.dumps({"facts": entry["facts"], "asked_at": "today"}).encode(),
    ],
)
def test_what_is_not_sound_is_asked_again(spoil: Callable[[Any], bytes], root: Path) -> None:
    name = kept_facts._name(COMMAND)
    cache.write(name, spoil(json.loads(cache.read(name) or b"")))
    assert asked_at(root) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no script for an executable")
def test_what_a_script_starts_is_asked_every_time(root: Path, tmp_path: Path) -> None:
    script = tmp_path / "python3"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    for _ in range(2):
        [found], _unused = discover([str(script)], root)
        assert found.asked_at is None


def test_what_another_launcher_starts_is_kept(root: Path) -> None:
    command = ("wine", "python.exe")
    kept_facts.keep(command, root, Kept({"executable": "Z:\\python.exe"}, "2026-11-29T10:00:00Z"))
    assert recall(command, root) == Kept({"executable": "Z:\\python.exe"}, "2026-11-29T10:00:00Z")
