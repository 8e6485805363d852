"""What is worked out once for all claims is what each claim shows by itself."""

from __future__ import annotations

import pytest
from hypothesis import given

from builders import answered, expect, make_case, make_facts, make_record, make_results, make_trial, results
from canifork.analysis.behaviours import happening
from canifork.analysis.findings import Findings
from canifork.analysis.scope import by_claim, scope
from canifork.analysis.timeline import sightings
from canifork.model import Results


@given(results())
def test_a_claim_shows_among_others_what_it_shows_by_itself(shown: Results) -> None:
    found, known = Findings(shown).claims, shown.interpreters
    assert found.keys() == shown.cases.keys()
    for claim, records in by_claim(shown).items():
        case = shown.cases[claim]
        assert found[claim].seen == sightings(records, case, known)
        assert found[claim].happening() == happening(records, case, known)
        assert found[claim].scope() == scope(records, known)


def test_patch_releases_are_told_apart_for_the_claims_alone_that_turn_there() -> None:
    turning = make_case("pool.turning", expect=(expect(when={"python": ">=3.13.5"}), expect()))
    steady = make_case("pool.steady")
    facts = {name: make_facts(name, version=name) for name in ("3.13.0", "3.13.7")}
    records = [
        make_record(make_trial(case.id, name), answered(works=True), case)
        for case in (turning, steady)
        for name in facts
    ]
    found = Findings(
        make_results(records, interpreters=facts, cases={turning.id: turning, steady.id: steady})
    )
    eras = {claim: [one.cell["python"] for one in told.seen] for claim, told in found.claims.items()}
    assert eras == {turning.id: [(3, 13, 0, 5), (3, 13, 5)], steady.id: [(3, 13), (3, 13)]}


@pytest.mark.parametrize("part", ["seen", "behaviours", "changes", "pair", "nature", "lines"])
def test_each_part_is_worked_out_once(part: str) -> None:
    (found,) = Findings(make_results()).claims.values()
    assert getattr(found, part) is getattr(found, part)
