"""Put into a wheel what an installed copy needs of the checkout, and into an sdist which commit it is of.

Hatchling calls this: https://hatch.pypa.io/latest/plugins/build-hook/custom/.  No `force-include` in
pyproject.toml, for that would copy the cases into an editable installation too, where they grow stale.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = ("cases", "results", "pyproject.toml")
SOURCE = "harness"


class Bundle(BuildHookInterface[Any]):
    """Add the bundle to a wheel, and the commit to both."""

    commit_file = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to include; nothing for an editable installation, which uses the checkout's."""
        if version == "editable":
            return
        folder = "" if self.target_name == "sdist" else "canifork/bundle/"
        included = {} if self.target_name == "sdist" else {name: f"{folder}{name}" for name in BUNDLED}
        if (commit := self._commit()) is not None:
            handle, self.commit_file = tempfile.mkstemp()
            with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
                file.write(f"{commit}\n")
            included[self.commit_file] = f"{folder}COMMIT"
        build_data["force_include"] |= included

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary file."""
        if self.commit_file:
            Path(self.commit_file).unlink()

    def _commit(self) -> str | None:
        """Ask the package that is built: one module knows how a commit is found."""
        sys.path.insert(0, str(Path(self.root) / SOURCE))
        try:
            from canifork.project import commit_of
        finally:
            del sys.path[0]
        return commit_of(Path(self.root))
