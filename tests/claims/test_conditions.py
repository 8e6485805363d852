"""The grammar of ARTICLE and EXPECT, and which row decides."""

from __future__ import annotations

import contextlib
import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import conditions, expect, json_values, make_facts, outcomes, texts
from canifork.claims.conditions import ROW_KEYS, WHEN, cuts, first_fit, fits, read_row, told_apart
from canifork.model import Row

REASON = {"because": "the manual says so"}


def test_a_row_is_read() -> None:
    raw = {"when": {"python": ">=3.8,<3.14"}, "sees": {"a": 1}, "may_see": {"b": [1, 2]}, **REASON}
    assert read_row(raw, reasoned=True) == Row(
        when={"python": ">=3.8,<3.14"}, sees={"a": 1}, may_see={"b": [1, 2]}, because="the manual says so"
    )


def test_only_reasoned_rows_need_a_reason() -> None:
    raw = {"when": {}, "raises": "TypeError"}
    assert read_row(raw, reasoned=False).raises == "TypeError"
    with pytest.raises(ValueError, match="does not say `because`"):
        read_row(raw, reasoned=True)


@pytest.mark.parametrize("because", ["", "  ", None, 3, True, ["x"]])
def test_a_reason_is_a_sentence(because: object) -> None:
    with pytest.raises(ValueError, match="because"):
        read_row({"when": {}, "hung": True, "because": because}, reasoned=True)


@pytest.mark.parametrize("because", [3, True, ["x"]])
def test_a_reason_that_need_not_be_given_is_a_sentence_too(because: object) -> None:
    with pytest.raises(ValueError, match="because"):
        read_row({"when": {}, "hung": True, "because": because}, reasoned=False)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (7, "7 is no row"),
        ([], r"\[\] is no row"),
        ({"when": {}, "seen": {}}, "a row has no key 'seen'; it can have when, sees"),
        ({"when": {}, 3: 4}, "a row has no key 3"),
        ({"sees": {"a": 1}}, "`when` is None; write a dict"),
        ({"when": [], "sees": {"a": 1}}, r"`when` is \[\]; write a dict"),
        ({"when": {"phyton": ">=3.8"}, "sees": {"a": 1}}, "`when` has no key 'phyton'; it can have python"),
        ({"when": {"os": "beos"}, "sees": {"a": 1}}, "`os` is 'beos'; it can be 'linux', 'macos'"),
        ({"when": {"os": []}, "sees": {"a": 1}}, "`os` is an empty list"),
        ({"when": {"os": ["linux", "beos"]}, "sees": {"a": 1}}, "`os` is 'beos'"),
        ({"when": {"free_threaded": 1}, "sees": {"a": 1}}, "`free_threaded` is 1; it can be True, False"),
        (
            {"when": {"emulated": "vmware"}, "sees": {"a": 1}},
            "`emulated` is 'vmware'; it can be 'wine', 'qemu', None",
        ),
        ({"when": {"sockets": "yes"}, "sees": {"a": 1}}, "`sockets` is 'yes'"),
        ({"when": {}}, "a row says one of"),
        ({"when": {}, "sees": None}, "a row says one of"),
        ({"when": {}, "sees": {"a": 1}, "raises": "TypeError"}, "a row says one of"),
        ({"when": {}, "hung": True, "died": True}, "a row says one of"),
        ({"when": {}, "sees": "a"}, "`sees` is 'a', of the wrong type"),
        ({"when": {}, "raises": TypeError}, "`raises` is <class 'TypeError'>, of the wrong type"),
        ({"when": {}, "hung": "yes"}, "`hung` is 'yes', of the wrong type"),
        ({"when": {}, "died": "SIGSEGV"}, "`died` is 'SIGSEGV'; write an exit status"),
        ({"when": {}, "may_see": {"a": 1}}, "`may_see` gives a list"),
        ({"when": {}, "may_see": {"a": []}}, "`may_see` gives a list"),
        ({"when": {}, "may_see": [1]}, r"`may_see` is \[1\], of the wrong type"),
    ],
)
def test_a_mistake_is_told_with_its_value(raw: object, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        read_row(raw, reasoned=False)


@pytest.mark.parametrize(
    "python",
    ["", "3.8", ">3", "=>3.8", ">=3.8;<3.9", ">=3.8,", "~=3.8", ">=3.8.1.2", ">=3.15.0a7", None, 3.8, True],
)
def test_a_bad_range_is_told_with_its_value(python: object) -> None:
    with pytest.raises(ValueError, match=r"is not like '>=3\.8,<3\.14'") as caught:
        read_row({"when": {"python": python}, "hung": True}, reasoned=False)
    assert repr(python) in str(caught.value)


@pytest.mark.parametrize("key", ["may_see", "sees", "raises", "hung", "died"])
def test_a_key_that_is_none_is_as_if_left_out(key: str) -> None:
    """The property below leans on it; None is how JSON says that there is nothing."""
    other: dict[str, Any] = {"hung": True} if key != "hung" else {"died": True}
    assert read_row({"when": {}, **other, key: None}, reasoned=False) == Row(when={}, **other)


@pytest.mark.parametrize("key", ["hung", "died"])
def test_an_outcome_that_is_denied_is_as_if_left_out(key: str) -> None:
    """`died: False` beside `sees` must not be read as: it has to die."""
    row = read_row({"when": {}, "sees": {"a": 1}, key: False}, reasoned=False)
    assert row == Row(when={}, sees={"a": 1})


@pytest.mark.parametrize("raw", [{"raises": ""}, {"sees": {}}, {"may_see": {}}])
def test_an_outcome_that_says_nothing_is_refused(raw: dict[str, Any]) -> None:
    """results.json leaves out what is empty, so the row could not be read again."""
    with pytest.raises(ValueError, match=next(iter(raw))):
        read_row({"when": {}, **raw}, reasoned=False)


keys = st.sampled_from([*ROW_KEYS, *WHEN]) | texts


@given(raw=json_values | st.dictionaries(keys, json_values | st.dictionaries(keys, json_values, max_size=2)))
def test_anything_gives_a_row_or_a_sentence(raw: object) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_row(raw, reasoned=False), Row)


@given(
    when=conditions,
    outcome=outcomes,
    extra=st.dictionaries(st.sampled_from(ROW_KEYS), st.none() | st.booleans() | json_values, max_size=2),
)
def test_almost_a_row_gives_a_row_or_a_sentence(when: Any, outcome: Any, extra: Any) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read_row({"when": when, **REASON, **outcome, **extra}, reasoned=True), Row)


@given(when=conditions, outcome=outcomes)
def test_every_row_of_the_grammar_is_read(when: dict[str, Any], outcome: dict[str, Any]) -> None:
    assert read_row({"when": when, **outcome, **REASON}, reasoned=True) == expect(when=when, **outcome)


# Which interpreter a row fits.


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ({}, True),
        ({"os": "linux"}, True),
        ({"os": "windows"}, False),
        ({"os": ["windows", "linux"]}, True),
        ({"os": "linux", "implementation": "pypy"}, False),
        ({"free_threaded": False}, True),
        ({"free_threaded": [True, False]}, True),
        ({"emulated": None}, True),
        ({"emulated": "wine"}, False),
        ({"start_method": "spawn"}, True),
        ({"start_method": ["fork", "forkserver"]}, False),
        ({"start_method": None}, False),
        ({"python": ">=3.13"}, True),
        ({"python": ["<3.8", ">=3.13"]}, True),
        ({"python": " >= 3.12 , < 3.13 "}, False),
        ({"sockets": True}, True),
        ({"asserts": False}, True),
    ],
)
def test_a_row_fits_where_all_its_conditions_hold(when: dict[str, Any], *, holds: bool) -> None:
    facts = make_facts(capabilities={"asserts": False})
    assert fits(when, facts, "spawn") is holds


@pytest.mark.parametrize("value", [True, False])
def test_a_capability_that_nobody_probed_is_neither_there_nor_lacking(*, value: bool) -> None:
    assert not fits({"sockets": value}, make_facts() | {"capabilities": {}}, None)


@pytest.mark.parametrize("version", ["3.15.0a7", "3.15.0b1", "3.15.0rc2", "3.15.0", "3.15.12"])
def test_a_pre_release_belongs_to_its_version(version: str) -> None:
    """PEP 440 would say that 3.15.0a7 is neither below 3.15 nor from it on."""
    assert fits({"python": ">=3.15"}, make_facts(version=version), None)
    assert not fits({"python": "<3.15"}, make_facts(version=version), None)


COMPARE = {
    ">=": operator.ge, "<=": operator.le, "==": operator.eq,
    "!=": operator.ne, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
pairs = st.tuples(st.integers(2, 4), st.integers(0, 20))


@given(
    version=pairs, parts=st.lists(st.tuples(st.sampled_from(list(COMPARE)), pairs), min_size=1, max_size=3)
)
def test_ranges_compare_as_pairs_of_numbers(
    version: tuple[int, int], parts: list[tuple[str, tuple[int, int]]]
) -> None:
    text = ",".join(f"{sign}{major}.{minor}" for sign, (major, minor) in parts)
    facts = make_facts(version=f"{version[0]}.{version[1]}.9")
    assert fits({"python": text}, facts, None) == all(COMPARE[sign](version, pair) for sign, pair in parts)


@given(whens=st.lists(conditions, max_size=4), version=pairs, method=st.sampled_from([None, "fork", "spawn"]))
def test_the_first_row_that_fits_decides(
    whens: list[dict[str, Any]], version: tuple[int, int], method: str | None
) -> None:
    facts = make_facts(version=f"{version[0]}.{version[1]}.0")
    rows = tuple(expect({"number": number}, when=when) for number, when in enumerate(whens))
    found = first_fit(rows, facts, method)
    fitting = [row for row in rows if fits(row.when, facts, method)]
    assert found is (fitting[0] if fitting else None)


@pytest.mark.parametrize(
    ("python", "version", "holds"),
    [
        (">=3.13.5", "3.13.5", True),
        (">=3.13.5", "3.13.4", False),
        (">=3.13.5", "3.14.0", True),
        (">=3.13.5", "3.12.9", False),
        (">=3.13.5,<3.14", "3.14.0a1", False),
        ("==3.13", "3.13.9", True),
        ("<=3.13", "3.13.9", True),
        (">3.13", "3.13.9", False),
        ("!=3.13.5", "3.13.5", False),
        (">=3.15.0", "3.15.0a7", True),
    ],
)
def test_a_range_may_name_a_patch_release(python: str, version: str, *, holds: bool) -> None:
    assert fits({"python": python}, make_facts(version=version), None) is holds


@pytest.mark.parametrize(
    ("python", "turns"),
    [
        (">=3.13", []),
        (">=3.13.5", [(3, 13, 5)]),
        (">=3.12.10,<3.13", [(3, 12, 10)]),
        ([">=3.12.10,<3.13", ">3.13.4"], [(3, 12, 10), (3, 13, 5)]),
        ("==3.13.5", [(3, 13, 5), (3, 13, 6)]),
    ],
)
def test_the_patch_releases_at_which_a_claim_turns(python: object, turns: list[tuple[int, ...]]) -> None:
    assert list(cuts((expect({"works": True}), expect({"works": True}, when={"python": python})))) == turns


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("3.13.4", "3.13.5", True),
        ("3.13.5", "3.13.9", False),
        ("3.13.0", "3.13.4", False),
        ("3.12.9", "3.13.5", False),
    ],
)
def test_patch_releases_are_told_apart_where_the_rows_name_them(one: str, other: str, *, apart: bool) -> None:
    rows = expect({"works": True}, when={"python": ">=3.13.5"}), expect({"works": False})
    assert told_apart(rows, make_facts(version=one), make_facts(version=other), None) is apart
