"""Published results stand beside others: those that add something, and none that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import (
    LINUX,
    PROJECT,
    WINE,
    answered,
    make_outline,
    make_record,
    make_results,
    make_trial,
)
from canifork.claims.article import read_outline
from canifork.model import Outline, Results
from canifork.project import PUBLISHED
from canifork.results.beside import read_parts, read_published, roots
from canifork.results.store import write_results

OWN = make_results([make_record(make_trial("pool.size")), make_record(make_trial("pool.order"))])
WINDOWS = make_results([make_record(make_trial(claim, WINE)) for claim in ("pool.size", "pool.order")])


def publish(root: Path, **parts: Results) -> Path:
    for name, part in parts.items():
        write_results(root / PUBLISHED / f"{name}.json", part)
    return root


def test_what_was_published_stands_beside_ones_own(tmp_path: Path) -> None:
    published, faults = read_published(publish(tmp_path, windows=WINDOWS), OWN)
    assert published is not None
    assert (published.records, faults) == (WINDOWS.records, [])


@pytest.mark.parametrize("parts", [{}, {"own": OWN}])
def test_what_adds_nothing_does_not_stand_there(parts: dict[str, Results], tmp_path: Path) -> None:
    assert read_published(publish(tmp_path, **parts), OWN) == (None, [])


def test_a_file_that_cannot_be_read_is_left_out_and_the_others_stand_there(tmp_path: Path) -> None:
    publish(tmp_path, windows=WINDOWS)
    broken = tmp_path / PUBLISHED / "broken.json"
    broken.write_text("{", encoding="utf-8")
    published, (fault,) = read_published(tmp_path, OWN)
    assert published is not None
    assert published.records == WINDOWS.records
    assert fault.startswith(f"published results are left out: {broken}: is not JSON")


def test_files_that_contradict_each_other_are_left_out_with_what_they_say(tmp_path: Path) -> None:
    records = [make_record(one.trial, answered(works="otherwise")) for one in WINDOWS.records]
    other = make_results(records)
    root = publish(tmp_path, one=WINDOWS, other=other)
    (root / PUBLISHED / "broken.json").write_text("{", encoding="utf-8")
    published, faults = read_published(root, OWN)
    assert published is None
    assert all(fault.startswith("published results are left out: ") for fault in faults)
    assert ["broken.json" in faults[0], "other.json: contradicts" in faults[1]] == [True, True]


def test_of_some_claims_nothing_else_is_read_but_where_several_collections_name_them(tmp_path: Path) -> None:
    publish(tmp_path, windows=WINDOWS)
    several = make_outline(["pool.size"], others=(make_outline(["a.b"], title="Week 3", name="week_3"),))
    for outline, claims in ((OWN.outline, ["pool.size"]), (several, ["pool.size", "pool.order"])):
        parts = read_parts(tmp_path, outline, frozenset({"pool.size"}))
        assert [list(part.cases) for _, part in parts.named] == [claims]
        assert parts.claims == frozenset({"pool.size"})


def test_the_claims_of_another_collection_are_called_as_ones_own_results_call_them(tmp_path: Path) -> None:
    published, _ = read_published(publish(tmp_path, windows=WINDOWS), make_results(outline=MINE))
    assert published is not None
    assert list(published.cases) == ["processes-pool.size", "processes-pool.order"]
    assert {record.trial.interpreter for record in published.records} == {WINE} != {LINUX}


ARTICLE = read_outline(PROJECT / "cases")
MINE = make_outline(title="Week 3")


@pytest.mark.parametrize(
    ("own", "outline", "found"),
    [
        ("mine", MINE, ["mine"]),
        ("mine", ARTICLE, ["mine"]),  # a checkout of its own
        ("mine", make_outline(title="Week 3", others=(make_outline(),)), ["mine"]),
        ("mine", make_outline(title="Week 3", others=(ARTICLE,)), ["mine", "article"]),
        ("article", make_outline(title="Week 3", others=(ARTICLE,)), ["article"]),
    ],
)
def test_the_articles_published_results_are_read_where_it_is_one_of_several_collections(
    own: str, outline: Outline, found: list[str], tmp_path: Path
) -> None:
    folders = {"mine": tmp_path, "article": PROJECT}
    assert roots(folders[own], outline) == [folders[one] for one in found]
