"""Pictures: only of what was measured, with every number, and as quiet as a photograph."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from builders import HOSTILE, LINUX, WINE, answered, make_record, make_trial, not_run
from canifork.model import Record
from canifork.report.html.pictures import draw, picture


def record(method: str | None = None, where: str = LINUX, **answer: Any) -> Record:
    return make_record(make_trial(interpreter=where, method=method), answered(**answer))


def test_what_measured_nothing_has_no_picture() -> None:
    assert picture([make_record(), make_record(observation=not_run())]) is None


@pytest.mark.parametrize("value", [True, "7", None, float("nan"), -1.0, 1e300, [3], {"a": 1}])
def test_what_is_no_measured_number_is_not_drawn(value: object) -> None:
    assert picture([record(ratio=value)]) is None


def test_a_race_shows_the_share_of_rounds_that_lost() -> None:
    shown = picture(
        [record(lost=True, rounds=40, lost_rounds=10), record(lost=False, rounds=50, lost_rounds=0)]
    )
    assert shown is not None
    assert [(bar.value, bar.text) for bar in shown.bars] == [(25.0, "10/40"), (0.0, "0/50")]


def test_no_round_is_no_share() -> None:
    assert picture([record(lost=False, rounds=0, lost_rounds=0)]) is None


def test_the_spread_is_told() -> None:
    shown = picture([record(ratio=value) for value in (3.0, 1.5, 20.0)])
    assert shown is not None
    assert shown.spread == ("1.5x", "3x", "20x")


def bars(text: str) -> list[float]:
    """Return the widths of the bars, from above."""
    rects = [one for one in ET.fromstring(text).iter() if one.get("class", "").startswith("rect")]
    return [float(one.get("width", "")) for one in sorted(rects, key=lambda one: float(one.get("y", "")))]


def test_bars_are_as_long_as_the_numbers() -> None:
    shown = picture([record(where=LINUX, ratio=2.0), record(where=WINE, ratio=1.0)])
    assert shown is not None
    long, short = bars(draw(shown))
    assert long == pytest.approx(2 * short, rel=0.05)


def test_start_methods_stand_side_by_side() -> None:
    shown = picture([record("fork", ratio=2.0), record("spawn", ratio=400.0)])
    assert shown is not None
    text = draw(shown)
    assert len(bars(text)) == 2
    assert ">fork<" in text
    assert ">spawn<" in text


def test_a_drawing_runs_nothing_loads_nothing_and_is_the_same_every_time() -> None:
    shown = picture([record(ratio=1.5)])
    assert shown is not None
    text = draw(shown)
    assert "script" not in text
    assert "http" not in text.replace("http://www.w3.org/", "")
    assert draw(shown) == text


def test_on_paper_the_text_of_a_drawing_is_dark_whatever_the_screen_is() -> None:
    shown = picture([record(ratio=2.0)])
    assert shown is not None
    assert "@media screen and (prefers-color-scheme:dark)" in draw(shown)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_stays_text(hostile: str) -> None:
    shown = picture([record(where=f"cp-{hostile}", ratio=2.0)])
    assert shown is not None
    tags = {one.tag.rpartition("}")[2] for one in ET.fromstring(draw(shown)).iter()}
    assert not tags & {"script", "img", "a", "image"}


def test_a_picture_of_noughts_alone_is_none() -> None:
    nothing = record(lost=False, rounds=50, lost_rounds=0)
    assert picture([nothing, nothing]) is None
    assert picture([nothing, record(lost=True, rounds=40, lost_rounds=1)]) is not None
