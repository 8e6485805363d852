"""Interpreters get done one after the other, the longest trials first; what measures time runs alone."""

from __future__ import annotations

import random
from concurrent.futures import Future
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from builders import LINUX, WINE, make_record, make_trial
from canifork.execution.lanes import Lane
from canifork.model import Record, Trial
from canifork.pytest_plugin.parallel import _turns, in_order


@dataclass(eq=False)
class Item:
    trial: Trial
    alone: bool = False
    ended: Future[Record] | None = None

    def attempt(self, lane: Lane) -> Record:
        return make_record(self.trial)


def item(name: str, key: str = LINUX, *, alone: bool = False) -> Item:
    return Item(make_trial(name, key), alone)


BRIEF, LONG, NEW, TIMED = item("pool.brief"), item("pool.long"), item("pool.new"), item("cost.a", alone=True)
OTHER, OTHER_TIMED = item("pool.long", WINE), item("cost.a", WINE, alone=True)
SECONDS = {BRIEF.trial: 0.1, LONG.trial: 9.0, TIMED.trial: 20.0, OTHER.trial: 30.0}


@given(st.randoms())
def test_the_order_is_by_interpreter_then_alone_then_by_length(chance: random.Random) -> None:
    items = [BRIEF, LONG, NEW, TIMED, OTHER, OTHER_TIMED]
    chance.shuffle(items)
    assert in_order(items, [LINUX, WINE], SECONDS, spread=False) == [
        LONG, NEW, BRIEF, TIMED, OTHER, OTHER_TIMED,
    ]  # fmt: skip


def test_with_xdist_what_measures_time_stands_behind_all_else() -> None:
    items = [OTHER_TIMED, TIMED, BRIEF, OTHER, LONG]
    ordered = in_order(items, [LINUX, WINE], SECONDS, spread=True)
    assert ordered == [OTHER, LONG, BRIEF, TIMED, OTHER_TIMED]


@given(st.lists(st.booleans()))
def test_what_measures_time_has_a_turn_of_its_own_and_nothing_is_lost(alone: list[bool]) -> None:
    items = [item(f"pool.n{place}", alone=one) for place, one in enumerate(alone)]
    turns = list(_turns(items))
    assert [one for some in turns for one in some] == items
    assert all(len(some) == 1 or not any(one.alone for one in some) for some in turns)
    assert all(some for some in turns)
