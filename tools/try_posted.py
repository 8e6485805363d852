"""Try the twelve programs of tests/programs/posted on every Python that is named, and keep what came of it.

    python tools/try_posted.py --python found --python ~/python3.14/bin/python [PROGRAM...]

What came of each is written beside it as JSON, for the tests, which compare it anew; and what `try`
makes of it is printed: the groups, and which claims are offered first.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from canifork.interpreters.discovery import discover
from canifork.model import Interpreter
from canifork.programs.attempt import Attempted, Wish, attempt
from canifork.report.text import tried
from recorded import POSTED, compare_recorded, program_of, read_recorded

PROJECT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Try each program, keep it, and print what the kept runs are compared to be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", action="append", default=[])
    parser.add_argument("--deadline", type=float, default=10.0)
    parser.add_argument("--at-once", type=int, default=3)
    parser.add_argument("--shown", action="store_true", help="run nothing, show what is kept")
    parser.add_argument("programs", nargs="*", default=sorted(path.stem for path in POSTED.glob("*.py")))
    options = parser.parse_args()
    interpreters = [] if options.shown else discover(options.python, PROJECT)[0]
    wish = Wish(deadline=options.deadline, at_once=options.at_once)
    for name in options.programs:
        if interpreters:
            attempted = attempt(program_of(name), lambda: interpreters, wish, lambda *_: None)
            _keep(name, attempted, interpreters, options.deadline)
        compared = compare_recorded(read_recorded(name))
        print(f"\n{tried.headline(compared)}")
        for group, causes in zip(compared.groups, compared.causes, strict=True):
            offered = ", ".join(f"{cause.claim} {cause.fit}" for cause in causes) or "-"
            where = tried.where(group, compared)
            print(
                f"  {len(group.settings):3}  {where}: {tried.summary(group.behaviour)}; {offered}", flush=True
            )


def _keep(name: str, attempted: Attempted, interpreters: Sequence[Interpreter], deadline: float) -> None:
    """Write all runs, with what of an interpreter's facts tells where they were."""
    kept = ("id", "implementation", "version", "os", "machine", "emulated", "libc", "free_threaded")
    found: dict[str, Any] = {
        "program": name,
        "deadline": deadline,
        "reference": attempted.reference,
        "interpreters": {one.id: {key: one.facts[key] for key in kept} for one in interpreters},
        "runs": [
            {
                "interpreter": run.setting.interpreter,
                "start_method": run.setting.start_method,
                "behaviour": dataclasses.asdict(run.behaviour),
                "told": run.told,
                "running": run.running,
                "own_method": run.own_method,
            }
            for runs in attempted.runs.values()
            for run in runs
        ],
    }
    (POSTED / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
