"""init, new and lint: a collection of one's own, from nothing to a run."""

from __future__ import annotations

import io
import json
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from canifork.claims.casefile import read_case
from canifork.cli.main import main
from canifork.pipeline import read_claims
from canifork.project import CASES, version
from made_up import harness, run

SAYS = "A pool starts no worker before its first task."


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    assert harness("init", folder, "--title", 'Week "3"', "--address", "https://example.org").returncode == 0
    return folder


def refused(*words: str | Path, root: Path | None = None) -> str:
    ended = harness(*words, root=root)
    assert ended.returncode == 2, ended
    assert "Traceback" not in ended.stderr
    return ended.stderr.strip().splitlines()[-1]


def test_a_new_collection_can_be_read_and_has_no_slip(mine: Path) -> None:
    outline, cases = read_claims(mine)
    assert (outline.title, outline.author, outline.address) == ('Week "3"', "unknown", "https://example.org")
    assert list(cases) == ["process.memory_not_shared"]
    ended = harness("lint", mine)
    assert (ended.returncode, ended.stdout) == (0, "No slips in 1 case.\n")
    assert f"canifork=={version()}" in (mine / ".github" / "workflows" / "claims.yml").read_text("utf-8")
    assert (mine / "README.md").read_text("utf-8").startswith('# Week "3"\n')


@pytest.mark.slow
def test_its_case_is_run_reported_and_cited(mine: Path) -> None:
    ended = run(mine)
    assert ended.returncode == 0, ended.stdout
    assert '<a href="https://example.org">Week' in (mine / "report" / "index.html").read_text("utf-8")
    results = mine / "report" / "results.json"
    assert json.loads(results.read_text("utf-8"))["outline"]["address"] == "https://example.org"
    assert harness("cite", "process.memory_not_shared", "--results", results).returncode == 0


@pytest.mark.slow
def test_it_is_run_with_the_article_beside_it_and_both_are_kept_apart(mine: Path) -> None:
    ended = run(mine, "--with-article", "-k", "memory_not_shared or fork.zero_in_child")
    assert ended.returncode == 0, ended.stdout
    results = mine / "report" / "results.json"
    read = json.loads(results.read_text("utf-8"))
    ran = {one["case"] for one in read["records"] if one["observation"]["kind"] == "answered"}
    assert ran >= {"process.memory_not_shared", "article-process.memory_not_shared"}
    assert [one["name"] for one in read["others"]] == ["article"]
    page = (mine / "report" / "index.html").read_text("utf-8")
    assert 'id="beside-article"' in page
    assert "Beside them" in page
    own, article = (
        harness("cite", claim, "--results", results).stdout
        for claim in ("process.memory_not_shared", "article-process.memory_not_shared")
    )
    assert own.startswith('Week "3". ')
    assert article.startswith("The canifork authors. ")
    explained = harness("explain", "article-process.memory_not_shared", "--results", results)
    assert "python -m cases.process.memory_not_shared" in explained.stdout
    assert harness("diff", results, results).returncode == 0
    assert "0 of " in harness("judge", results, root=mine).stdout


def test_the_article_is_not_run_beside_itself() -> None:
    assert "these are the article's claims; leave it out" in refused("run", "--with-article")


def test_what_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n", encoding="utf-8")
    ended = harness("init", tmp_path)
    assert f"{tmp_path / 'README.md'}: was there, and stays as it is\n" in ended.stdout
    assert (tmp_path / "README.md").read_text("utf-8") == "mine\n"
    assert "holds cases; name another folder" in refused("init", tmp_path)
    assert "is a file, not a folder" in refused("init", tmp_path / "README.md")
    assert "names no folder" in refused("init")
    assert "is no address" in refused("init", tmp_path / "x", "--address", "here")


def test_an_update_renews_what_is_old_and_keeps_what_was_changed(mine: Path) -> None:
    cases = mine / CASES
    old, changed, gone = cases / "_start.py", cases / "_child.py", cases / "_inner.py"
    new = old.read_text("utf-8")
    old.write_text("old\n", encoding="utf-8")
    sums = json.loads((cases / "_helpers.json").read_text("utf-8"))
    assert harness("init", mine, "--update").returncode == 0
    assert old.read_text("utf-8") == "old\n"  # its sum is another one than that which was written
    sums["sha256"]["_start.py"] = sha256(b"old\n").hexdigest()
    (cases / "_helpers.json").write_text(json.dumps(sums), encoding="utf-8")
    changed.write_text("changed\n", encoding="utf-8")
    gone.unlink()
    ended = harness("init", "--update", root=mine)
    assert (old.read_text("utf-8"), changed.read_text("utf-8")) == (new, "changed\n")
    assert gone.is_file()
    assert f"{old}: brought up to date\n" in ended.stdout
    assert f"{changed}: kept, because it was changed here\n" in ended.stdout
    assert "--- cases/_start.py\n" in ended.stdout
    assert "-changed\n" in ended.stdout
    assert ended.stdout.endswith("Helpers written: 2; changed here, and as they were: 1.\n")


def test_an_update_needs_to_know_what_was_written(mine: Path, tmp_path: Path) -> None:
    (mine / CASES / "_helpers.json").write_text("[]", encoding="utf-8")
    assert "cannot be read as the sums" in refused("init", mine, "--update")
    (mine / CASES / "_helpers.json").unlink()
    assert "has no cases/_helpers.json" in refused("init", mine, "--update")
    assert "holds no folder `cases`" in refused("init", tmp_path, "--update")


def test_a_new_case_says_what_it_was_told_and_is_listed(mine: Path) -> None:
    ended = harness(
        "new", "pool.is_lazy", "--says", SAYS, "--start-methods", "spawn, fork", "--needs", "processes",
        "--truth", 'It starts "all" \\ of them.', "--because", "so it is " * 30, root=mine,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    case = read_case(mine / CASES / "pool" / "is_lazy.py", mine / CASES)
    assert (case.says, case.truth) == (SAYS, 'It starts "all" \\ of them.')
    assert (case.start_methods, case.needs) == (("spawn", "fork"), ("processes",))
    assert case.expect[0].because == ("so it is " * 30).strip()
    outline, cases = read_claims(mine)
    assert [chapter.title for chapter in outline.chapters] == ["Processes", "Pool"]
    assert case.id in cases
    assert "# What the claims are taken from" in (mine / CASES / "article.toml").read_text("utf-8")
    ended = harness("lint", mine)
    assert ended.returncode == 1
    assert ended.stdout.endswith("3 slips in 2 cases.\n")


def test_a_claim_that_came_since_stands_in_since(mine: Path) -> None:
    link = "https://example.org/" + "a" * 120
    words = [
        "new",
        "process.met",
        "--since",
        link,
        "--since",
        "https://x.org/2",
        "--truth",
        "It is so.",
    ]
    assert harness(*words, root=mine).returncode == 0
    outline, cases = read_claims(mine)
    assert outline.chapters[0].since == ("met",)
    assert cases["process.met"].seen == (link, "https://x.org/2")
    assert not any("characters" in line for line in harness("lint", mine).stdout.splitlines())


@pytest.mark.slow
def test_a_new_case_is_undecided_until_its_program_is_written(mine: Path) -> None:
    assert harness("new", "process.other", "--says", SAYS, root=mine).returncode == 0
    ended = run(mine, "-k", "other")
    assert ended.returncode == 0, ended.stdout
    assert "1 undecided" in ended.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nochapter", "--says", SAYS], "'nochapter' is no claim; write chapter.name"),
        (["a.b.c", "--says", SAYS], "'a.b.c' is no claim"),
        (["../x.y", "--says", SAYS], "'../x.y' is no claim"),
        (["a.class", "--says", SAYS], "'a.class' is no claim"),
        (["a._b", "--says", SAYS], "'a._b' is no claim"),
        (["process.memory_not_shared", "--says", SAYS], "is there already"),
        (["a.b"], "nothing is said of the claim"),
        (["a.b", "--since", "https://x.org"], "--truth is missing"),
        (["a.b", "--says", SAYS, "--since", "https://x.org"], "--says and --since were both given"),
        (["a.b", "--says", "two\nlines"], "is no line of text"),
        (["a.b", "--says", SAYS, "--start-methods", "spoon"], "'spoon' is none of"),
        (["a.b", "--says", SAYS, "--needs", "gold"], "'gold' is none of"),
        (["a.b", "--since", "x"], "'x' is no address"),
    ],
)
def test_a_case_that_cannot_be_written_is_a_sentence(words: list[str], sentence: str, mine: Path) -> None:
    before = (mine / CASES / "article.toml").read_text("utf-8")
    assert sentence in refused("new", *words, root=mine)
    assert (mine / CASES / "article.toml").read_text("utf-8") == before
    assert len(list((mine / CASES).glob("*/[!_]*.py"))) == 1


def test_on_a_terminal_it_asks(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["", "no link", "https://example.org/1", "It is so.", "", "it was made so"]
    answers += ["spoon", "spawn", ""]

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    monkeypatch.chdir(mine)
    assert main(["new", "process.asked"]) == 0
    case = read_case(mine / CASES / "process" / "asked.py", mine / CASES)
    assert (case.seen, case.truth, case.docs) == (("https://example.org/1",), "It is so.", ())
    assert (case.start_methods, case.expect[0].because) == (("spawn",), "it was made so")
    monkeypatch.setattr(sys, "stdin", Terminal("It is said.\n"))
    assert main(["new", "process.cut_off"]) == 2
    assert not (mine / CASES / "process" / "cut_off.py").exists()


def test_lint_needs_a_collection(tmp_path: Path, mine: Path) -> None:
    assert "holds no folder `cases`" in refused("lint", tmp_path)
    (mine / CASES / "process" / "memory_not_shared.py").unlink()
    assert "holds no case" in refused("lint", mine)


def test_commands_inside_a_collection_find_it(
    mine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (mine / "below").mkdir()
    monkeypatch.chdir(mine / "below")
    assert main(["list"]) == 0
    assert "1 claims have a case" in capsys.readouterr().out
    Path("program.py").write_text("import os\nos.fork()\n", encoding="utf-8")
    assert main(["check", "program.py"]) == 1  # it asks the claims of canifork
    assert capsys.readouterr().err == ""
