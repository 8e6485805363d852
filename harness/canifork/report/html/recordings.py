"""What pages draw that Pythons once did: kept beside this module by tools/record_*.py."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from canifork.axes import implementation
from canifork.errors import ResultsError
from canifork.model import Case
from canifork.project import CASES

VERSION = re.compile(r"3\.\d+\.\d+\w*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What of a claim was recorded."""

    claim: str

    def current_sha256(self, root: Path) -> str:
        """Return the checksum of the case's text below `root`, as the case's own is made."""
        text = (root / CASES / f"{self.claim.replace('.', '/')}.py").read_bytes()
        return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()


S = TypeVar("S", bound=Subject)


def read_recording(file: Path, text: str, check: Callable[[Mapping[str, Any]], None]) -> dict[str, Any]:
    """Return what a file holds; ResultsError if `check` finds that it is not as its tool writes it.

    `check` raises ValueError, TypeError, KeyError or AttributeError for what the page could not show.
    """
    try:
        told: dict[str, Any] = json.loads(text)
        check(told)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ResultsError(
            f"{file.name}: is no record of {file.stem} ({fault!r:.100}); "
            f"record it again with tools/record_{file.stem}.py"
        ) from None
    return told


def check_claims(told: Mapping[str, Any], subjects: Iterable[Subject]) -> None:
    """Check that it is of these claims, and that it says when it was made."""
    date.fromisoformat(day_of(told))
    if set(told["sha256"]) != {one.claim for one in subjects}:
        raise ValueError("other claims")


def check_python(asked: Mapping[str, Any]) -> None:
    """Check the facts of a Python that was asked."""
    if not VERSION.fullmatch(asked["version"]) or type(asked["free_threaded"]) is not bool:
        raise ValueError(asked["version"])
    if not isinstance(asked["implementation"], str):
        raise TypeError(asked["implementation"])


def check_counts(*counts: object) -> None:
    """Check that these are counts."""
    if any(type(count) is not int or count < 0 for count in counts):
        raise ValueError(f"{counts}")


def of_same_text(subjects: Iterable[S], cases: Mapping[str, Case], told: Mapping[str, Any]) -> list[S]:
    """Return the subjects whose cases have the text that was recorded."""
    recorded = told["sha256"]
    return [
        one for one in subjects if one.claim in cases and cases[one.claim].sha256 == recorded.get(one.claim)
    ]


def day_of(told: Mapping[str, Any]) -> str:
    """Return the day on which it was recorded."""
    return str(told["made_at"])[:10]


def name_of(asked: Mapping[str, Any]) -> str:
    """Name a Python: 'CPython 3.13.0'."""
    return f"{implementation(asked)} {asked['version']}"
