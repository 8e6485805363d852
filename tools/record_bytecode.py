"""Ask Pythons for the bytecode of statements in the cases, and keep it with the report.

    python tools/record_bytecode.py --python ~/.pyenv/versions/3.9.18/bin/python --python pypy3

What is kept is of the Pythons named here, and of no other.  Bytecode does not depend on the system:
a Python of each version and build is enough, on a system that has signals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from canifork.report.html.bytecode import FILE, STATEMENTS, read_bytecode
from recording import PROJECT, keep, kept_facts, named_pythons, told_by

SCRIPT = PROJECT / "tools" / "read_bytecode.py"
SECONDS = 2.0  # of signals for each statement: thousands of them


def main() -> None:
    """Ask each Python that is named, and write what they told."""
    pythons = [
        {**kept_facts(one), "statements": ask(one.command, SECONDS)}
        for one in named_pythons("the signals that show where a thread is interrupted")
    ]
    keep(FILE, STATEMENTS, {"pythons": pythons}, read_bytecode, _lines)


def ask(command: Sequence[str], seconds: float) -> Any:
    """Return what a Python tells: by claim, signals and instructions as [name, argument, signals]."""
    wanted = {statement.claim: [statement.function, statement.text] for statement in STATEMENTS}
    return told_by(command, [str(SCRIPT), str(PROJECT), str(seconds), json.dumps(wanted)])


def _lines(recorded: dict[str, Any]) -> str:
    """Return the record as JSON, an instruction a line."""
    text = json.dumps(recorded, indent=1)
    return re.sub(r"\[\s+(\"[^\n]*),\s+(\"[^\n]*),\s+(\d+)\s+\]", r"[\1, \2, \3]", text)


if __name__ == "__main__":
    main()
