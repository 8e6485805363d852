"""Ask Pythons for the bytecode of statements in the cases, and keep it with the report.

    python tools/record_bytecode.py --python ~/.pyenv/versions/3.9.18/bin/python --python pypy3

What is kept is of the Pythons named here, and of no other.  Bytecode does not depend on the system:
a Python of each version and build is enough, on a system that has signals.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from canifork.axes import python
from canifork.execution.start import Request
from canifork.interpreters.discovery import discover
from canifork.interpreters.launchers import start
from canifork.model import Interpreter
from canifork.report.html.bytecode import FILE, STATEMENTS, read_bytecode

PROJECT = Path(__file__).resolve().parents[1]
SCRIPT = PROJECT / "tools" / "read_bytecode.py"
SECONDS = 2.0  # of signals for each statement: thousands of them
DEADLINE = 300.0
KEPT = ("implementation", "version", "free_threaded")


def main() -> None:
    """Ask each Python that is named, and write what they told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", action="append", required=True)
    options = parser.parse_args()
    if os.name == "nt":
        sys.exit("Windows lacks the signals that show where a thread is interrupted; run this elsewhere")
    interpreters = discover(options.python, PROJECT)[0]
    order = in_order(interpreters)
    recorded = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": {statement.claim: statement.current_sha256(PROJECT) for statement in STATEMENTS},
        "pythons": [
            {**{key: one.facts[key] for key in KEPT}, "statements": ask(one.command, SECONDS)}
            for one in order
        ],
    }
    read_bytecode(json.dumps(recorded))
    FILE.write_text(_lines(recorded), encoding="utf-8")
    print(f"{FILE}: {len(order)} Pythons, {len(STATEMENTS)} statements", file=sys.stderr)


def ask(command: Sequence[str], seconds: float) -> Any:
    """Return what a Python tells: by claim, signals and instructions as [name, argument, signals]."""
    wanted = {statement.claim: [statement.function, statement.text] for statement in STATEMENTS}
    return told_by(command, [str(SCRIPT), str(PROJECT), str(seconds), json.dumps(wanted)])


def in_order(interpreters: Iterable[Interpreter]) -> list[Interpreter]:
    """Return them by implementation, build and version."""
    return sorted(
        interpreters,
        key=lambda one: (one.facts["implementation"], one.facts["free_threaded"], python(one.facts)),
    )


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


def _lines(recorded: dict[str, Any]) -> str:
    """Return the record as JSON, an instruction a line."""
    text = json.dumps(recorded, indent=1)
    return re.sub(r"\[\s+(\"[^\n]*),\s+(\"[^\n]*),\s+(\d+)\s+\]", r"[\1, \2, \3]", text) + "\n"


if __name__ == "__main__":
    main()
