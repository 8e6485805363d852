"""canifork check: exit codes, formats, settings, and a sentence for whatever is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sarif_pydantic import Sarif

from canifork.cli.main import main

LAMBDA = 'from multiprocessing import Process\n\nif __name__ == "__main__":\n    Process(target=lambda: 1)\n'
INNOCENT = "print('hello')\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.py").write_text(LAMBDA, encoding="utf-8")
    (tmp_path / "two.py").write_text(INNOCENT, encoding="utf-8")
    return tmp_path


def settings(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")


def test_nothing_found_exits_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "two.py"]) == 0
    assert capsys.readouterr().out == "No findings in 1 file.\n"


def test_a_finding_is_one_line_and_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "."]) == 1
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == (
        "one.py:4:5: CFK201 the target lambda: 1 is a lambda: under spawn and forkserver, "
        "so on Linux since 3.14, Windows, macOS; define a function at the top of the module "
        "(pickle.lambda_target)"
    )
    assert rest == [
        "1 finding in 1 of 2 files.",
        "`canifork explain CLAIM` tells why, and what was seen where.",
    ]


def test_a_column_counts_characters_not_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "one.py").write_text(
        LAMBDA.replace("    Proc", "    '进程', '\U0001f40d'; Proc"), encoding="utf-8"
    )
    assert main(["check", "one.py"]) == 1
    assert capsys.readouterr().out.startswith("one.py:4:16: ")


def test_json_has_an_object_for_each_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ".", "--format", "json"]) == 1
    [found] = json.loads(capsys.readouterr().out)
    place = {"path": "one.py", "line": 4, "column": 5, "code": "CFK201", "claim": "pickle.lambda_target"}
    assert {key: found[key] for key in place} == place
    assert found["level"] == "error"
    assert all(found["docs"])


@pytest.mark.parametrize("form", ["json", "sarif", "github", "text"])
def test_every_format_says_nothing_found_too(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "two.py", "--format", form]) == 0
    out = capsys.readouterr().out
    if form in {"json", "sarif"}:
        json.loads(out)


def unknown(model: BaseModel, path: str = "") -> Iterator[str]:
    """Yield what a model holds that SARIF has no word for."""
    yield from (f"{path}.{name}" for name in model.model_extra or {} if name != "$schema")
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, BaseModel):
                yield from unknown(one, f"{path}.{name}")


def test_sarif_is_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ".", "--format", "sarif"]) == 1
    raw: dict[str, Any] = json.loads(capsys.readouterr().out)
    log = Sarif.model_validate(raw)
    assert list(unknown(log)) == []
    [result] = raw["runs"][0]["results"]
    [rule] = raw["runs"][0]["tool"]["driver"]["rules"]
    assert (rule["id"], result["ruleId"], result["ruleIndex"]) == ("CFK201", "CFK201", 0)
    physical = result["locations"][0]["physicalLocation"]
    assert physical == {
        "artifactLocation": {"uri": "one.py"}, "region": {"startLine": 4, "startColumn": 5}
    }  # fmt: skip


def test_the_check_of_sarif_sees_a_slip() -> None:
    assert list(unknown(Sarif.model_validate({"version": "2.1.0", "runs": [], "reslts": []}))) == [".reslts"]


def test_github_gets_a_command_that_a_file_name_cannot_leave(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a,b%.py").write_text(LAMBDA, encoding="utf-8")
    assert main(["check", "a,b%.py", "--format", "github"]) == 1
    line = capsys.readouterr().out
    assert line.startswith(
        "::error file=a%2Cb%25.py,line=4,col=5,title=CFK201 pickle.lambda_target::the target"
    )
    assert line.count("\n") == 1


def test_targets_are_given_one_by_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ".", "--target", "linux; python<3.14"]) == 0
    assert main(["check", ".", "--target", "linux; python<3.14", "--target", "linux; python>=3.14"]) == 1
    assert "on Linux since 3.14" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["pickle.lambda_target", "CFK201"])
def test_claims_and_codes_can_be_ignored(name: str) -> None:
    assert main(["check", ".", "--ignore", name]) == 0


@pytest.mark.parametrize("pattern", ["one.py", "o*", "*/one.py"])
def test_files_can_be_left_out(pattern: str, folder: Path) -> None:
    assert main(["check", str(folder), "--exclude", pattern]) == 0


@pytest.mark.parametrize("pattern", ["one.py", "o*", "inner", "inner/*"])
def test_a_file_that_is_named_can_be_left_out_as_a_hook_names_all(pattern: str, folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "one.py").rename(folder / "inner" / "one.py")
    assert main(["check", "inner/one.py"]) == 1
    assert main(["check", "inner/one.py", "--exclude", pattern]) == 0
    assert main(["check", str(folder / "inner" / "one.py"), "--exclude", pattern]) == 0
    assert main(["check", "inner", "--exclude", pattern]) == 0
    assert main(["check", "inner/one.py", "--exclude", "other"]) == 1


def test_others_programs_are_left_out(folder: Path) -> None:
    for name in (".hidden", "venv", "site-packages"):
        (folder / name).mkdir()
        (folder / "one.py").rename(folder / name / "one.py")
        assert main(["check", "."]) == 0
        (folder / name / "one.py").rename(folder / "one.py")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[tool.canifork.check]\ntarget = "linux; python<3.14"\n', 0),
        ('[tool.canifork.check]\ntarget = ["linux; python<3.14", "windows"]\n', 1),
        ('[tool.canifork.check]\nignore = ["pickle.lambda_target"]\n', 0),
        ('[tool.canifork.check]\nexclude = ["one.py"]\n', 0),
        ('[project]\nrequires-python = ">=3.9"\n', 1),
        ('[project]\nrequires-python = "~=3.9"\n', 1),
        ('[tool.canifork.check]\nexclude = [".*", ".."]\n', 1),
        ("tool = 3\n", 1),
    ],
)
def test_settings_stand_in_pyproject_toml(text: str, code: int, folder: Path) -> None:
    settings(folder, text)
    (folder / "inner").mkdir()
    assert main(["check", str(folder)]) == code


def test_a_compatible_patch_release_is_of_its_minor_version(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(folder, '[project]\nrequires-python = "~=3.9.2"\n')
    assert main(["check", "one.py"]) == 1
    assert "since 3.14" not in capsys.readouterr().out


@pytest.mark.parametrize("wanted", [">=3.15", "~=3.15", ">=3.15, !=3.16.*"])
def test_the_pythons_of_a_project_are_its_target(
    wanted: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(folder, f'[project]\nrequires-python = "{wanted}"\n')
    assert main(["check", "one.py"]) == 1
    assert "on all targets" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[tool.canifork.check]\ncolour = 3\n", "has no key 'colour'; it can have target, ignore, exclude"),
        ("[tool.canifork]\ncheck = 3\n", "check is 3; write a table, [tool.canifork.check]"),
        ("[[tool.canifork.check]]\n", "check is [{}]; write a table, [tool.canifork.check]"),
        ("[tool.canifork.check]\ntarget = 3\n", "target in [tool.canifork.check] is 3; write a text"),
        (
            '[tool.canifork.check]\nignore = ["no.claim"]\n',
            "'no.claim' cannot be ignored: no rule has this code or claim",
        ),
        ('[tool.canifork.check]\ntarget = "beos"\n', "the target 'beos' names 'beos' for os"),
        ("[tool", "pyproject.toml: "),
    ],
)
def test_a_setting_that_means_nothing_is_a_sentence(
    text: str, sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(folder, text)
    assert main(["check", "one.py"]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert (said.err.count("\n"), said.out) == (1, "")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"def (:\n", "bad.py:1: cannot be parsed: "),
        (b"x = 1\n\0", "bad.py:"),
        (b"# coding: klingon\n", "bad.py:"),
        (b"\xff\xfe", "bad.py:"),
        (b"x = " + b"(" * 5000, "bad.py:1: cannot be parsed: "),
    ],
)
def test_a_file_that_cannot_be_parsed_is_a_sentence_and_the_others_are_checked(
    content: bytes, sentence: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.py").write_bytes(content)
    assert main(["check", "."]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert "one.py:4:5: CFK201" in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere"], "nowhere: there is no such file or folder"),
        (["one.py", "--target", "beos"], "the target 'beos' names 'beos'"),
        (["one.py", "--ignore", "no.claim"], "'no.claim' cannot be ignored: no rule has this code or claim"),
        (["\x1b[31m.py"], "there is no such file"),
    ],
)
def test_wrong_usage_is_a_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *words]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert "\x1b" not in said
