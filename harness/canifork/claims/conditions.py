"""The grammar of ARTICLE and EXPECT: check a row, and tell whether it fits an interpreter."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from canifork import axes
from canifork.model import Facts, Row

CAPABILITIES = (
    "processes", "threads", "fork", "semaphores", "sockets", "cpu_restriction", "cpu_quota", "asserts",
)  # fmt: skip
WHEN = axes.WHEN | dict.fromkeys(CAPABILITIES, (True, False))
"""The keys of `when`, and the values each allows; None: a version range."""

Ranges = tuple[tuple[str, tuple[int, ...]], ...]  # a sign and a version each
ROW_KEYS = ("when", "sees", "may_see", "raises", "hung", "died", "because")
OUTCOMES = ("sees", "may_see", "raises", "hung", "died")
RANGE = re.compile(r"\s*(>=|<=|==|!=|<|>)\s*(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?\s*")
MINOR = (3, 13)  # as far as versions are mostly written; the third number is that of a patch release
BEHIND = {">=": (0,), "<": (0,), "<=": (1,), ">": (1,), "==": (0, 1), "!=": (0, 1)}  # where it turns
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq,
    "!=": operator.ne, "<": operator.lt, ">": operator.gt,
}  # fmt: skip


def read_row(raw: object, *, reasoned: bool) -> Row:
    """Turn a literal into a Row; ValueError with a sentence if it is none.

    `reasoned` rows (those of EXPECT) have to say `because`.
    """
    if not isinstance(raw, Mapping):
        raise ValueError(f"{raw!r} is no row; a row is a dict with {', '.join(ROW_KEYS)}")
    _known(raw, ROW_KEYS, "a row")
    _check_outcome(raw)
    because = raw.get("because", None if reasoned else "")
    if not isinstance(because, str) or (reasoned and not because.strip()):
        raise ValueError(f"the row does not say `because`, but {because!r}; name the reason in a sentence")
    when = raw.get("when")
    if not isinstance(when, Mapping):
        raise ValueError(f"`when` is {when!r}; write a dict, {{}} fits all")
    for key, value in when.items():
        _check_condition(key, value)
    return Row(**{key: value for key, value in raw.items() if value not in (None, False)})


def fits(when: Mapping[str, Any], facts: Facts, start_method: str | None) -> bool:
    """Tell whether all conditions hold on the interpreter with these facts."""
    return all(_holds(key, _fact(key, facts, start_method), wanted) for key, wanted in when.items())


def first_fit(rows: tuple[Row, ...], facts: Facts, start_method: str | None) -> Row | None:
    """Return the row that decides: the first one that fits, or None."""
    return next((row for row in rows if fits(row.when, facts, start_method)), None)


def cuts(rows: tuple[Row, ...]) -> tuple[tuple[int, ...], ...]:
    """Return the patch releases at which what these rows say changes: (3, 13, 5) for '>=3.13.5'."""
    asked = [row.when["python"] for row in rows if "python" in row.when]
    found = {
        (*version[:2], version[2] + behind)
        for one in asked
        for text in (one if isinstance(one, list) else [one])
        for sign, version in ranges(text)
        if len(version) > len(MINOR)
        for behind in BEHIND[sign]
    }
    return tuple(sorted(found))


def told_apart(rows: tuple[Row, ...], one: Facts, other: Facts, start_method: str | None) -> bool:
    """Tell whether other rows decide for two patch releases of one minor version, because they are these."""
    releases = axes.release(one), axes.release(other)
    eras = {axes.era(release, cuts(rows)) for release in releases}
    if releases[0][:2] != releases[1][:2] or len(eras) == 1:
        return False
    return first_fit(rows, one, start_method) is not first_fit(rows, other, start_method)


def _fact(key: str, facts: Facts, start_method: str | None) -> Any:
    if key == "start_method":
        return start_method
    if key in CAPABILITIES:
        return facts["capabilities"].get(key)
    if key == "python":
        return axes.release(facts)
    axis = axes.AXES.get(key)
    return axis.read(facts) if axis else facts[key]


def _holds(key: str, fact: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return any(_holds(key, fact, value) for value in wanted)
    if key == "python":
        return all(COMPARE[sign](fact[: len(version)], version) for sign, version in ranges(wanted))
    return bool(fact == wanted)


def ranges(text: object) -> Ranges:
    """Split '>=3.8,<3.14'; ValueError with a sentence if it is none.

    Versions compare as far as they are written, so pre-releases count in: 3.13.5 fits '==3.13'.
    """
    found = _ranges(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"the range {text!r} is not like '>=3.8,<3.14' or '>=3.13.5'")
    return found


@lru_cache(maxsize=1024)  # a row is asked of every trial
def _ranges(text: str) -> Ranges | None:
    found = [RANGE.fullmatch(part) for part in text.split(",")]
    if not all(found):
        return None
    return tuple(
        (match[1], tuple(int(part) for part in match.groups()[1:] if part)) for match in found if match
    )


def _check_condition(key: object, wanted: object) -> None:
    _known({key: None}, tuple(WHEN), "`when`")
    allowed = WHEN[str(key)]
    if isinstance(wanted, list) and not wanted:
        raise ValueError(f"`{key}` is an empty list, which fits nothing")
    for one in wanted if isinstance(wanted, list) else [wanted]:
        if allowed is None:
            ranges(one)
        elif not any(one is value or (isinstance(one, str) and one == value) for value in allowed):
            listed = ", ".join(repr(value) for value in allowed)
            raise ValueError(f"`{key}` is {one!r}; it can be {listed}")


def _check_outcome(raw: Mapping[str, Any]) -> None:
    given = [key for key in OUTCOMES if raw.get(key) not in (None, False)]
    if not given or (len(given) > 1 and set(given) != {"sees", "may_see"}):
        raise ValueError("a row says one of `sees` and/or `may_see`, `raises`, `hung`, `died`")
    for key, kinds in (("sees", Mapping), ("may_see", Mapping), ("raises", str), ("hung", bool)):
        if key in given and not isinstance(raw[key], kinds):
            raise ValueError(f"`{key}` is {raw[key]!r}, of the wrong type")
    if "died" in given and not isinstance(raw["died"], int):
        raise ValueError(f"`died` is {raw['died']!r}; write an exit status, or True for any")
    may_see = raw["may_see"] if "may_see" in given else {}
    if any(not isinstance(values, list) or not values for values in may_see.values()):
        raise ValueError("`may_see` gives a list of values for each key")
    for key in given:
        if raw[key] in ("", {}):
            raise ValueError(f"`{key}` is {raw[key]!r}, which says nothing")
        if not _is_json(raw[key]):
            raise ValueError(f"`{key}` is {raw[key]!r}; JSON cannot hold that, so no answer can either")


def _is_json(value: object) -> bool:
    """Tell whether a value comes back from JSON as it went in."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_json(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(_is_json, value))
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, int))


def _known(raw: Mapping[Any, Any], allowed: tuple[str, ...], where: str) -> None:
    for key in raw:
        if key not in allowed:
            raise ValueError(f"{where} has no key {key!r}; it can have {', '.join(allowed)}")
