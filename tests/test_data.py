"""The published results, asked from a program and from a shell."""

from __future__ import annotations

import json
import re

import pytest

from builders import HOSTILE
from canifork.analysis.findings import Findings
from canifork.cli.main import main
from canifork.data import Seen, Support, claims, find, support
from canifork.errors import ResultsError
from canifork.report.exports.support import document
from canifork.results.store import read_results
from made_up import PROJECT

CLAIM = "pickle.lambda_target"


def test_every_published_claim_has_its_truth() -> None:
    assert claims()[CLAIM].endswith(".")
    assert len(claims()) > 100


def test_what_was_seen_comes_with_what_is_expected_and_a_citation() -> None:
    found = support(CLAIM, python="3.14", os="linux")
    assert {one.interpreter for one in found.seen} == {"cp314-linux-x86_64"}
    assert found.behaviour == "fork: starts, spawn: PicklingError, forkserver: PicklingError"
    assert {one.expectation for one in found.seen} == {"met"}
    assert all(one.because for one in found.seen)
    assert "cp314-linux-x86_64" in found.citation
    assert "sha256" in found.citation


def test_one_start_method_and_another_build_can_be_asked_for() -> None:
    (one,) = support(CLAIM, python="3.13", start_method="fork").seen
    assert (one.start_method, one.behaviour) == ("fork", "starts")
    assert {one.interpreter for one in support(CLAIM, build="pypy").seen} == {"pp311-linux-x86_64"}
    assert all("t-" in one.interpreter for one in support(CLAIM, build="free-threaded").seen)


def test_what_ran_under_an_emulator_only_says_so_in_its_id() -> None:
    assert all(one.interpreter.endswith("-wine") for one in support(CLAIM, os="windows").seen)


def test_where_nothing_was_run_nothing_was_seen() -> None:
    found = support(CLAIM, python="3.14", os="macos")
    assert (found.seen, found.behaviour, found.citation) == ((), "not run", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"claim": "pickle.lambda"}, "there is no claim 'pickle.lambda'"),
        ({"claim": CLAIM, "python": "3"}, "python is '3'; give a version like 3.14"),
        ({"claim": CLAIM, "os": "plan9"}, "os is 'plan9'; give one of linux, macos"),
        ({"claim": CLAIM, "build": "jython"}, "build is 'jython'; give one of cpython"),
        ({"claim": CLAIM, "start_method": "clone"}, "start_method is 'clone'; give fork"),
    ],
)
def test_a_mistake_is_a_sentence(words: dict[str, str], says: str) -> None:
    with pytest.raises(ResultsError, match=says):
        support(**words)


def test_the_command_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", CLAIM, "--python", "3.14"]) == 0
    assert "  cp314-linux-x86_64, spawn: PicklingError\n" in capsys.readouterr().out
    assert main(["lookup", CLAIM, "--python", "3.14", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["claim"] == CLAIM
    assert main(["lookup", "no.claim"]) == 2
    assert main(["lookup", CLAIM, "--os", "macos"]) == 0
    assert "not run there" in capsys.readouterr().out


def test_a_query_finds_claims_and_their_truths() -> None:
    assert find("bootstrapping phase").keys() == {"process.main_guard", "managers.unguarded_master"}
    by_method = find("differs(start_method) and os:linux")
    assert by_method[CLAIM] == claims()[CLAIM]
    assert "locks.unlocked_counter" not in find("only(free_threaded)")
    assert "locks.unlocked_counter" in find("only(free_threaded) python:3.10.. not build:pypy")


def test_the_command_takes_a_query(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lookup", "flips(3.13..3.14)", "chapter:pickle"]) == 0
    shown = capsys.readouterr().out
    assert f"{CLAIM} " in shown
    assert "matrix.html#q=flips%283.13..3.14%29%20chapter%3Apickle" in shown
    assert main(["lookup", "flips(3.13..3.14) chapter:pickle", "--json"]) == 0
    assert CLAIM in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["os:lnux"], "canifork: At 4: “lnux” is not known here. Use linux,"),
        (
            ["lambda", "--os", "windows"],
            "canifork: --os is for a single claim; write os:windows into the query",
        ),
        (["xyzzy"], "canifork: no claim fits xyzzy"),
        (["no.claim"], "canifork: there is no claim 'no.claim'"),
    ],
)
def test_a_query_with_a_mistake_is_a_sentence(
    words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lookup", *words]) == 2
    assert capsys.readouterr().err.startswith(says)


def test_the_export_says_since_when_and_until_when() -> None:
    results = read_results(PROJECT / "results" / "cp313-linux-x86_64.json")
    claim = document(Findings(results))["claims"][CLAIM]
    assert claim["part"] == "article"
    assert [line["start_methods"] for line in claim["support"]] == [["fork"], ["spawn", "forkserver"]]
    (version,) = claim["support"][0]["versions"]
    assert version == {
        "since": "≤3.13", "until": None, "run": ["3.13"], "behaviour": "starts", "state": "supported"
    }  # fmt: skip


def test_a_notebook_shows_what_was_seen_where_and_from_what() -> None:
    found = support(CLAIM, python="3.14")
    for text in (found._repr_html_(), found._repr_markdown_(), found._repr_latex_()):
        shown = text.replace("\\", "")
        assert all(word in shown for word in ("spawn: PicklingError", "cp314", "sha256", "lambda"))
    assert "not run" in support(CLAIM, python="3.14", os="macos")._repr_html_()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_stays_text_in_a_notebook(hostile: str) -> None:
    def shown(word: str) -> Support:
        seen = Seen(
            interpreter=word, start_method=word, behaviour=word, answer=None, expectation=None, article=None,
            because=None,
        )  # fmt: skip
        return Support(claim="a.b", truth=word, seen=(seen,), citation=word)

    plain, spoilt = shown("WORD"), shown(hostile)
    assert spoilt._repr_html_().count("<") == plain._repr_html_().count("<")
    assert spoilt._repr_markdown_().count("\n") == plain._repr_markdown_().count("\n")
    assert not re.search(r"(?<!\\)[<\[*]", spoilt._repr_markdown_().replace("**", ""))
    assert spoilt._repr_latex_().count("\n") == plain._repr_latex_().count("\n")
    assert not re.search(r"(?<!\\)[%$#]", spoilt._repr_latex_())
