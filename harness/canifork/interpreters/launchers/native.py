"""Start a Python of this system, or whatever a command line starts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

TEMPORARY = ("TMPDIR", "TEMP", "TMP")  # Python's tempfile looks at these, in this order


def environment(ours: Mapping[str, str], scratch: str) -> dict[str, str]:
    """Return our environment without what changes a Python, and with `scratch` for temporary files."""
    return clean(ours) | dict.fromkeys(TEMPORARY, scratch)


def clean(ours: Mapping[str, str]) -> dict[str, str]:
    """Return our environment without the variables that would change what a Python sees."""
    return {key: value for key, value in ours.items() if not _changes_python(key)}


@cache
def _changes_python(key: str) -> bool:
    """Tell whether a variable would change what a Python sees; the second is macOS's, for our own venv."""
    return key.upper().startswith("PYTHON") or key == "__PYVENV_LAUNCHER__"
