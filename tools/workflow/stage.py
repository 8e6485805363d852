"""Where the workflow is run: a clone, a tool cache of this machine's Pythons, and act in a runner's place."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from canifork.ci.jobs import Cell, make_matrix
from canifork.ci.table import read_table
from canifork.interpreters.discovery import discover
from canifork.model import Interpreter

ROOT = Path(__file__).resolve().parent.parent.parent
WORKFLOWS = Path(".github", "workflows")
ACTIONS = Path("tools", "workflow", "actions")
PROGRAMS = Path("tools", "workflow", "bin")  # stand in for programs of the runner
IMAGE = "ubuntu-24.04"
OURS = "3.13"  # the Python of the harness in the workflow
USES = re.compile(r"uses: (\S+/(\S+)@[0-9a-f]{40})")
PATIENCE = 900.0  # seconds for one run of act


class PlayError(Exception):
    """The workflow did not do what it has to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """What starts a workflow: its name, its payload, what a person chose; and which attempt it is."""

    name: str
    workflow: str = "matrix"
    payload: Mapping[str, object] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    attempt: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a run of act ended: the result of each job, and all that was written."""

    jobs: Mapping[str, str]
    text: str
    seconds: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """The folder in which runs take place."""

    folder: Path

    @property
    def clone(self) -> Path:
        """Return the checkout that is run."""
        return self.folder / "canifork"

    @property
    def origin(self) -> Path:
        """Return the repository to which the workflows push."""
        return self.folder / "origin.git"

    @property
    def store(self) -> Path:
        """Return the folder of the artifacts, and of what the stand-ins publish."""
        return self.folder / "store"

    @property
    def cache(self) -> Path:
        """Return the tool cache."""
        return self.folder / "cache"


def clone(stage: Stage) -> None:
    """Clone the last commit into the stage, as the only branch: act looks up the branch by its commit."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(stage.origin)], check=True)
    words = ["git", "push", "-q", str(stage.origin), "HEAD:refs/heads/main"]
    subprocess.run(words, cwd=ROOT, check=True)
    subprocess.run(["git", "clone", "-q", str(stage.origin), str(stage.clone)], check=True)
    stage.store.mkdir()


def prepare(stage: Stage) -> list[Cell]:
    """Fill the tool cache from this machine; return the cells that can run on it."""
    found = {python.id: python for python in discover([], ROOT)[0]}
    plan = make_matrix(read_table(), subset="quick", only=(), keyword="", commit="any")
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


def act(stage: Stage, event: Event, image: str = "none") -> Ended:
    """Run the workflow of an event, with the cells of one image."""
    path = stage.folder / "event.json"
    path.write_text(json.dumps(event.payload), encoding="utf-8")
    file = WORKFLOWS / f"{event.workflow}.yml"
    words = ["act", event.name, "-W", str(file), "--json", "--pull=false", "--no-cache-server"]
    words += ["-P", f"{IMAGE}=-self-hosted", "--matrix", f"image:{image}"]
    if event.payload:  # with it act forgets the inputs
        words += ["--eventpath", str(path)]
    for action, name in USES.findall((stage.clone / file).read_text(encoding="utf-8")):
        if name != "checkout":  # act does that itself
            words += ["--local-repository", f"{action}={stage.clone / ACTIONS / name}"]
    words += [word for key, value in event.inputs.items() for word in ("--input", f"{key}={value}")]
    for name, value in _environment(stage, event.attempt).items():
        words += ["--env", f"{name}={value}"]
    words += ["--secret", "GITHUB_TOKEN=none"]  # what would speak for the workflow
    words += ["--var", f"PUBLISHED=file://{stage.folder / 'published.json'}"]
    began = time.monotonic()
    written = _run(words, stage.clone)
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    jobs = {
        line["matrix"].get("id", line["jobID"]): line["jobResult"] for line in lines if line.get("jobResult")
    }
    text = "\n".join(str(line["msg"]) for line in lines if "msg" in line)
    return Ended(jobs=jobs, text=text, seconds=time.monotonic() - began)


def _environment(stage: Stage, attempt: int) -> dict[str, str]:
    """Return what a runner's environment has, and what the stand-ins need."""
    return {
        "STORE": str(stage.store),
        "AGENT_TOOLSDIRECTORY": str(stage.cache),
        "GITHUB_RUN_ATTEMPT": str(attempt),
        "PATH": f"{stage.clone / PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        # act keeps its copies of the checkout in the cache folder that it is given; pip keeps its own.
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
    }


def _run(words: Sequence[str], folder: Path) -> str:
    """Run act and whatever it starts, at most as long as our patience; return what it wrote."""
    log = folder.with_name("act.log")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder.with_name("copies"))}
    # In a group of its own, so that none of it outlives a Ctrl-C or our patience.
    with (
        log.open("wb") as out,
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
            _kill_group(running.pid)
    return log.read_text(encoding="utf-8", errors="replace")


def _kill_group(leader: int) -> None:
    if sys.platform != "win32":  # there act has no host to be a runner
        with contextlib.suppress(ProcessLookupError):
            os.killpg(leader, signal.SIGKILL)


def commit_of(stage: Stage) -> str:
    """Return the commit that is checked out in the clone."""
    return _head(stage.clone)


def _head(folder: Path) -> str:
    words = ["git", "rev-parse", "HEAD"]
    ended = subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return ended.stdout.strip()
