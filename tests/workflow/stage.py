"""Where the workflow is run: a clone, a tool cache of this machine's Pythons, and act in a runner's place."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.discover import discover
from harness.matrix import Cell, make_matrix, read_table
from harness.model import Interpreter

ROOT = Path(__file__).resolve().parent.parent.parent
WORKFLOW = ".github/workflows/matrix.yml"
IMAGE = "ubuntu-24.04"
OURS = "3.13"  # the Python of the harness in the workflow
USES = re.compile(r"uses: (\S+/(\S+)@[0-9a-f]{40})")
PATIENCE = 900.0  # seconds for one run of act


class PlayError(Exception):
    """The workflow did not do what it has to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a run of act ended: the result of each job, and all that was written."""

    jobs: Mapping[str, str]
    text: str
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """Where runs take place: the clone, its artifacts, its tool cache, its published results."""

    clone: Path
    store: Path
    cache: Path
    published: Path


def prepare(stage: Stage) -> list[Cell]:
    """Fill the tool cache from this machine; return the cells that can run on it."""
    found = {one.id: one for one in discover([], ROOT)[0]}
    plan = make_matrix(read_table(), subset="quick", only=(), words="", commit="any")
    cells = [cell for cell in plan.cells if cell.image == IMAGE and cell.id in found]
    ours = found.get(f"cp{OURS.replace('.', '')}-linux-x86_64")
    if ours is None:
        raise PlayError(f"needs Python {OURS} on this machine; there is {' '.join(found)}")
    for cell in cells:
        _cache(stage, found[cell.id])
    # The harness is installed into this one: an environment, so that the machine's own stays as it is.
    home = stage.cache / "Python" / ours.facts["build"] / "x64"
    subprocess.run([*ours.command, "-m", "venv", str(home)], check=True)
    return cells


def _cache(stage: Stage, one: Interpreter) -> None:
    """Put an interpreter where setup-python would look for it."""
    pypy = one.facts["implementation"] == "pypy"
    version = one.facts["version"] if pypy else one.facts["build"]
    folder = stage.cache / ("PyPy" if pypy else "Python") / version
    binaries = folder / ("x64-freethreaded" if one.facts["free_threaded"] else "x64") / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(Path(one.command[0]).resolve())


def act(stage: Stage, event: str, *, image: str, **inputs: str) -> Ended:
    """Run the workflow for an event, with the cells of one image."""
    words = ["act", event, "-W", WORKFLOW, "--json", "--pull=false", "--no-cache-server"]
    words += ["-P", f"{IMAGE}=-self-hosted", "--matrix", f"image:{image}"]
    for action, name in USES.findall((ROOT / WORKFLOW).read_text()):
        if name != "checkout":  # act does that itself
            words += ["--local-repository", f"{action}={stage.clone / 'tests/workflow/actions' / name}"]
    words += [word for key, value in inputs.items() for word in ("--input", f"{key}={value}")]
    words += ["--env", f"STORE={stage.store}", "--env", f"AGENT_TOOLSDIRECTORY={stage.cache}"]
    # act keeps its copies of the checkout in the cache folder that it is told; pip keeps its own.
    words += ["--env", f"XDG_CACHE_HOME={os.environ.get('XDG_CACHE_HOME', Path.home() / '.cache')}"]
    words += ["--var", f"PUBLISHED=file://{stage.published}"]
    began = time.monotonic()
    written = _run(words, stage.clone)
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    jobs = {
        line["matrix"].get("id", line["jobID"]): line["jobResult"] for line in lines if line.get("jobResult")
    }
    text = "\n".join(str(line["msg"]) for line in lines if "msg" in line)
    return Ended(jobs=jobs, text=text, seconds=time.monotonic() - began)


def _run(words: Sequence[str], folder: Path) -> str:
    """Run act and whatever it starts, at most as long as our patience; return what it wrote."""
    log = folder.with_name("act.log")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder.with_name("copies"))}
    # In a group of its own, so that none of it outlives a Ctrl-C or our patience.
    with (
        log.open("w") as out,
        subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            process_group=0,
        ) as running,
    ):
        try:
            running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise PlayError(f"act has not ended within {PATIENCE:g} s") from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
    return log.read_text(errors="replace")


def commit_of(stage: Stage) -> str:
    """Return the commit that is checked out in the clone."""
    told = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=stage.clone, capture_output=True, text=True, check=True
    )
    return told.stdout.strip()
