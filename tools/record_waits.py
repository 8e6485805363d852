"""Run deadlocks of the cases on a Python, and keep with the report where their sides stood.

python tools/record_waits.py --python ~/.pyenv/versions/3.13.0/bin/python
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from canifork.report.html.waits import FILE, WAITS, read_waits
from recording import PROJECT, keep, kept_facts, named_pythons, told_by

SCRIPT = PROJECT / "tools" / "read_waits.py"


def main() -> None:
    """Ask the Python that is named, and write what it told."""
    [python] = named_pythons("the signal by which a child tells where it stands")
    keep(FILE, WAITS, {"python": kept_facts(python), "stand": ask(python.command)}, read_waits)


def ask(command: Sequence[str]) -> Any:
    """Return what a Python tells: by claim, where each side stood."""
    wanted = {one.claim: [[side.function, side.call] for side in one.sides] for one in WAITS}
    return told_by(command, [str(SCRIPT), str(PROJECT), json.dumps(wanted)])


if __name__ == "__main__":
    main()
