"""Let Pythons race statements of the cases until updates are lost, and keep what was seen with the report.

    python tools/record_races.py --python ~/.pyenv/versions/3.9.18/bin/python --python python3.13t

What is kept is of the Pythons named here, and of no other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from canifork.report.html.races import FILE, RACES, read_races
from recording import PROJECT, keep, kept_facts, named_pythons, told_by

SCRIPT = PROJECT / "tools" / "read_race.py"
SECONDS = 12.0  # of racing for each statement: tens of rounds, of which some lose updates


def main() -> None:
    """Ask each Python that is named, and write what they told."""
    pythons = [{**kept_facts(one), "races": ask(one.command, SECONDS)} for one in named_pythons()]
    keep(FILE, RACES, {"pythons": pythons}, read_races)


def ask(command: Sequence[str], seconds: float) -> Any:
    """Return what a Python tells: by claim, how many updates were made and lost, and the shortest loss."""
    wanted = {race.claim: [race.function, race.text, race.number] for race in RACES}
    return told_by(command, [str(SCRIPT), str(PROJECT), str(seconds), json.dumps(wanted)])


if __name__ == "__main__":
    main()
