"""The history of a claim as bars: of what was run, and of nothing else."""

from __future__ import annotations

from hypothesis import given

from builders import answered, expect, make_case, make_facts, make_record, make_trial, results
from canifork.analysis.spans import DASH, Line, lines
from canifork.analysis.timeline import all_sightings, sightings
from canifork.model import Facts, Results

CASE = make_case(expect=(expect({"works": True}, when={"python": ">=3.13.5"}), expect({"works": False})))


def drawn(seen: dict[tuple[str, str | None], bool | None]) -> tuple[Line, ...]:
    """Return the lines of what was seen by version and start method; None: undecided."""
    facts: dict[str, Facts] = {version: make_facts(version, version=version) for version, _ in seen}
    records = [
        make_record(
            make_trial(interpreter=version, method=method),
            answered(undecided="busy") if works is None else answered(works=works),
            CASE,
        )
        for (version, method), works in seen.items()
    ]
    return lines(sightings(records, CASE, facts), facts)


def words(line: Line) -> list[str]:
    return [f"{span.words} {' '.join(span.label)}" for span in line.spans]


def test_versions_that_behaved_alike_are_one_bar() -> None:
    (line,) = drawn({("3.8.1", None): False, ("3.9.1", None): False, ("3.14.0", None): True})
    assert words(line) == [f"≤3.8{DASH}3.9 works no", f"3.14{DASH} works"]
    assert (line.spans[0].until, line.spans[1].until) == ("3.9", None)


def test_a_patch_release_at_which_it_turns_begins_a_bar() -> None:
    (line,) = drawn({("3.6.1", None): False, ("3.13.0", None): False, ("3.14.0", None): True})
    assert words(line) == [f"3.6{DASH}3.13.4 works no", f"3.14{DASH} works"]


def test_an_undecided_trial_breaks_no_bar() -> None:
    (line,) = drawn({("3.6.1", None): True, ("3.8.1", None): None, ("3.9.1", None): True})
    assert words(line) == [f"3.6{DASH} works"]


def test_start_methods_that_behaved_alike_share_a_line() -> None:
    seen: dict[tuple[str, str | None], bool | None] = {("3.9.1", "fork"): True}
    seen |= {("3.9.1", "spawn"): False, ("3.9.1", "forkserver"): False}
    assert [line.methods for line in drawn(seen)] == [("fork",), ("spawn", "forkserver")]


@given(shown=results())
def test_every_decided_trial_stands_in_exactly_one_bar(shown: Results) -> None:
    for found in all_sightings(shown).values():
        covered = {
            (line.name, method, version, span.label)
            for line in lines(found, shown.interpreters)
            for span in line.spans
            for version in span.versions
            for method in line.methods or (None,)
        }
        assert len(covered) <= len(found)
        assert {(one[1], one[3]) for one in covered} == {
            (sighting.record.trial.start_method, sighting.word) for sighting in found
        }
