"""The picture of the rooms shows every import, in as few arrows as that takes, and never moves by itself."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import draw_rooms
from draw_rooms import BEGIN, END, between_rooms, main, picture, reachable, shortened

PAGE = f"# Rooms\n\n{BEGIN}\n{END}\n\nMore.\n"
STAIRS = {"cli": {"pipeline", "model"}, "pipeline": {"model"}}

rooms = st.sampled_from("abcdefg")
graphs = st.dictionaries(rooms, st.sets(rooms)).map(
    lambda arrows: {here: there - {here} for here, there in arrows.items()}
)


def test_a_room_is_the_part_of_a_name_below_the_package() -> None:
    imports = [
        ("canifork.report.text.terminal", "canifork.model"),
        ("canifork.report.text.terminal", "canifork.report.citation"),
        ("canifork.results.codec", "canifork"),
    ]
    assert between_rooms(imports) == {"report": {"model"}}


def test_an_arrow_is_left_out_where_a_longer_way_leads() -> None:
    assert list(shortened(STAIRS)) == [("cli", "pipeline"), ("pipeline", "model")]


def test_rooms_in_a_circle_keep_their_arrows() -> None:
    circle = {"ci": {"report"}, "report": {"ci", "model"}}
    assert {("ci", "report"), ("report", "ci")} <= set(shortened(circle))


@given(graphs)
def test_what_leads_somewhere_still_leads_there(arrows: Mapping[str, AbstractSet[str]]) -> None:
    kept = {
        here: {there for room, there in shortened(arrows) if room == here} for here, _ in shortened(arrows)
    }
    for room in arrows:
        assert reachable(room, kept) == reachable(room, arrows)


@given(graphs)
def test_the_picture_does_not_depend_on_the_order_of_the_imports(
    arrows: Mapping[str, AbstractSet[str]],
) -> None:
    assert picture(dict(reversed(list(arrows.items())))) == picture(arrows)


def test_a_picture_is_written_once_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    assert main(["--check"], page, STAIRS) == 1
    assert f"{page}: the picture is out of date" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == PAGE
    assert main([], page, STAIRS) == 0
    assert main(["--check"], page, STAIRS) == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith("# Rooms\n")
    assert "    cli --> pipeline\n    pipeline --> model\n" in written
    assert written.endswith("\n\nMore.\n")
    assert main(["--check"], page, {**STAIRS, "model": {"errors"}}) == 1


def test_a_page_without_markers_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Rooms\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="lacks a marker"):
        main([], page, STAIRS)


def test_the_harness_is_drawn_alike_twice() -> None:
    pytest.importorskip("grimp", reason="grimp, which comes with import-linter, is not installed")
    drawn = picture(draw_rooms.read_arrows())
    assert drawn == picture(draw_rooms.read_arrows())
    assert "cli --> " in drawn
