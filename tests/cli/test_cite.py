"""Citing and verifying: every form verifies its file, and no other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from canifork.cli.main import main
from made_up import harness


@pytest.mark.slow
def test_a_report_can_be_cited_and_each_citation_verified(results: Path, tmp_path: Path) -> None:
    for form in ("text", "bibtex", "csl", "html", "svg"):
        cited = harness("cite", "made.one", "--results", results, "--format", form)
        assert cited.returncode == 0
        (tmp_path / form).write_text(cited.stdout, encoding="utf-8")
        for words in ([tmp_path / form, results], [results, tmp_path / form]):
            assert f"{results}: is the cited file" in harness("verify", *words).stdout
    changed = bytearray(results.read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "changed.json").write_bytes(changed)
    ended = harness("verify", tmp_path / "bibtex", tmp_path / "changed.json")
    assert ended.returncode == 1
    assert "is NOT the cited file" in ended.stdout


def test_a_picture_goes_to_a_file_or_into_a_pipe(results: Path, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    words = ["cite", "made.one", "--results", str(results), "--format", "card-png"]
    ended = harness(*words, "-o", tmp_path / "card.png")
    assert (ended.returncode, ended.stdout) == (0, f"{tmp_path / 'card.png'}: made.one\n")
    made = (tmp_path / "card.png").read_bytes()
    assert made.startswith(b"\x89PNG")
    piped = subprocess.run([sys.executable, "-m", "canifork", *words], capture_output=True, check=True)
    assert piped.stdout == made


def test_a_text_goes_to_a_file_too(results: Path, tmp_path: Path) -> None:
    path = tmp_path / "strip.svg"
    assert (
        harness("cite", "made.one", "--results", results, "--format", "strip-svg", "-o", path).returncode == 0
    )
    assert path.read_text(encoding="utf-8").startswith("<svg")


def test_a_picture_is_not_shown_on_a_terminal(
    results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("resvg_py")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["cite", "made.one", "--results", str(results), "--format", "png"]) == 2
    assert capsys.readouterr().err == "canifork: png is a picture, no text; name a file with -o\n"


def test_a_report_holds_what_verifies_it(results: Path, tmp_path: Path) -> None:
    assert harness("verify", results).returncode == 0
    copy = tmp_path / results.name
    copy.write_bytes(results.read_bytes() + b"\n")
    (tmp_path / f"{results.name}.sha256").write_bytes(
        results.with_name(f"{results.name}.sha256").read_bytes()
    )
    assert harness("verify", copy).returncode == 1


def test_citing_gives_all_three_forms(results: Path) -> None:
    trial = json.loads(results.read_text(encoding="utf-8"))["records"][0]
    word = f"made.one[{trial['interpreter']}]"
    ended = harness("cite", word, "--results", results, "--site", "https://example.org/x")
    assert ended.returncode == 0
    assert "@misc{canifork-made.one-" in ended.stdout
    assert '"type": "dataset"' in ended.stdout
    assert ended.stdout.count(f"https://example.org/x/claim/made.one.html#{trial['interpreter']}") == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["cite", "made.two"], "no claim 'made.two'"),
        (["cite", "made.one[cp27]"], "no trial of made.one on 'cp27'"),
        (["explain", "made.two"], "no claim 'made.two'"),
        (["cite", "made.one", "--site", "ftp:x"], "is no address"),
        (["report", "--cards", "example.org"], "is no address"),
        (["verify", "a", "b", "c"], "3 names were given"),
        (["verify", "no-such-file"], "no-such-file: No such file"),
        (["verify", "README.md"], "has no README.md.sha256 beside it"),
        (["verify", "README.md", "pyproject.toml"], "README.md: holds no sha256"),
        (["verify", "no-such-file", "0" * 64], "no-such-file: No such file"),
        (["diff", "no-such-file"], "no-such-file: No such file"),
    ],
)
def test_a_mistake_in_citing_is_one_sentence(words: list[str], told: str, results: Path) -> None:
    further = ["--results", str(results)] if words[0] in {"cite", "explain"} else []
    ended = harness(*words, *further)
    assert ended.returncode == 2
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", ["cite", "explain"])
def test_an_unknown_claim_is_named_without_a_results_file_too(command: str) -> None:
    ended = harness(command, "made.two[cp27]")
    assert ended.returncode == 2
    assert "hold no claim 'made.two'" in ended.stderr
