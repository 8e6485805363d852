"""Citations: what was found where, when, by what, and the sum of the results; in forms that tools read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from pybtex.database import parse_string

from builders import (
    HOSTILE,
    LINUX,
    PROJECT,
    WINE,
    answered,
    make_case,
    make_facts,
    make_outline,
    make_record,
    make_results,
    make_trial,
    results,
)
from canifork.claims.article import read_outline
from canifork.errors import ResultsError
from canifork.model import Kind, Observation, Results
from canifork.report.citation import (
    Citation,
    Subject,
    as_bibtex,
    as_csl,
    as_text,
    cite,
    configuration,
    find_subject,
)
from canifork.results.merge import merge

SUM = "0123456789abcdef" * 4
SITE = "https://example.org/canifork/"
FORMS = (as_text, as_bibtex, as_csl)
CSL_KEYS = {
    "id",
    "type",
    "author",
    "title",
    "issued",
    "version",
    "abstract",
    "publisher",
    "URL",
    "container-title",
}


OURS = read_outline(PROJECT / "cases")


def shown(**changes: Any) -> Results:
    outline = make_outline(title=OURS.title, author=OURS.author)
    records = [make_record(make_trial(method=method)) for method in ("fork", "spawn")]
    return make_results(records, **{"outline": outline} | changes)


def of_week_3(**changes: Any) -> Results:
    """Return results of somebody else's collection."""
    given = {"title": "Threads, week 3", "author": "A. Teacher", "address": "https://example.org/week-3"}
    return shown(outline=make_outline(**given | changes))


def cited(word: str = "pool.size", results: Results | None = None, site: str | None = None) -> Citation:
    results = results or shown()
    return cite(results, SUM, find_subject(results, word), site)


def test_a_place_is_named_as_trials_are() -> None:
    assert find_subject(shown(), "pool.size") == Subject(claim="pool.size")
    assert find_subject(shown(), f"pool.size[{LINUX}]") == Subject(claim="pool.size", interpreter=LINUX)
    exact = find_subject(shown(), f"pool.size[{LINUX}-spawn]")
    assert exact == Subject(claim="pool.size", interpreter=LINUX, start_method="spawn")
    assert exact.id == make_trial(method="spawn").id


def test_a_place_has_a_permanent_address() -> None:
    assert find_subject(shown(), "pool.size").address == "claim/pool.size.html"
    assert find_subject(shown(), f"pool.size[{LINUX}]").address == f"claim/pool.size.html#{LINUX}"
    assert find_subject(shown(), f"pool.size[{LINUX}-fork]").address == f"claim/pool.size.html#{LINUX}-fork"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("pool.nope", "no claim 'pool.nope'"),
        ("pool.size[cp27]", f"no trial of pool.size on 'cp27'; they hold those on {LINUX}"),
        (f"pool.size[{LINUX}-forkserver]", "no trial of pool.size"),
        ("pool.size[", "no claim 'pool.size['"),
        ("", "no claim ''"),
    ],
)
def test_a_place_that_is_not_there_is_one_sentence(word: str, told: str) -> None:
    with pytest.raises(ResultsError, match=re.escape(told)):
        find_subject(shown(), word)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("site", [None, SITE])
def test_every_form_holds_version_commit_date_sum_and_address(form: object, site: str | None) -> None:
    assert callable(form)
    text = form(cited(f"pool.size[{LINUX}-spawn]", site=site)).replace("\\", "")
    for part in ("canifork 0.1.0", "commit c0ffee", "2026-11-22T15:04:05Z", SUM, "A pool works."):
        assert part in text
    assert f"{'' if site is None else SITE}claim/pool.size.html#{LINUX}-spawn" in text


def test_a_configuration_is_cited_with_what_was_seen_and_both_verdicts() -> None:
    assert cited(f"pool.size[{LINUX}-spawn]").found == (
        "CPython 3.13.1 on Linux 6.1.0 x86_64: under spawn, works: yes "
        "(expectation met, article contradicted)."
    )


def test_a_claim_is_cited_with_its_scope_what_happens_and_how_many_were_run() -> None:
    found = cited().found
    assert "Contradicted everywhere it was run." in found
    assert "What happens where: works everywhere it was run." in found
    assert found.endswith("Run on 1 interpreter.")


def test_what_was_not_run_is_cited_as_not_run() -> None:
    absent = Observation(kind=Kind.NOT_RUN, reason="left out")
    found = cited(f"pool.size[{LINUX}]", make_results([make_record(observation=absent)])).found
    assert "not run: left out" in found
    assert "expectation" not in found


def test_partial_results_are_cited_as_such() -> None:
    assert "partial results: interrupted" in cited(results=make_results(partial="interrupted")).found


def test_wine_is_called_wine_and_a_free_threaded_build_so() -> None:
    wine = make_facts(WINE, os="windows", emulated="wine", os_release="10", machine="amd64")
    assert configuration(wine) == "CPython 3.13.1 on Windows 10 amd64 under Wine"
    assert configuration({**wine, "emulator": "wine 8.0"}).endswith("Windows 10 amd64 under Wine 8.0")
    assert "3.13.1 (free-threaded) on" in configuration(make_facts(free_threaded=True, gil=False))
    assert "(free-threaded with the GIL on)" in configuration(make_facts(free_threaded=True, gil=True))


def test_an_address_in_the_report_alone_is_not_given_as_one_of_the_web() -> None:
    assert "url =" not in as_bibtex(cited())
    assert "URL" not in json.loads(as_csl(cited()))[0]
    assert "url =" in as_bibtex(cited(site=SITE))
    assert json.loads(as_csl(cited(site=SITE)))[0]["URL"] == f"{SITE}claim/pool.size.html"


def test_csl_has_only_keys_of_its_schema_and_a_date_of_numbers() -> None:
    (item,) = json.loads(as_csl(cited(site=SITE)))
    assert set(item) <= CSL_KEYS
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}


def test_bibtex_is_read_back_by_another_program() -> None:
    entry = parse_string(as_bibtex(cited(site=SITE)), "bibtex").entries["canifork-pool.size"]
    assert entry.fields["year"] == "2026"
    assert entry.fields["month"] == "11"
    assert [str(person) for person in entry.persons["author"]] == ["{The canifork authors}"]


def test_claims_of_somebody_else_are_cited_as_theirs_and_canifork_as_the_tool() -> None:
    citation = cited(results=of_week_3())
    assert as_text(citation).startswith("A. Teacher. “A pool works.” ")
    source = "Threads, week 3, pool.size, https://example.org/week-3, run with canifork 0.1.0, commit c0ffee"
    assert source in as_text(citation)
    entry = parse_string(as_bibtex(citation), "bibtex").entries["canifork-pool.size"]
    assert [str(person) for person in entry.persons["author"]] == ["{A. Teacher}"]
    assert entry.fields["url"] == "https://example.org/week-3"
    assert "run with canifork 0.1.0" in entry.fields["howpublished"]
    (item,) = json.loads(as_csl(citation))
    assert item["author"] == [{"literal": "A. Teacher"}]
    assert item["container-title"] == "Threads, week 3"
    assert item["URL"] == "https://example.org/week-3"
    for form in FORMS:
        assert "canifork authors" not in form(citation)
        assert SUM in form(citation)


def test_a_published_report_is_what_a_citation_of_somebody_else_leads_to() -> None:
    (item,) = json.loads(as_csl(cited(results=of_week_3(), site=SITE)))
    assert item["URL"] == f"{SITE}claim/pool.size.html"


def test_a_collection_without_an_author_is_cited_by_its_title() -> None:
    citation = cited(results=of_week_3(author="unknown", address=""))
    assert as_text(citation).startswith("Threads, week 3. “")
    assert "url =" not in as_bibtex(citation)


def test_each_of_several_collections_is_cited_as_its_own() -> None:
    both = merge([("a", shown()), ("b", of_week_3())])
    assert as_text(cited("pool.size", both)).startswith("The canifork authors. ")
    theirs = cited("threads_week_3-pool.size", both)
    assert as_text(theirs).startswith("A. Teacher. ")
    assert theirs.place.address == "claim/threads_week_3-pool.size.html"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_author_and_title_stay_text(text: str) -> None:
    citation = cited(results=of_week_3(author=text, title=text))
    assert as_text(citation).removesuffix("\n").isprintable()
    assert parse_string(as_bibtex(citation), "bibtex").entries["canifork-pool.size"].persons["author"]
    assert json.loads(as_csl(citation))[0]["author"][0]["literal"].isprintable()


@pytest.mark.parametrize("text", [*HOSTILE, "50% of $x_1 & #2 {a} ~^ \\input{x}", "a}, title={evil", "}}"])
def test_a_hostile_text_stays_text_in_every_form(text: str) -> None:
    spoilt = make_results(
        [make_record(observation=answered(works=text))],
        cases={"pool.size": make_case(truth=text)},
        interpreters={LINUX: make_facts(version=f"3.13{text}", os_release=text)},
        project={"version": text, "commit": text},
        partial=text,
    )
    citation = cited(f"pool.size[{LINUX}]", spoilt)
    assert as_text(citation).removesuffix("\n").isprintable()
    entry = parse_string(as_bibtex(citation), "bibtex").entries[f"canifork-pool.size-{LINUX}"]
    assert set(entry.fields) == {"title", "year", "month", "howpublished", "note"}
    for field in entry.fields.values():
        assert not re.search(r"(?<!\\)[%$#&_]", field)
        assert "\\input" not in field
    assert all(
        value.isprintable() for value in json.loads(as_csl(citation))[0].values() if isinstance(value, str)
    )


@given(shown=results())
def test_every_trial_of_any_results_can_be_cited(shown: Results) -> None:
    for record in shown.records:
        citation = cite(shown, SUM, find_subject(shown, record.trial.id))
        assert len(parse_string(as_bibtex(citation), "bibtex").entries) == 1
        assert len(as_text(citation).splitlines()) == 1
        assert len(json.loads(as_csl(citation))) == 1
