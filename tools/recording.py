"""Ask Pythons for what the report's pages draw, and write it down: what all tools/record_*.py share."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from canifork.axes import python
from canifork.execution.start import Request
from canifork.interpreters.discovery import discover
from canifork.interpreters.launchers import start
from canifork.model import Interpreter
from canifork.report.html.recordings import Subject

PROJECT = Path(__file__).resolve().parents[1]
DEADLINE = 300.0
KEPT = ("implementation", "version", "free_threaded")


def named_pythons(needs: str | None = None) -> list[Interpreter]:
    """Return the Pythons that the command line names; `needs`: what Windows lacks, if anything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", action="append", required=True)
    options = parser.parse_args()
    if needs and os.name == "nt":
        sys.exit(f"Windows lacks {needs}; run this elsewhere")
    return in_order(discover(options.python, PROJECT)[0])


def in_order(interpreters: Iterable[Interpreter]) -> list[Interpreter]:
    """Return them by implementation, build and version."""
    return sorted(
        interpreters,
        key=lambda one: (one.facts["implementation"], one.facts["free_threaded"], python(one.facts)),
    )


def kept_facts(interpreter: Interpreter) -> dict[str, Any]:
    """Return what is kept of a Python's facts."""
    return {key: interpreter.facts[key] for key in KEPT}


def keep(
    file: Path,
    subjects: Sequence[Subject],
    told: dict[str, Any],
    read: Callable[[str], object],
    write: Callable[[dict[str, Any]], str] = lambda recorded: json.dumps(recorded, indent=1),
) -> None:
    """Write down what was told, and of which text of the cases, once `read` has found it in order."""
    recorded = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": {one.claim: one.current_sha256(PROJECT) for one in subjects},
        **told,
    }
    text = write(recorded) + "\n"
    read(text)
    file.write_text(text, encoding="utf-8")
    print(f"{file}: {len(subjects)} claims", file=sys.stderr)


def told_by(command: Sequence[str], arguments: Sequence[str]) -> Any:
    """Run a script on a Python, in the project's folder, and return what it printed as JSON."""
    with tempfile.TemporaryDirectory() as scratch:
        how = start(
            Request(
                command=command, arguments=arguments, folder=str(PROJECT), scratch=scratch, deadline=DEADLINE
            )
        )
        ended = subprocess.run(
            how.command, env=how.environment, cwd=PROJECT, capture_output=True, check=True, timeout=DEADLINE
        )
    return json.loads(ended.stdout)
