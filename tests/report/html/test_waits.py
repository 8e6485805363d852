"""A deadlock, drawn as it was recorded: where each side stood, and for whom it waits."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from test_bytecode import key

from builders import HOSTILE, answered, make_case, make_record, make_results, make_trial
from canifork.analysis.findings import Findings
from canifork.errors import ResultsError
from canifork.interpreters.discovery import discover
from canifork.report.html.pages import pages
from canifork.report.html.waits import FILE, WAITS, read_waits, waits
from made_up import PROJECT
from read_waits import found
from record_waits import ask

RECORDED = read_waits(FILE.read_text(encoding="utf-8"))
LOCKS, QUEUE = "locks.opposite_order", "ipc.join_before_drain"
CASES = {claim: make_case(claim, sha256=sha256) for claim, sha256 in RECORDED["sha256"].items()}


def test_every_deadlock_was_recorded_of_the_text_that_the_case_has_now() -> None:
    """If this fails: a case was changed, or a table; run tools/record_waits.py."""
    assert RECORDED["sha256"] == {one.claim: one.current_sha256(PROJECT) for one in WAITS}
    assert set(CASES) == {LOCKS, QUEUE}


@pytest.mark.skipif(os.name == "nt", reason="the child tells where it stands when it gets a signal")
def test_a_python_here_stands_where_the_record_says() -> None:
    here = [one for one in discover([], PROJECT)[0] if key(one.facts) == key(RECORDED["python"])]
    if not here:
        pytest.skip("the Python of the record is not installed")
    assert ask(here[0].command) == RECORDED["stand"]


def test_a_thread_stands_in_one_place_only() -> None:
    stack = [("x.py", 1, "poll"), (__file__, 1, "take")]
    assert found([stack], [("take", "A deadlock")])[0]["number"] == 1
    assert found([stack], [("take", "A deadlock"), ("take", "A deadlock")]) == []
    assert found([stack], [("take", "another call")]) == []


def test_boxes_stand_one_below_another() -> None:
    for still in waits(CASES, RECORDED).values():
        heights = [box.y for box in still.boxes]
        assert heights == sorted(set(heights))
        assert heights[-1] < still.height
    assert waits({LOCKS: make_case(LOCKS)}, RECORDED) == {}


Spoil = Callable[[dict[str, Any]], object]
SPOILT: dict[str, Spoil] = {
    "no day": lambda told: told.pop("made_at"),
    "another claim": lambda told: told["stand"].update({"locks.other": []}),
    "a version that is markup": lambda told: told["python"].update(version="<b>"),
    "a missing side": lambda told: told["stand"][LOCKS].pop(),
    "another call": lambda told: told["stand"][LOCKS][0].update(line="all_hold.wait()"),
    "another function": lambda told: told["stand"][LOCKS][0].update(function="wait"),
    "a number that is a word": lambda told: told["stand"][LOCKS][0].update(number="7"),
    "a key too many": lambda told: told["stand"][LOCKS][0].update(more=1),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_damaged_record_is_refused_with_a_sentence(spoil: Spoil) -> None:
    told = copy.deepcopy(RECORDED)
    spoil(told)
    with pytest.raises(ResultsError, match=r"waits\.json: is no record of waits .* record it again"):
        read_waits(json.dumps(told))


def test_the_page_draws_it_says_it_in_words_and_escapes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = copy.deepcopy(RECORDED)
    told["stand"][QUEUE][0]["file"] = HOSTILE[0]
    monkeypatch.setattr("canifork.report.html.waits.read_waits", lambda _: told)
    record = make_record(make_trial(QUEUE), answered(works=True), CASES[QUEUE])
    page = dict(pages(Findings(make_results([record], cases={QUEUE: CASES[QUEUE]}))))[f"claim/{QUEUE}.html"]
    assert 'aria-labelledby="waits-said"' in page
    assert "the main process waits until the child process has ended" in page
    assert "n = write(self._handle, buf)" in page
    assert "<script>alert" not in page
