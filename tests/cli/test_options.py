"""Nothing that a file or an argument says reaches the terminal as a command to it."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import canifork.cli
from builders import LINUX, answered, make_case, make_record, make_results, make_trial, not_run, unjudged
from canifork.cli.main import main
from canifork.cli.options import complain, show
from canifork.results.codec import to_json

HOSTILE = "\x1b]0;title\x07\x1b[31m\x9b31m\u202e\rx"


def raw_results() -> dict[str, Any]:
    """Return a results file, as JSON, with a broken record and one that was not run."""
    broken, left = make_trial("pool.size"), make_trial("pool.order")
    records = [make_record(broken, answered(works=False)), unjudged(left, not_run())]
    cases = {trial.case: make_case(trial.case) for trial in (broken, left)}
    raw: dict[str, Any] = json.loads(json.dumps(to_json(make_results(records, partial="cut", cases=cases))))
    return raw


def texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where texts stand in JSON."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*path, key))


def replaced(raw: dict[str, Any], places: list[tuple[str | int, ...]]) -> dict[str, Any]:
    """Return the JSON with hostile text in these places."""
    changed = copy.deepcopy(raw)
    for place in places:
        inner: Any = changed
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] += HOSTILE
    return changed


def said(words: list[str | Path], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command here; return its exit code, and all that it printed, which is fit for a terminal."""
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    assert all(line.isprintable() for line in (out + err).split("\n")), repr(out + err)
    return code, out + err


def commands(path: Path) -> Iterator[list[str | Path]]:
    """Yield a command line for each command that reads a results file."""
    scratch = path.parent / "scratch"
    yield ["judge", path, "-o", scratch / "judged.json"]
    yield ["merge", path, "-o", scratch / "merged.json"]
    yield ["diff", path, path]
    yield ["annotate", path]
    yield ["explain", "pool.size", "--results", path]
    for form in ("text", "bibtex", "csl", "html", "svg"):
        yield ["cite", f"pool.size[{LINUX}]", "--results", path, "--format", form]
    yield ["cite", "no.such", "--results", path]


def test_a_results_file_with_hostile_text_in_any_one_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = raw_results()
    path = tmp_path / "results.json"
    for place in texts(raw):
        path.write_text(json.dumps(replaced(raw, [place])), encoding="utf-8")
        said(["merge", path, "-o", tmp_path / "merged.json"], capsys)
        said(["explain", "pool.size", "--results", path], capsys)


def test_a_results_file_with_hostile_text_wherever_it_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = raw_results()
    path = tmp_path / "results.json"

    def accepted(place: tuple[str | int, ...]) -> bool:
        path.write_text(json.dumps(replaced(raw, [place])), encoding="utf-8")
        return said(["cite", "pool.size", "--results", path], capsys)[0] == 0

    places = [place for place in texts(raw) if accepted(place)]
    assert len(places) > 10
    path.write_text(json.dumps(replaced(raw, places)), encoding="utf-8")
    for words in commands(path):
        said(words, capsys)
    said(["report", path, "--folder", tmp_path / "page"], capsys)


@pytest.mark.parametrize("name", [LINUX, "pool.size", "pool.order", "works", "pool"])
def test_a_results_file_with_a_hostile_name(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "results.json"
    path.write_text(
        json.dumps(raw_results()).replace(f'"{name}"', json.dumps(name + HOSTILE)), encoding="utf-8"
    )
    for words in commands(path):
        said(words, capsys)
    said(["split", path, tmp_path / "parts"], capsys)


@pytest.mark.parametrize(
    "words",
    [
        ["verify", f"no{HOSTILE}"],
        ["verify", f"no{HOSTILE}", "0" * 64],
        ["diff", f"no{HOSTILE}"],
        ["explain", f"no{HOSTILE}"],
        ["cite", f"no{HOSTILE}"],
    ],
)
def test_an_argument_that_is_quoted(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said([*words], capsys)
    assert code == 2
    assert text.startswith("canifork: ")
    assert text.count("\n") == 1


@pytest.mark.parametrize("words", [[f"no{HOSTILE}"], ["list", f"--no{HOSTILE}"], ["list", "--root", HOSTILE]])
def test_wrong_usage_that_is_quoted(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(words)
    said_wrong = capsys.readouterr().err
    assert "usage:" in said_wrong
    assert all(line.isprintable() for line in said_wrong.split("\n"))


def test_what_is_shown_keeps_its_lines_and_a_complaint_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    show("a\nb\x1b")
    show(["c\nd", "e"])
    show("f\n", end="")
    complain("g\nh")
    out, err = capsys.readouterr()
    assert out == "a\nb\N{REPLACEMENT CHARACTER}\nc\nd\ne\nf\n"
    assert err == "canifork: g\N{REPLACEMENT CHARACTER}h\n"


def test_no_command_prints_by_itself() -> None:
    """`show` and `complain` do, `completion`, whose script is ours from end to end, and those that
    print nothing (`main`, to flush), or numbers and an annotation, which is escaped (`own`).
    """
    folder = Path(canifork.cli.__file__).parent
    calls = {
        path.name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "sys.stdout.write"}
    }
    assert calls == {"options.py", "completion.py", "main.py", "own.py"}
