"""Trials as pytest items: real processes on tiny made-up cases, through the command line."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from made_up import harness, project, run

pytestmark = pytest.mark.slow

BEHAVIOURS = {
    "answers": "return {'done': True}",
    "raises": "raise LookupError('no')",
    "hangs": "time.sleep(600)",
    "dies": "os.kill(os.getpid(), 9)",
    "leaves": "sys.exit(7)",
    "silent": "os._exit(0)",
    "lies": "import cases._show as s; s.identity = 'cp399-x-y'.lower; s.show(lambda: {'done': True})",
    "doubles": "print('{\"canifork\": 1}'); return {'done': True}",
    "shouts": "sys.stdout.write('x' * 10**7 + '\\n'); return {'done': True}",
    "late": "import atexit; atexit.register(time.sleep, 600); return {'done': True}",
    "wavers": "return {'undecided': 'only one CPU'}",
}
SEEN = {  # kind, words of the reason, expectation, article
    "answers": ("answered", "", "met", "contradicted"),
    "raises": ("raised", "LookupError", "broken", "contradicted"),
    "hangs": ("hung", "did not end within 2 s", "broken", "contradicted"),
    "dies": ("died", "exit status 9" if os.name == "nt" else "SIGKILL", "broken", "contradicted"),
    "leaves": ("died", "exit status 7", "broken", "contradicted"),
    "silent": ("garbled", "without an answer", "undecided", "undecided"),
    "lies": ("mistaken", "cp399-x-y", "undecided", "undecided"),
    "doubles": ("garbled", "2 answers", "undecided", "undecided"),
    "shouts": ("answered", "", "met", "contradicted"),
    "late": ("hung", "after it had answered", "broken", "contradicted"),
    "wavers": ("answered", "", "undecided", "undecided"),
}


def results(root: Path) -> dict[str, Any]:
    """Read what a run wrote."""
    read: dict[str, Any] = json.loads((root / "report" / "results.json").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def all_kinds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    root = tmp_path_factory.mktemp("kinds")
    project(root, BEHAVIOURS, {"hangs": "DEADLINE = 2", "late": "DEADLINE = 2"})
    return root, run(root, "--junitxml", str(root / "trials.xml"))


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_every_way_to_end_has_its_name(name: str, all_kinds: tuple[Path, Any]) -> None:
    root, _ = all_kinds
    [record] = [one for one in results(root)["records"] if one["case"] == f"made.{name}"]
    kind, reason, expectation, article = SEEN[name]
    assert record["observation"]["kind"] == kind
    assert reason in (record["observation"]["reason"] or "")
    assert (record["expectation"], record["article"]) == (expectation, article)


def test_a_broken_run_exits_with_1_and_shows_claim_reason_sight_and_command(
    all_kinds: tuple[Path, Any],
) -> None:
    _, ended = all_kinds
    assert ended.returncode == 1
    for told in (
        "claim      made.raises: It is made up.",
        "expected   because it was made so",
        "seen       it raised: LookupError",
        f"by hand    {sys.executable} -m cases.made.raises",
    ):
        assert told in ended.stdout
    assert "Traceback" not in ended.stderr


def test_undecided_is_not_counted_as_passed(all_kinds: tuple[Path, Any]) -> None:
    _, ended = all_kinds
    assert "1 undecided" in ended.stdout.splitlines()[-1]
    assert "passed" not in ended.stdout.splitlines()[-1]


def test_junit_names_trials_and_verdicts(all_kinds: tuple[Path, Any]) -> None:
    root, _ = all_kinds
    text = (root / "trials.xml").read_text(encoding="utf-8")
    assert 'name="made.answers[' in text
    assert '<property name="article" value="contradicted"' in text


def test_the_report_stands_beside_the_results(all_kinds: tuple[Path, Any]) -> None:
    root, _ = all_kinds
    names = {path.name for path in (root / "report").iterdir()}
    assert {"index.html", "report.md", "results.json"} <= names
    assert "journal.jsonl" not in names


def test_met_exits_with_0(tmp_path: Path) -> None:
    ended = run(project(tmp_path, {"answers": BEHAVIOURS["answers"]}))
    assert ended.returncode == 0, ended.stdout
    assert results(tmp_path)["partial"] is None


def test_unreadable_answers_exit_with_3(tmp_path: Path) -> None:
    assert run(project(tmp_path, {"silent": BEHAVIOURS["silent"]})).returncode == 3


def test_choosing_leaves_the_rest_not_run_and_says_partial(tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {'done': True}", "two": "return {'done': True}"})
    assert run(root, "-k", "one").returncode == 0
    read = results(root)
    kinds = {one["case"]: one["observation"]["kind"] for one in read["records"]}
    assert kinds == {"made.one": "answered", "made.two": "not_run"}
    assert read["partial"] == "left out of this run"


def test_choosing_nothing_keeps_the_last_report_and_exits_with_2(tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    run(root)
    before = (root / "report" / "results.json").read_bytes()
    ended = run(root, "-k", "no_such_case")
    assert ended.returncode == 2
    assert "no trial fits" in ended.stderr
    assert (root / "report" / "results.json").read_bytes() == before


def test_last_failed_runs_only_what_was_red(tmp_path: Path) -> None:
    root = project(tmp_path, {"good": "return {'done': True}", "bad": "return {'done': 1}"})
    words = ("run", "--python", sys.executable, "--folder", root / "report")
    assert harness(*words, root=root).returncode == 1
    assert harness(*words, "--lf", root=root).returncode == 1
    kinds = {one["case"]: one["observation"]["kind"] for one in results(root)["records"]}
    assert kinds == {"made.good": "not_run", "made.bad": "answered"}


def test_start_methods_are_trials_of_their_own_and_missing_ones_are_absent(tmp_path: Path) -> None:
    body = "import multiprocessing as mp; return {'done': mp.get_start_method() == sys.argv[1]}"
    keys = 'START_METHODS = ["fork", "spawn", "forkserver"]\nNEEDS = ["processes"]'
    root = project(tmp_path, {"methods": body}, {"methods": keys})
    probe = root / "cases" / "_probe.py"
    text = probe.read_text("utf-8")
    probe.write_text(text.replace("multiprocessing.get_all_start_methods()", '["spawn"]'), "utf-8")
    assert run(root).returncode == 0
    records = {record["start_method"]: record["observation"] for record in results(tmp_path)["records"]}
    assert records["spawn"]["kind"] == "answered"
    for method in ("fork", "forkserver"):
        assert records[method]["kind"] == "not_applicable"
        assert records[method]["reason"] == f"this interpreter has no start method {method}"


def test_what_measures_time_has_nothing_beside_it(tmp_path: Path) -> None:
    """Each case notes when it ran; no other may fall within the time of the one that is alone.

    It is the last in the plan, but a worker may come to it while another has one more to begin.
    """
    note = (
        "began = time.time(); time.sleep(.4); "
        f"file = open({str(tmp_path)!r} + '/noted', 'a'); "
        "file.write('%s %f %f\\n' % (__spec__.name, began, time.time())); "
        "return {'done': True}"
    )
    names = ["a_alone", "b", "c", "d", "e"]
    root = project(tmp_path / "root", dict.fromkeys(names, note), {"a_alone": "ALONE = True"})
    assert run(root, "-n", "3").returncode == 0
    noted = [line.split() for line in (tmp_path / "noted").read_text(encoding="utf-8").splitlines()]
    times = {name: (float(began), float(ended)) for name, began, ended in noted}
    alone_began, alone_ended = times.pop("cases.made.a_alone")
    assert len(times) == 4
    assert all(ended <= alone_began or alone_ended <= began for began, ended in times.values())


@pytest.mark.skipif(os.name == "nt", reason="a signal that ends a process is POSIX's")
def test_a_worker_that_dies_is_the_harness_failing(tmp_path: Path) -> None:
    body = "os.kill(os.getppid(), signal.SIGKILL); time.sleep(5); return {'done': True}"
    ended = run(project(tmp_path, {"kills": body, "works": "return {'done': True}"}), "-n", "1")
    assert ended.returncode == 3, ended.stdout
    kinds = {one["case"]: one["observation"]["kind"] for one in results(tmp_path)["records"]}
    assert kinds["made.works"] == "answered"


def test_what_a_killed_run_left_is_kept_by_the_next_command(tmp_path: Path) -> None:
    root = project(tmp_path, {"one": "return {'done': True}"})
    run(root)
    folder = root / "report"
    read = results(root)
    [record] = read["records"]
    blank = dict(record, expectation=None, article=None, seconds=None)
    blank["observation"] = {"kind": "not_run", "answer": None, "reason": "not run yet", "detail": None}
    lines = [json.dumps(dict(read, records=[blank])), json.dumps(record), '{"case": "torn']
    (folder / "results.json").unlink()
    (folder / "journal.jsonl").write_text("\n".join(lines), encoding="utf-8")
    shutil.copytree(folder, tmp_path / "other")
    ended = harness("report", "--folder", folder, root=root)
    assert ended.returncode == 0, ended.stderr
    assert results(root)["records"] == [record]
    assert not (folder / "journal.jsonl").exists()
    run(root, "--folder", str(tmp_path / "other"), "-k", "no_such_case")
    kept = json.loads((tmp_path / "other" / "killed-run.json").read_text(encoding="utf-8"))
    assert kept["records"] == [record]


def test_published_results_stand_beside_the_readers_own_and_a_broken_file_costs_nothing(
    tmp_path: Path,
) -> None:
    root = project(tmp_path, {"one": "return {'done': True}", "two": "return {'done': True}"})
    run(root)
    shutil.copytree(root / "report", root / "results")
    same = harness("report", "--folder", root / "report", root=root)
    assert "published 20" not in same.stdout + (root / "report" / "index.html").read_text(encoding="utf-8")
    published = root / "results" / "results.json"
    raw = json.loads(published.read_text(encoding="utf-8"))
    raw["records"][0].update(expectation="broken", article="supported")
    raw["records"][0]["observation"]["answer"] = {"done": False}
    published.write_text(json.dumps(raw), encoding="utf-8")
    ended = run(root)
    assert ended.returncode == 0
    assert "differs from published: made.one" in ended.stdout
    assert "published 20" in (root / "report" / "index.html").read_text(encoding="utf-8")
    published.write_text("{", encoding="utf-8")
    ended = run(root)
    assert ended.returncode == 0
    assert f"published results are left out: {published}" in ended.stdout
    assert len(results(root)["records"]) == 2
    again = harness("report", "--folder", root / "report", root=root)
    assert again.returncode == 0
    assert f"published results are left out: {published}" in again.stdout
