"""What the workflows of .github promise each other, the settings and the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from made_up import PROJECT

FOLDER = PROJECT / ".github" / "workflows"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml"))}
MANIFESTS = {"github-actions": ".github/workflows/matrix.yml", "pip": "pyproject.toml", "npm": "package.json"}


def scripts(text: str) -> Iterator[str]:
    """Yield the lines of a workflow that a shell reads."""
    indent: int | None = None
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip())
        if found := re.match(r"( *(?:- )?)run: (.*)", line):
            indent = len(found[1])
            yield found[2]
        elif indent is not None and (not line.strip() or depth > indent):
            yield line
        else:
            indent = None


def test_there_are_three_workflows() -> None:
    assert set(TEXTS) == {"matrix", "tests", "release"}


@pytest.mark.parametrize("name", TEXTS)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(name: str) -> None:
    uses = re.findall(r"uses: (.*)", TEXTS[name])
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in uses), uses


@pytest.mark.parametrize("name", TEXTS)
def test_no_shell_reads_what_somebody_typed(name: str) -> None:
    """An expression is put into the script before the shell reads it: it has to come by `env`."""
    lines = list(scripts(TEXTS[name]))
    assert lines or name == "tests"
    assert not [line for line in lines if "${{" in line]


@pytest.mark.parametrize("name", TEXTS)
def test_a_workflow_may_do_nothing_and_each_job_names_what_it_may(name: str) -> None:
    jobs = TEXTS[name].partition("\njobs:\n")[2]
    assert "\npermissions: {}\n" in TEXTS[name]
    assert jobs.count("\n    permissions:") == len(re.findall(r"^  \w+:$", jobs, re.MULTILINE))


def test_each_check_to_require_has_a_name_of_its_own_and_runs_in_a_merge_queue() -> None:
    for name in ("matrix", "tests"):
        assert f'    name: "{name}: green"\n' in TEXTS[name]
        assert "\n  merge_group:\n" in TEXTS[name]
        assert f"`{name}: green`" in (PROJECT / "docs" / "ci.md").read_text(encoding="utf-8")


def test_green_waits_for_every_other_job() -> None:
    for name in ("matrix", "tests"):
        jobs = re.findall(r"^  (\w+):$", TEXTS[name].partition("\njobs:\n")[2], re.MULTILINE)
        needed = re.search(r"\n  green:\n(?:.*\n)*?    needs: \[(.*)\]", TEXTS[name])
        assert needed is not None
        assert {*needed[1].split(", "), "green"} == set(jobs)


def test_a_second_attempt_brings_a_site_of_its_own() -> None:
    assert TEXTS["matrix"].count("name: github-pages-${{ github.run_attempt }}") == 2


def test_what_is_uploaded_to_pypi_is_what_was_tested() -> None:
    assert TEXTS["release"].count("python -m build") == 1
    assert re.search(r"\n  publish:\n(?:.*\n)*?    needs: \[build, test\]", TEXTS["release"])
    assert "attestations: true" in TEXTS["release"]


def test_dependabot_looks_where_there_is_something_to_update() -> None:
    text = (PROJECT / ".github" / "dependabot.yml").read_text(encoding="utf-8")
    found = dict(re.findall(r"package-ecosystem: (\S+)\n    directory: /(\S*)", text))
    assert set(found) == set(MANIFESTS)
    for ecosystem, folder in found.items():
        assert (PROJECT / folder / MANIFESTS[ecosystem]).exists()


def test_every_program_that_a_workflow_starts_from_the_checkout_may_be_started() -> None:
    for name in re.findall(r"(?<![\w/])\.ci/(\w+)", "\n".join(TEXTS.values())):
        assert (PROJECT / ".ci" / name).read_bytes().startswith(b"#!"), name
