"""Print the section of CHANGELOG.md on a version, as the notes of its release.

    python tools/release_notes.py v0.1.0

Exits with 2 if the tag is not that of the version in pyproject.toml, or if nothing is written about it.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


class ReleaseError(Exception):
    """A version that cannot be released; the sentence says why."""


def main() -> int:
    """Print the notes of the tag that was given."""
    try:
        print(notes(sys.argv[1], PROJECT))
    except ReleaseError as fault:
        print(f"release: {fault}", file=sys.stderr)
        return 2
    return 0


def notes(tag: str, folder: Path) -> str:
    """Return what the CHANGELOG.md in a folder says of the version of a tag: 'v0.1.0'."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = str(project["version"])
    if tag != f"v{version}":
        raise ReleaseError(f"the tag is {tag}, and pyproject.toml has the version {version}; make them agree")
    text = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = rf"^## \[?{re.escape(version)}\]?(?: [^\n]*)?$"
    found = re.search(rf"{heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise ReleaseError(f"CHANGELOG.md has nothing below a heading '## {version}'; write what changed")
    return found[1].strip()


if __name__ == "__main__":
    sys.exit(main())
