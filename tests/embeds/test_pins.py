"""Pins: what an author saw, told apart from what is published now, in one sentence each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from canifork.embeds.pins import answer_of, changes, read_pins, write_pins
from canifork.errors import ResultsError
from canifork.report.answers import Answer

CLAIM = "locks.unlocked_counter"


def test_a_pin_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "canifork.lock"
    write_pins(path, {CLAIM: answer_of(CLAIM), "fork.unix_only": answer_of("fork.unix_only")})
    pins = read_pins(path)
    assert pins == {CLAIM: answer_of(CLAIM), "fork.unix_only": answer_of("fork.unix_only")}
    assert list(changes(pins, pins)) == []
    text = path.read_text(encoding="utf-8")
    write_pins(path, dict(reversed(list(pins.items()))))
    assert path.read_text(encoding="utf-8") == text


def test_a_change_says_where_and_what() -> None:
    now = answer_of(CLAIM)
    then = Answer(truth="It was so.", answers={**now.answers, "Linux x86_64": "lost none", "Plan 9": "works"})
    [told] = changes({CLAIM: then}, [CLAIM])
    assert told.startswith(f"{CLAIM}: changed since it was pinned: it says ")
    assert f"Linux x86_64: {now.answers['Linux x86_64']} (was: lost none)" in told
    assert "Plan 9: not there (was: works)" in told
    assert "PyPy" not in told


def test_a_claim_that_is_gone_is_a_change_and_one_that_is_not_pinned_is_none() -> None:
    assert "no such claim any more" in next(changes({"no.claim": answer_of(CLAIM)}, ["no.claim"]))
    assert list(changes({}, [CLAIM])) == []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda lock: lock.update(schema=2), "was written by a newer canifork (schema 2); update canifork"),
        (lambda lock: lock.update(schema="1"), "is no lock file of canifork"),
        (lambda lock: lock.pop("claims"), "is no lock file of canifork"),
        (lambda lock: lock.update(claims=[]), "is no lock file of canifork"),
        (lambda lock: lock["claims"][CLAIM].update(answers={"Linux": 1}), "is no lock file of canifork"),
        (lambda lock: lock["claims"][CLAIM].update(truth="Yes."), f"{CLAIM} has another hash"),
    ],
)
def test_a_spoilt_lock_file_is_a_sentence(
    spoil: Callable[[dict[str, Any]], None], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "canifork.lock"
    write_pins(path, {CLAIM: answer_of(CLAIM)})
    lock = json.loads(path.read_text(encoding="utf-8"))
    spoil(lock)
    path.write_text(json.dumps(lock), encoding="utf-8")
    with pytest.raises(ResultsError, match=re.escape(says)):
        read_pins(path)


@pytest.mark.parametrize("text", ["", "[" * 100_000, "\udcff", "1"])
def test_a_file_that_is_no_json_is_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "canifork.lock"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(ResultsError, match="no lock file"):
        read_pins(path)
    with pytest.raises(ResultsError, match="canifork pin"):
        read_pins(tmp_path / "none")
