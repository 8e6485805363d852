"""Run deadlocks of the cases on a Python, and keep with the report where their sides stood.

python tools/record_waits.py --python ~/.pyenv/versions/3.13.0/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from canifork.interpreters.discovery import discover
from canifork.report.html.waits import FILE, WAITS, read_waits
from record_bytecode import KEPT, PROJECT, told_by

SCRIPT = PROJECT / "tools" / "read_waits.py"


def main() -> None:
    """Ask the Python that is named, and write what it told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", required=True)
    options = parser.parse_args()
    if os.name == "nt":
        sys.exit("Windows lacks the signal by which a child tells where it stands; run this elsewhere")
    [python] = discover([options.python], PROJECT)[0]
    recorded = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": {key: python.facts[key] for key in KEPT},
        "sha256": {one.claim: one.current_sha256(PROJECT) for one in WAITS},
        "stand": ask(python.command),
    }
    read_waits(json.dumps(recorded))
    FILE.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    print(f"{FILE}: {len(WAITS)} deadlocks", file=sys.stderr)


def ask(command: Sequence[str]) -> Any:
    """Return what a Python tells: by claim, where each side stood."""
    wanted = {one.claim: [[side.function, side.call] for side in one.sides] for one in WAITS}
    return told_by(command, [str(SCRIPT), str(PROJECT), json.dumps(wanted)])


if __name__ == "__main__":
    main()
