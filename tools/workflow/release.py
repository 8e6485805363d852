"""What the workflow of a release has to do; PlayError where it does something else."""

from __future__ import annotations

import subprocess
import tomllib

from scenes import Play, empty, expect
from stage import Event, PlayError, Stage, act

UNRELEASED = "## Unreleased"
WROTE = "It is released."


def released(play: Play) -> str:
    """Tag a version, without and with a section on it in the changelog; up to the upload all goes well."""
    empty(play.stage.store)
    version = tomllib.loads((play.stage.clone / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    push = Event(name="push", workflow="release", payload={"ref": f"refs/tags/v{version}"})
    _tag(play.stage, version)
    expect(act(play.stage, push), {"build": "failure"}, [f"nothing below a heading '## {version}'"])
    _write_changelog(play.stage, version)
    _tag(play.stage, version)
    jobs = dict.fromkeys(["build", "test", "publish", "announce"], "success")
    expect(act(play.stage, push), jobs, ["the installed wheel works"])
    uploaded = sorted(path.name for path in (play.stage.store / "pypi").iterdir())
    notes = (play.stage.store / "notes.md").read_text("utf-8")
    asked = (play.stage.store / "gh").read_text("utf-8")
    if len(uploaded) != 2 or notes.strip() != WROTE or f"release create v{version}" not in asked:
        raise PlayError(f"uploaded {uploaded}, with the notes {notes!r}, by {asked!r}")
    return f"a tag without a section in the changelog: red; with it: {' '.join(uploaded)}, tested, uploaded"


def _write_changelog(stage: Stage, version: str) -> None:
    path = stage.clone / "CHANGELOG.md"
    path.write_text(f"# Changes\n\n## {version}\n\n{WROTE}\n", encoding="utf-8")
    person = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    words = ["git", *person, "commit", "-q", "-a", "-m", "Release"]
    subprocess.run(words, cwd=stage.clone, check=True)


def _tag(stage: Stage, version: str) -> None:
    subprocess.run(["git", "tag", "-f", f"v{version}"], cwd=stage.clone, check=True, capture_output=True)
