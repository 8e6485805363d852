"""Name links shortly: a reader sees whose page it is, and which place of it."""

from __future__ import annotations

import re

GITHUB = r"https://github\.com/([\w.-]+/[\w.-]+)"
ISSUE = re.compile(GITHUB + r"/(?:issues|pull|discussions)/(\d+)(?:#\S*)?")
FILE = re.compile(GITHUB + r"/blob/([\w.-]+)/([^#]+)(?:#L(\d+)(?:-L(\d+))?)?")
COMMIT = re.compile(r"[0-9a-f]{40}")


def thread(link: str) -> str:
    """Name a link shortly: 'python/cpython#126631', or its host."""
    found = ISSUE.fullmatch(link)
    return f"{found[1]}#{found[2]}" if found else link.removeprefix("https://").partition("/")[0]


def source(link: str) -> str:
    """Name the place that a link leads to: 'docs.python.org/3/library/os: os.fork', or a file's lines."""
    if ISSUE.fullmatch(link):
        return thread(link)
    if found := FILE.fullmatch(link):
        repository, version, path, first, last = found.groups()
        version = version[:7] if COMMIT.fullmatch(version) else version
        lines = f":{first}" + (f"\N{EN DASH}{last}" if last else "") if first else ""
        return f"{repository} {version}: {path}{lines}"
    page, _, place = link.removeprefix("https://").partition("#")
    page = page.rstrip("/").removesuffix(".html")
    return f"{page}: {place}" if place and not place.startswith(":~:") else page
