"""Pinning from a shell: an author's CI fails when a published answer changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from canifork.cli.main import main
from canifork.embeds.pins import read_pins, write_pins
from canifork.report.answers import Answer

CLAIM, OTHER = "locks.unlocked_counter", "fork.unix_only"


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "canifork.lock"


def test_what_was_pinned_is_checked(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pin", CLAIM, "--lock", str(lock)]) == 0
    assert main(["pin", OTHER, "--lock", str(lock)]) == 0
    assert set(read_pins(lock)) == {CLAIM, OTHER}
    capsys.readouterr()
    assert main(["pin", "--check", "--lock", str(lock)]) == 0
    assert capsys.readouterr().out == f"{lock}: nothing changed in 2 claims\n"


def test_a_change_is_named_with_exit_code_1(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["pin", CLAIM, OTHER, "--lock", str(lock)])
    pins = read_pins(lock)
    then = Answer(truth=pins[CLAIM].truth, answers={**pins[CLAIM].answers, "Linux x86_64": "lost none <b>"})
    write_pins(lock, {**pins, CLAIM: then})
    capsys.readouterr()
    assert main(["pin", "--check", "--lock", str(lock)]) == 1
    told = capsys.readouterr().out
    assert told.startswith(f"{CLAIM}: changed since it was pinned: Linux x86_64: ")
    assert "(was: lost none <b>)" in told
    assert OTHER not in told
    assert main(["pin", "--check", OTHER, "--lock", str(lock)]) == 0
    assert main(["pin", CLAIM, "--lock", str(lock)]) == 0  # the author has read it
    assert main(["pin", "--check", "--lock", str(lock)]) == 0


def test_a_claim_that_is_gone_is_a_change(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pins(lock, {"no.claim": Answer(truth="So.", answers={})})
    assert main(["pin", "--check", "--lock", str(lock)]) == 1
    assert "no.claim: is pinned, and there is no such claim any more" in capsys.readouterr().out


def test_a_mistake_is_one_sentence_and_writes_nothing(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pin", "--lock", str(lock)]) == 2
    assert main(["pin", CLAIM, "no.claim", "--lock", str(lock)]) == 2
    assert main(["pin", "--check", "--lock", str(lock)]) == 2
    assert not lock.exists()
    main(["pin", CLAIM, "--lock", str(lock)])
    assert main(["pin", "--check", OTHER, "--lock", str(lock)]) == 2
    lock.write_text(json.dumps({"schema": 2}), encoding="utf-8")
    assert main(["pin", "--check", "--lock", str(lock)]) == 2
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 5
    assert [line.startswith("canifork: ") for line in err] == [True] * 5
    assert "newer canifork" in err[-1]
