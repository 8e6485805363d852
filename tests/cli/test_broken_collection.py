"""A collection with slips: each is a sentence with file and line, and the rest is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from canifork.pipeline import readable_claims
from made_up import harness, project, run

BODY = "return {'done': True}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a collection of which two cases are right, and much else is not."""
    root = project(tmp_path, dict.fromkeys(["good", "fine", "cut_off", "lost", "unlisted"], BODY))
    made = root / "cases" / "made"
    outline = root / "cases" / "article.toml"
    text = outline.read_text(encoding="utf-8").replace(', "unlisted"', ', "good"')
    outline.write_text(text, encoding="utf-8")
    (made / "cut_off.py").write_text('"""It is cut off."""\n\ndef (', encoding="utf-8")
    (made / "lost.py").unlink()
    (made / "folder.py").mkdir()
    (made / ".#good.py").symlink_to("nowhere")  # Emacs makes these while a file is changed
    return root


def sentences(root: Path) -> list[str]:
    cases = root / "cases"
    line = cases.joinpath("article.toml").read_text(encoding="utf-8").splitlines().index('name = "made"') + 2
    return [
        f"{cases}/made/cut_off.py:3: invalid syntax; cases keep to the grammar of Python 3.6",
        f"{cases}/made/folder.py:1: Is a directory; a case is a file that can be read",
        f"{cases}/article.toml:{line}: made.good is listed twice; keep one",
        f"{cases}/article.toml:{line}: made.lost has no case; write cases/made/lost.py",
        f"{cases}/made/folder.py:1: article.toml does not list made.folder; add it to its chapter",
        f"{cases}/made/unlisted.py:1: article.toml does not list made.unlisted; add it to its chapter",
    ]


@pytest.mark.skipif("os.name == 'nt'", reason="Windows words it in another way, and has paths of its own")
def test_each_slip_is_a_sentence_and_the_rest_is_listed(root: Path) -> None:
    assert readable_claims(root)[2] == sentences(root)
    ended = harness("list", root=root)
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [f"canifork: {one}" for one in sentences(root)]
    assert "2 claims have a case" in ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize("words", [[], ["-n", "1"]], ids=["lanes", "xdist"])
def test_the_rest_is_run_and_reported(words: list[str], root: Path) -> None:
    ended = run(root, *words)
    assert ended.returncode == 2, ended.stdout
    assert "2 trials: 2 met" in ended.stdout
    assert [line for line in ended.stderr.splitlines() if line.startswith("canifork: ")] == [
        f"canifork: {one}" for one in sentences(root)
    ]
    assert (root / "report" / "claim" / "made.good.html").is_file()


def test_where_nothing_is_left_the_first_slip_is_told(root: Path) -> None:
    for name in ("good", "fine", "unlisted"):
        (root / "cases" / "made" / f"{name}.py").write_text("def (", encoding="utf-8")
    ended = run(root)
    assert ended.returncode == 2
    assert "cut_off.py:3: invalid syntax" in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
