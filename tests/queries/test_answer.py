"""What a query finds, and which trials it looks at."""

from __future__ import annotations

import pytest

from asked import FOUND, FREE, made_up
from canifork.analysis.timeline import all_sightings, smallest_pair
from canifork.pipeline import merge_files
from canifork.queries.answer import find
from canifork.queries.catalog import make_catalog
from made_up import PROJECT

CATALOG = make_catalog(made_up())


@pytest.mark.parametrize("query", FOUND)
def test_a_query_finds_what_it_asks_for(query: str) -> None:
    assert set(find(query, CATALOG)) == FOUND[query]


def test_places_choose_the_trials_that_are_looked_at() -> None:
    [looked_at] = find("lose build:free_threaded", CATALOG).values()
    assert [trial.place.interpreter for trial in looked_at] == [FREE]
    [looked_at] = find("lose (build:free_threaded or python:3.14)", CATALOG).values()
    assert len(looked_at) == 2
    [looked_at] = find("lose not build:free_threaded", CATALOG).values()
    assert len(looked_at) == 5


def test_what_a_page_says_of_a_published_claim_a_question_says_too() -> None:
    """Hold `differs` to the pairs that a claim's page shows, which are found in another way."""
    results = merge_files(sorted((PROJECT / "results").glob("cp313*.json")))
    catalog = make_catalog(results)
    pairs = {claim: smallest_pair(found) for claim, found in all_sightings(results).items()}
    unlike = [(claim, pair[0]) for claim, pair in pairs.items() if pair]
    assert len({axis for _, axis in unlike}) > 2
    assert [(claim, axis) for claim, axis in unlike if claim not in find(f"differs({axis})", catalog)] == []
