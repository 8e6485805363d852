"""Let Pythons race statements of the cases until updates are lost, and keep what was seen with the report.

    python tools/record_races.py --python ~/.pyenv/versions/3.9.18/bin/python --python python3.13t

What is kept is of the Pythons named here, and of no other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from canifork.interpreters.discovery import discover
from canifork.report.html.races import FILE, RACES, read_races
from record_bytecode import KEPT, PROJECT, in_order, told_by

SCRIPT = PROJECT / "tools" / "read_race.py"
SECONDS = 12.0  # of racing for each statement: tens of rounds, of which some lose updates


def main() -> None:
    """Ask each Python that is named, and write what they told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", action="append", required=True)
    options = parser.parse_args()
    recorded = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": {race.claim: race.current_sha256(PROJECT) for race in RACES},
        "pythons": [
            {**{key: one.facts[key] for key in KEPT}, "races": ask(one.command, SECONDS)}
            for one in in_order(discover(options.python, PROJECT)[0])
        ],
    }
    read_races(json.dumps(recorded))
    FILE.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    print(f"{FILE}: {len(recorded['pythons'])} Pythons, {len(RACES)} statements", file=sys.stderr)


def ask(command: Sequence[str], seconds: float) -> Any:
    """Return what a Python tells: by claim, how many updates were made and lost, and the shortest loss."""
    wanted = {race.claim: [race.function, race.text, race.number] for race in RACES}
    return told_by(command, [str(SCRIPT), str(PROJECT), str(seconds), json.dumps(wanted)])


if __name__ == "__main__":
    main()
