"""Run the workflows of .github here, with act, and see that they tell whole runs from others.

    nox -s workflow
    nox -s workflow -- alone hostile

Everything happens in a clean clone of the last commit.  The cells of ubuntu-24.04 run for real, on
the Pythons of this machine, with a few cheap claims; actions/ stands in for the actions of others,
which act cannot fetch without a net, and bin/ for GitHub's command line.  Windows and macOS have no
runner here: their cells are planned, and the report has to miss them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import release
import scenes
from canifork.errors import HarnessError
from stage import PlayError, Stage, clone, prepare

SCENES: Mapping[str, Callable[[scenes.Play], str]] = {
    "green": scenes.green,
    "absent": scenes.absent,
    "spoilt": scenes.spoilt,
    "alone": scenes.alone,
    "optional": scenes.optional,
    "hostile": scenes.hostile,
    "published": scenes.published,
    "again": scenes.again,
    "proposed": scenes.proposed,
    "release": release.released,
}


def main() -> int:
    """Play the scenes that were asked for, or all; 0 if each ended as it has to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("scenes", nargs="*", choices=[*SCENES, []], help="(default: all)")
    chosen = parser.parse_args().scenes or list(SCENES)
    try:
        with tempfile.TemporaryDirectory(prefix="canifork-workflow-") as folder:
            _play(Stage(folder=Path(folder)), chosen)
    except (PlayError, HarnessError) as fault:
        print(f"workflow: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _play(stage: Stage, chosen: list[str]) -> None:
    clone(stage)
    play = scenes.Play(stage=stage, cells=tuple(prepare(stage)))
    for name, scene in SCENES.items():
        if name in chosen:
            began = time.monotonic()
            what = scene(play)
            print(f"ok  {time.monotonic() - began:4.0f} s  {name}: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
