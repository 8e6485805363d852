"""Results to plain JSON and back: the same comes back, and nothing else is let in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import (
    LINUX,
    WINE,
    answered,
    json_values,
    make_case,
    make_outline,
    make_record,
    make_results,
    make_trial,
    not_run,
    results,
    unjudged,
)
from canifork import SCHEMA
from canifork.errors import ResultsError
from canifork.model import Results, Row
from canifork.results.codec import from_json, record_from_json, record_to_json, to_json
from canifork.results.merge import merge

FILE = Path("results.json")
JSON = dict[str, Any]


def raw() -> JSON:
    """Return a small results file as plain JSON, free to be spoilt."""
    records = [make_record(), unjudged(make_trial(interpreter=WINE), not_run())]
    loaded: JSON = json.loads(json.dumps(to_json(make_results(records, partial="interrupted"))))
    return loaded


def fault(spoilt: object) -> str:
    with pytest.raises(ResultsError) as caught:
        from_json(spoilt, FILE)
    told = str(caught.value)
    assert told.startswith("results.json: ")
    assert "\n" not in told
    return told


@given(before=results())
def test_results_come_back_from_json_as_they_were(before: Results) -> None:
    assert from_json(json.loads(json.dumps(to_json(before))), FILE) == before


@given(before=results())
def test_records_come_back_from_json_as_they_were(before: Results) -> None:
    for record in before.records:
        assert record_from_json(json.loads(json.dumps(record_to_json(record)))) == record


@given(before=results())
def test_what_is_read_and_written_again_is_the_same_text(before: Results) -> None:
    text = json.dumps(to_json(before))
    assert json.dumps(to_json(from_json(json.loads(text), FILE))) == text


def test_a_record_stands_flat_beside_its_observation() -> None:
    assert record_to_json(make_record(make_trial(method="fork"))) == {
        "case": "pool.size",
        "interpreter": LINUX,
        "start_method": "fork",
        "observation": {"kind": "answered", "answer": {"works": True}, "reason": None, "detail": None},
        "expectation": "met",
        "article": "contradicted",
        "seconds": 0.25,
    }


def test_a_row_holds_what_it_says_and_nothing_else() -> None:
    case = to_json(make_results())["cases"]["pool.size"]
    assert case["expect"] == [{"when": {}, "sees": {"works": True}, "because": "the manual says so"}]
    assert case["article"] == [{"when": {}, "sees": {"works": False}}]


@pytest.mark.parametrize("row", [Row(when={}, sees={"a": None}), Row(when={}, may_see={"a": [False, 0, ""]})])
def test_what_a_row_sees_may_be_nothing_false_or_empty(row: Row) -> None:
    before = make_results(cases={"pool.size": make_case(article=(row,))})
    assert from_json(json.loads(json.dumps(to_json(before))), FILE) == before


@pytest.mark.parametrize("schema", [SCHEMA + 1, SCHEMA + 2, 1000])
def test_a_newer_schema_is_refused_with_one_sentence(schema: int) -> None:
    assert fault(raw() | {"schema": schema}) == (
        f"results.json: has schema {schema}, this version reads up to {SCHEMA}; update canifork"
    )


@pytest.mark.parametrize("schema", [0, -1, "1", None, 1.5, [1]])
def test_a_schema_that_never_was_is_refused(schema: object) -> None:
    assert "schema" in fault(raw() | {"schema": schema})


@pytest.mark.parametrize("whole", [None, 3, "results", [], {}, [{"schema": 1}], {"schema": 1}])
def test_json_that_is_no_results_file_is_refused(whole: object) -> None:
    assert "is no results file" in fault(whole)


@pytest.mark.parametrize("key", list(raw()))
def test_no_key_may_be_missing(key: str) -> None:
    spoilt = raw()
    del spoilt[key]
    assert key in fault(spoilt)


def test_an_unknown_key_is_refused_by_its_name() -> None:
    assert "colour" in fault(raw() | {"colour": "red"})


def _set(*path: str | int) -> Callable[[JSON, object], None]:
    def change(spoilt: JSON, value: object) -> None:
        inner: Any = spoilt
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("made_at",), "yesterday"),
        (("made_at",), "2026-13-22T15:04:05Z"),
        (("records", 0, "seconds"), -1),
        (("records", 0, "seconds"), 1e10),
        (("made_at",), "2026-11-22T15:04:05Z\n"),
        (("project", "version"), 1),
        (("records", 0, "observation", "kind"), "passed"),
        (("records", 0, "observation", "answer"), [1]),
        (("records", 0, "expectation"), "fine"),
        (("records", 0, "article"), "true"),
        (("records", 0, "start_method"), "frok"),
        (("records", 0, "seconds"), "1"),
        (("records", 0, "extra"), 1),
        (("interpreters", LINUX, "version"), "<b>"),
        (("interpreters", LINUX, "extra"), 1),
        (("interpreters", LINUX, "capabilities"), {"fork": "yes"}),
        (("interpreters", "<script>"), {}),
        (("cases", "pool.size", "sha256"), "0"),
        (("cases", "pool.size", "docs"), "https://x"),
        (("cases", "pool.size", "expect"), [{"when": {"os": "beos"}, "hung": True, "because": "x"}]),
        (("cases", "pool.size", "expect"), [{"when": {}, "hung": True}]),
        (("cases", "pool.size", "article"), [{"when": {}}]),
        (("cases", "../etc"), {}),
        (("unused", 0, "command"), "python2.7"),
        (("outline", "chapters", 0, "claims"), "size"),
    ],
)
def test_a_wrong_value_is_refused(path: tuple[str | int, ...], value: object) -> None:
    spoilt = raw()
    _set(*path)(spoilt, value)
    assert "is no results file" in fault(spoilt)


@pytest.mark.parametrize(("key", "value"), [("case", "pool.other"), ("interpreter", "cp36-linux-x86_64")])
def test_a_record_of_what_the_file_does_not_describe_is_refused_by_its_trial(key: str, value: str) -> None:
    spoilt = raw()
    spoilt["records"][0][key] = value
    told = fault(spoilt)
    assert value in told
    assert "names a case or interpreter that the file lacks" in told


def test_a_trial_that_stands_in_it_twice_is_refused() -> None:
    spoilt = raw()
    spoilt["records"].append(spoilt["records"][0])
    assert f"pool.size[{LINUX}] stands in it twice" in fault(spoilt)


@pytest.mark.parametrize("kind", ["not_run", "not_applicable"])
@pytest.mark.parametrize("verdict", [{"expectation": "met"}, {"article": "supported"}])
def test_a_judgement_on_what_was_not_run_is_refused(kind: str, verdict: JSON) -> None:
    """A report would show it as if it had been run."""
    spoilt = raw()
    spoilt["records"][1] |= verdict
    spoilt["records"][1]["observation"]["kind"] = kind
    assert f"pool.size[{WINE}]" in fault(spoilt)


@pytest.mark.parametrize(
    "verdict", [{"expectation": None}, {"article": None}, {"expectation": None, "article": None}]
)
def test_a_trial_without_its_judgement_is_refused(verdict: JSON) -> None:
    """A report has no mark for it."""
    spoilt = raw()
    spoilt["records"][0] |= verdict
    assert f"pool.size[{LINUX}]" in fault(spoilt)


@pytest.mark.parametrize(("kind", "answer"), [("answered", None), ("died", {"a": 1}), ("not_run", {"a": 1})])
def test_an_answer_belongs_to_what_was_answered(kind: str, answer: object) -> None:
    spoilt = raw()
    spoilt["records"][0]["observation"] |= {"kind": kind, "answer": answer}
    fault(spoilt)


def test_a_case_outside_every_chapter_is_refused() -> None:
    """The tables go by chapters: its records would vanish from the report."""
    spoilt = raw()
    spoilt["outline"]["chapters"] = []
    assert "pool.size" in fault(spoilt)


@given(whole=json_values)
def test_any_json_is_refused_with_a_sentence(whole: object) -> None:
    fault(whole)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


@given(path=st.sampled_from(_places(raw())[1:]), value=json_values | st.none() | st.just(value=False))
@example(path=("cases", "pool.size", "article", 0), value={"when": {}, "sees": {}})
def test_whatever_stands_anywhere_is_refused_or_comes_back(
    path: tuple[str | int, ...], value: object
) -> None:
    spoilt = raw()
    _set(*path)(spoilt, value)
    try:
        read = from_json(spoilt, FILE)
    except ResultsError:
        return
    assert from_json(json.loads(json.dumps(to_json(read))), FILE) == read


def test_the_builders_answer_is_what_the_table_expects() -> None:
    assert answered().answer == {"works": True}


def several() -> dict[str, Any]:
    """Return two collections as they stand in a file."""
    mine = make_results(outline=make_outline(["pool.size"], title="Week 3"))
    return to_json(merge([("a", make_results()), ("b", mine)]))


def test_several_collections_come_back_and_need_the_newest_schema() -> None:
    written = several()
    assert written["schema"] == SCHEMA
    back = from_json(json.loads(json.dumps(written)), FILE)
    assert list(back.cases) == ["pool.size", "week_3-pool.size"]
    assert to_json(back) == written


def test_one_collection_is_written_so_that_older_versions_read_it() -> None:
    written = to_json(make_results())
    assert written["schema"] == 2
    assert not written.keys() & {"others"}
    assert not written["outline"].keys() & {"name", "others"}


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda raw: raw["others"][0]["chapters"][0].update(name="pool"), "two chapters"),
        (lambda raw: raw["others"][0].update(title=raw["outline"]["title"]), "one title and author"),
        (
            lambda raw: raw["others"][0].update(
                chapters=[
                    *raw["others"][0]["chapters"],
                    {**raw["others"][0]["chapters"][0], "name": "x-pool"},
                ]
            ),
            "two chapters of",
        ),
        (lambda raw: raw["others"][0].update(name="../x"), "is no results file"),
        (lambda raw: raw["others"][0].update(others=[]), "is no results file"),
        (lambda raw: raw["others"][0].update(address="javascript:alert(1)"), "is no results file"),
        (lambda raw: raw.update(others=[]), "stands in no chapter"),
        (lambda raw: raw["cases"].update({"a-b-c.d": raw["cases"]["pool.size"]}), "is no results file"),
    ],
)
def test_collections_that_cannot_be_are_refused(spoil: Callable[[Any], object], says: str) -> None:
    written = several()
    spoil(written)
    assert says in fault(written)
