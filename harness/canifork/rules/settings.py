"""What a project says of itself: `[tool.canifork.check]` in the nearest pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canifork.claims.conditions import ranges
from canifork.errors import SettingsError
from canifork.rules.rule import Rule
from canifork.rules.targets import DEFAULT

FILE = "pyproject.toml"
TABLE = "tool.canifork.check"
COMPATIBLE = re.compile(r"~=\s*(\d+)\.(\d+)(?:\.(\d+))?")
KEYS = ("target", "ignore", "exclude")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The targets, the claims and codes that are not reported, and the files that are not read."""

    targets: tuple[str, ...] = (DEFAULT,)
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def read_settings(folder: Path) -> Settings:
    """Read the settings for a folder; SettingsError, a sentence, for one that means nothing.

    A project that names no target means the Pythons of its `requires-python`, on three systems.
    """
    places = (place / FILE for place in (folder, *folder.parents))
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return Settings()
    raw = _load(path)
    table = _table(path, raw)
    for key in table:
        if key not in KEYS:
            raise SettingsError(f"{path}: [{TABLE}] has no key {key!r}; it can have {', '.join(KEYS)}")
    return Settings(
        targets=_texts(path, table, "target") or (_default(_dig(raw, "project")),),
        ignore=_texts(path, table, "ignore"),
        exclude=_texts(path, table, "exclude"),
    )


def without(rules: Iterable[Rule], ignored: Sequence[str]) -> list[Rule]:
    """Return the rules but for those whose code or claim is named; SettingsError for a name of none."""
    rules = list(rules)
    known = {name for rule in rules for name in (rule.code, rule.claim)}
    for name in ignored:
        if name not in known:
            raise SettingsError(
                f"{name!r} cannot be ignored: no rule has this code or claim; see docs/check.md"
            )
    return [rule for rule in rules if not {rule.code, rule.claim} & set(ignored)]


def _load(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise SettingsError(f"{path}: {fault.strerror}") from None
    except ValueError as fault:
        raise SettingsError(f"{path}: {fault}") from None


def _table(path: Path, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    *above, key = TABLE.split(".")
    table = _dig(raw, *above).get(key, {})
    if not isinstance(table, Mapping):
        raise SettingsError(f"{path}: {TABLE} is {table!r}; write a table, [{TABLE}]")
    return table


def _dig(raw: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        raw = raw.get(key, {}) if isinstance(raw, Mapping) else {}
    return raw if isinstance(raw, Mapping) else {}


def _texts(path: Path, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return one text, or a list of them."""
    value = table.get(key, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise SettingsError(f"{path}: {key} in [{TABLE}] is {value!r}; write a text, or a list of texts")
    return tuple(listed)


def _ranged(found: re.Match[str]) -> str:
    """Say `~=3.9` as >=3.9, and `~=3.9.2` as >=3.9.2,<3.10: a next major version has no Python."""
    major, minor, patch = found.groups()
    return f">={major}.{minor}.{patch},<{major}.{int(minor) + 1}" if patch else f">={major}.{minor}"


def _default(project: Mapping[str, Any]) -> str:
    """Return the usual target, with the Pythons that the project says it needs, if that can be read.

    What it leaves out with `!=` is not left out here.
    """
    parts = COMPATIBLE.sub(_ranged, str(project.get("requires-python"))).split(",")
    wanted = ",".join(part for part in parts if "!=" not in part)
    try:
        ranges(wanted)
    except ValueError:
        return DEFAULT
    return f"{DEFAULT.partition(';')[0]}; python{wanted}"
