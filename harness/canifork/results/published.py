"""The results that came with this copy of canifork, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from canifork.errors import ResultsError
from canifork.model import Results
from canifork.project import PUBLISHED, find_root
from canifork.results.merge import merge
from canifork.results.store import read_results


def published_folder() -> Path:
    """Return the folder that holds a file for each interpreter."""
    return find_root() / PUBLISHED


@cache
def published() -> Results:
    """Return all published results as one; ResultsError if there are none."""
    folder = published_folder()
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ResultsError(f"{folder}: holds no published results; install canifork again")
    return merge([(str(path), read_results(path)) for path in paths])
