"""canifork try: what it prints and writes, its exit codes, its mistakes in a sentence."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from canifork.cli.main import main
from made_up import PROJECT

HERE = ["--python", sys.executable]
PLAIN = "print('the same')"


def write(folder: Path, text: str) -> str:
    path = folder / "script.py"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_program_that_is_alike_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["try", *HERE, write(tmp_path, PLAIN)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("script.py in ")
    assert ", on 1 interpreter: " in out
    assert "alike everywhere.\n" in out
    assert "why" not in out


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="one start method")
def test_a_program_that_differs_comes_with_its_cause_as_text_json_and_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    script = str(PROJECT / "tests" / "programs" / "posted" / "missing_guard.py")
    page = tmp_path / "page.html"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert main(["try", *HERE, "--json", "--expect-alike", "--html", str(page), script]) == 1
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert (found["canifork_try"], found["program"], found["alike"]) == (1, "missing_guard.py", False)
    [forked] = [one for one in found["groups"] if one["where"] == "under fork"]
    assert [one.rpartition("-")[2] for one in forked["configurations"]] == ["fork"]
    assert "process.main_guard" in {one["claim"] for group in found["groups"] for one in group["why"]}
    assert told.err.startswith("::error title=canifork try::missing_guard.py in ")
    assert "process.main_guard" in page.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_leaves_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["try", *HERE, "--html", str(tmp_path), write(tmp_path, PLAIN)]) == 2
    assert "alike everywhere" in capsys.readouterr().out


def test_its_arguments_are_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = write(tmp_path, "import sys; sys.exit(sys.argv[1:] != ['--json', '-x', '--help'])")
    assert main(["try", *HERE, "--json", script, "--json", "-x", "--help"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["arguments"] == ["--json", "-x", "--help"]
    assert found["groups"][0]["shows"][0]["end"] == "exit code 0"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["absent.py"],
            "canifork: absent.py: there is no such program; name a Python file, -m MODULE, or -\n",
        ),
        ([], "canifork: try: names no program; name a Python file, -m MODULE, or - for standard input\n"),
        ([""], "canifork: try: names no program; name a Python file, -m MODULE, or - for standard input\n"),
        (["-m", "p.py"], "canifork: -m p.py: is a file; leave out -m, or .py\n"),
        (
            ["--input", "absent", "p.py"],
            "canifork: --input absent: No such file or directory; name a file that can be read\n",
        ),
        (
            ["--python", "absent", "p.py"],
            "canifork: absent: there is no such program; name a command that starts a Python\n",
        ),
    ],
)
def test_a_mistake_is_one_sentence(
    words: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.py").write_text(PLAIN, encoding="utf-8")
    assert main(["try", *words]) == 2
    assert capsys.readouterr().err == message


@pytest.mark.parametrize(
    "words", [["--deadline", "0"], ["--deadline", "nan"], ["--repeat", "-1"], ["--at-once", "x"]]
)
def test_a_number_that_makes_no_sense_is_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["try", *words, "p.py"])
    assert caught.value.code == 2
    assert "is not a number" in capsys.readouterr().err
