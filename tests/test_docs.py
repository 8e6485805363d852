"""What the documents name is there: files, headings, commands, options, sessions, claims, rooms."""

from __future__ import annotations

import argparse
import ast
import configparser
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from canifork import pipeline
from canifork.cli.main import make_parser
from made_up import PROJECT

PAGES = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").glob("*.md"))]
TEXTS = {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in PAGES}
LINK = re.compile(r"(?:\]\(|src=\")([^)\s\"]+)")
CODE = re.compile(r"^```.*?^```|^ {4}.*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?<!%)\bcanifork ([a-z]+)([^\n`;|&]*)")
OUTSIDE = re.compile(r"[a-z]+:")  # https:, mailto:


@pytest.fixture(params=TEXTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def code(text: str) -> str:
    return "\n".join(CODE.findall(text))


def links() -> Iterator[tuple[str, str]]:
    return ((name, target) for name, text in TEXTS.items() for target in LINK.findall(text))


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command of canifork."""
    [found] = [one for one in make_parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return dict(found.choices)


def sessions() -> set[str]:
    """Return the names of the sessions of nox, read and not run: the tests do not need nox."""
    found = set()
    for node in ast.parse((PROJECT / "noxfile.py").read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            names = [key.value for key in getattr(decorator, "keywords", []) if key.arg == "name"]
            if "nox.session" in ast.unparse(decorator):
                found.add(names[0].value if names and isinstance(names[0], ast.Constant) else node.name)
    return {str(one) for one in found}


def test_every_link_leads_to_a_file_and_its_heading() -> None:
    checked = 0
    for name, target in links():
        if OUTSIDE.match(target):
            continue
        file, _, heading = target.partition("#")
        path = (PROJECT / name).parent / file if file else PROJECT / name
        assert path.exists(), f"{name}: there is no {target}"
        assert not heading or heading in anchors(path), f"{name}: {file} has no heading #{heading}"
        checked += 1
    assert checked > len(PAGES)


def test_readme_leads_to_every_page() -> None:
    """At once, or by way of a page that it leads to."""
    reached, new = set(), {PROJECT / "README.md"}
    while new:
        reached |= new
        found = {
            ((PROJECT / name).parent / target.partition("#")[0]).resolve()
            for name, target in links()
            if PROJECT / name in new and not OUTSIDE.match(target)
        }
        new = (found & set(PAGES)) - reached
    assert set(PAGES) - reached == set()


def test_every_session_of_nox_exists(name: str) -> None:
    assert "bench-report" in sessions()
    named = set(re.findall(r"\bnox -s ([\w-]+)", TEXTS[name]))
    assert named <= sessions(), f"{name}: {named - sessions()}"


def test_every_environment_of_tox_exists(name: str) -> None:
    tox = configparser.ConfigParser()
    tox.read(PROJECT / "tox.ini", encoding="utf-8")
    known = {section.removeprefix("testenv:") for section in tox.sections()}
    for environment in re.findall(r"\btox -e ([\w-]+)", TEXTS[name]):
        assert environment in known or re.fullmatch(r"py3\d+", environment), f"{name}: tox -e {environment}"


def test_every_command_and_its_options_exist(name: str) -> None:
    for command, rest in COMMAND.findall(code(TEXTS[name])):
        assert command in commands(), f"{name}: canifork {command}"
        if command == "run":  # what it does not know is pytest's
            continue
        for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest):
            assert option in commands()[command]._option_string_actions, f"{name}: {command} {option}"


def test_the_commands_are_found_in_code_alone() -> None:
    text = "canifork finds\n\n    canifork run\n\n```\ncanifork list\n```\n`canifork cite CLAIM`\n"
    assert [command for command, _ in COMMAND.findall(code(text))] == ["run", "list", "cite"]


def test_every_claim_that_is_named_exists(name: str) -> None:
    _, cases = pipeline.read_claims(PROJECT)
    chapters = "|".join({case.chapter for case in cases.values()})
    for claim in re.findall(
        rf"(?<![\w./-])(?:{chapters})\.(?!toml)[a-z_]+(?=[\[`\s'|]|\.html)", code(TEXTS[name])
    ):
        assert claim in cases, f"{name}: {claim}"


def test_readme_says_what_the_article_says() -> None:
    _, cases = pipeline.read_claims(PROJECT)
    rows = re.findall(r"^\| `([\w.]+)` \| (.+?) \| .+? \|$", TEXTS["README.md"], re.MULTILINE)
    assert dict(rows) == {claim: cases[claim].says for claim, _ in rows}
    assert len(rows) == 4


def test_readme_names_the_article() -> None:
    outline, _ = pipeline.read_claims(PROJECT)
    for fact in (outline.original_title, outline.author, outline.published[:4], outline.newest_python):
        assert fact in TEXTS["README.md"], fact


def test_the_first_command_stands_on_the_first_screen() -> None:
    lines = TEXTS["README.md"].splitlines()
    assert next(number for number, line in enumerate(lines) if line.startswith("    ")) < 30
    assert len(lines) < 90


def test_every_room_is_described() -> None:
    package = PROJECT / "harness" / "canifork"
    rooms = {path.parent.name for path in package.glob("*/__init__.py")}
    rooms |= {path.stem for path in package.glob("*.py")} - {"__init__"}
    section = TEXTS["docs/architecture.md"].partition("## The rooms")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == rooms


def test_every_file_that_is_named_by_its_place_exists(name: str) -> None:
    package = PROJECT / "harness" / "canifork"
    for path in re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|toml|json|css|po|mjs|ini|yml))`", TEXTS[name]):
        if not path.startswith(("report/", ".nox/")):  # what a run makes
            roots = (PROJECT, package, package / "interpreters", package / "report")
            assert any((root / path).exists() for root in roots), f"{name}: {path}"


def test_an_example_of_a_case_is_a_case(tmp_path: Path) -> None:
    from canifork.claims.casefile import read_case

    [example] = re.findall(
        r"^```python\n(.*?)^```", TEXTS["docs/writing-a-case.md"], re.MULTILINE | re.DOTALL
    )
    path = tmp_path / "cases" / "compare" / "example.py"
    path.parent.mkdir(parents=True)
    path.write_text(textwrap.dedent(example), encoding="utf-8")
    assert read_case(path, tmp_path / "cases").id == "compare.example"
