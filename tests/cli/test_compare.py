"""Comparing results, and the page of a claim."""

from __future__ import annotations

import json
from pathlib import Path

from made_up import PROJECT, harness


def test_diff_tells_what_flipped_and_whether_an_expectation_broke(results: Path, tmp_path: Path) -> None:
    read = json.loads(results.read_text(encoding="utf-8"))
    read["records"][0] |= {"expectation": "broken", "article": "supported"}
    read["records"][0]["observation"]["answer"] = {"done": False}
    (tmp_path / "now.json").write_text(json.dumps(read), encoding="utf-8")
    for form, told in (("text", "done: yes, now no"), ("markdown", "### Flipped"), ("json", '"broke": true')):
        ended = harness("diff", results, tmp_path / "now.json", "--format", form)
        assert ended.returncode == 1
        assert told in ended.stdout
    assert harness("diff", tmp_path / "now.json", results).returncode == 0
    key = read["records"][0]["interpreter"]
    assert harness("diff", results, "--then", key, "--now", key).returncode == 0


def test_explain_shows_the_page_of_a_claim(results: Path) -> None:
    ended = harness("explain", "made.one", "--results", results)
    assert ended.returncode == 0
    assert "It is made up." in ended.stdout
    assert "verdict   expectation met, article contradicted" in ended.stdout
    assert ended.stdout.endswith(f"The program is run from {PROJECT}, which holds `cases`.\n")
