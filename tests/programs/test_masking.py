"""What differs by itself is found in two runs, masked, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canifork.programs.behaviour import Behaviour
from canifork.programs.masking import Masks, apply, learn


def out(text: str, *runs: str) -> str:
    """Mask a text with what these runs of a setting teach."""
    masks = learn([Behaviour(out=run) for run in runs])
    return apply(Behaviour(out=text), [masks]).out


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("pid 12", "pid 345", "pid <number>"),
        ("at 0x7f12ab", "at 0x7f99cd", "at <address>"),
        ("on 2026-01-02 03:04:05", "on 2026-01-02 03:04:06", "on <time>"),
        ("in /tmp/a/b", "in /tmp/c/d", "in <path>"),
        ("tmpab_cdefg made", "tmpzz_cdefg made", "<id> made"),
        ("key 1f8e4b2a-0000-4000-8000-0123456789ab", "key 2f8e4b2a-0000-4000-8000-0123456789ab", "key <id>"),
        ("took 0.12 s", "took 0.34 s", "took <duration> s"),
    ],
)
def test_each_kind_of_token_is_masked_where_it_differs(one: str, other: str, shown: str) -> None:
    assert out(one, one, other) == shown
    assert out(other, one, other) == shown


def test_what_is_the_same_twice_is_not_masked() -> None:
    assert out("counted 1999", "counted 2000", "counted 2000") == "counted 1999"


def test_durations_and_addresses_are_masked_though_two_runs_agree() -> None:
    assert out("0.3 s at 0x7f12ab34", "x", "x") == "<duration> s at <address>"


def test_only_the_place_that_differs_is_masked() -> None:
    first, second = "pid 12\ncounted 200", "pid 13\ncounted 200"
    assert out("pid 99\ncounted 137", first, second) == "pid <number>\ncounted 137"


def test_a_place_is_told_from_another_of_the_same_shape() -> None:
    """The first number is an id, the second the result, and both stand alone in a line."""
    assert out("7\n137", "12\n200", "13\n200") == "<number>\n137"


def test_a_text_of_other_lines_is_masked_by_their_shape() -> None:
    assert out("pid 1\nError: 5", "pid 12\nfine", "pid 13\nfine") == "pid <number>\nError: 5"


def test_lines_in_any_order_are_noticed_and_sorted() -> None:
    assert learn([Behaviour(out="a\nb"), Behaviour(out="b\na")]).unordered == {"out"}
    assert learn([Behaviour(out="w 1\nw 2"), Behaviour(out="w 2\nw 1")]).unordered == {"out"}
    assert apply(Behaviour(out="b\na"), [], ["out"]).out == "a\nb"


def test_an_end_is_never_masked() -> None:
    one, other = Behaviour(ended="exit code 1"), Behaviour(ended="exit code 2")
    assert apply(one, [learn([one, other])]) == one


def test_one_run_teaches_nothing() -> None:
    assert learn([Behaviour(out="pid 1")]) == Masks()


@given(st.text(), st.text())
def test_masking_ends_with_two_runs_alike_or_with_another_shape(one: str, other: str) -> None:
    masks = learn([Behaviour(out=one), Behaviour(out=other)])
    twice = [apply(Behaviour(out=text), [masks]) for text in (one, other)]
    assert [apply(done, [masks]) for done in twice] == twice or "<" in one + other
    assert len({behaviour.out.count("\n") for behaviour in twice}) == len(
        {one.count("\n"), other.count("\n")}
    )
