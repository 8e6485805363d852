"""The table of signatures names claims that exist, and expressions that can be sought."""

from __future__ import annotations

import re

import pytest

from canifork import pipeline
from canifork.programs.signatures import Evidence, Signature, signatures, signs, weight
from made_up import PROJECT

NOTHING = Evidence(
    exceptions=frozenset(), told="", hangs=False, varies=False, output=False, left=False, killed=False
)
SIGNATURE = Signature(
    claim="a.b", program=("Pool",), exception=("ValueError",), message="at most \\d+", hangs=True
)


def test_every_claim_with_a_signature_exists() -> None:
    _, cases = pipeline.read_claims(PROJECT)
    assert {one.claim for one in signatures()} <= set(cases)
    assert len({one.claim for one in signatures()}) > 40


@pytest.mark.parametrize("signature", signatures(), ids=lambda one: one.claim)
def test_every_expression_can_be_sought_and_every_signature_has_a_sign(signature: Signature) -> None:
    for expression in (*signature.program, signature.message):
        re.compile(expression)
    found = signs(signature, NOTHING, "")
    assert signature.program
    assert found is None or found


def test_signs_are_counted_and_a_message_counts_twice() -> None:
    evidence = Evidence(
        exceptions=frozenset({"ValueError", "OSError"}), told="need at most 63 handles", hangs=False,
        varies=True, output=True, left=True, killed=True,
    )  # fmt: skip
    found = signs(SIGNATURE, evidence, "Pool(70)")
    assert found == {"ValueError": True, "the message “at most 63”": True, "it does not end": False}
    assert (weight(found, only=True), weight(found, only=False)) == (3, 4)


def test_a_program_of_another_kind_is_not_looked_at() -> None:
    assert signs(SIGNATURE, NOTHING, "print()") is None


def test_of_a_program_that_was_not_found_only_a_message_tells() -> None:
    assert signs(SIGNATURE, NOTHING, "") is not None
    assert signs(Signature(claim="a.b", program=("x",), hangs=True), NOTHING, "") is None
