"""What the workflow of the matrix has to do, one scene each; PlayError where it does something else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from canifork.ci.collect import PREFIX
from canifork.ci.jobs import Cell, Matrix, make_matrix
from canifork.ci.table import read_table
from canifork.results.store import read_results
from made_up_run import bring, whole
from stage import IMAGE, Ended, Event, PlayError, Stage, act, commit_of

KEYWORD = "default_size or returns_twice or forgets"  # cheap claims, of several chapters
WAYS_TO_SPOIL = 4  # a result, and as many cells does it take
MONDAY = {"schedule": "17 3 * * 1"}
LACKING = "gp312-linux-x86_64"  # optional, and not in the tool cache of a stage
HOSTILE = """"; touch "$STORE/harmed"; echo '$(touch $STORE/harmed)' `touch $STORE/harmed` ${{ 1 }}"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Play:
    """A stage, and the cells that can run on it."""

    stage: Stage
    cells: Sequence[Cell]

    def dispatch(self, image: str, only: Sequence[str] = (), *, subset: str = "quick") -> Ended:
        """Run the matrix by hand, for these cells."""
        chosen = {"subset": subset, "keyword": KEYWORD, "only": " ".join(only)}
        return act(self.stage, Event(name="workflow_dispatch", inputs=chosen), image)

    def plan(self, subset: str) -> Matrix:
        """Plan a subset of this commit."""
        commit = commit_of(self.stage)
        return make_matrix(read_table(), subset=subset, only=(), keyword="", commit=commit)


def green(play: Play) -> str:
    """Run the cells of this machine for real; nothing is missing, so all is green."""
    if len(play.cells) < WAYS_TO_SPOIL:
        here = " ".join(cell.id for cell in play.cells)
        raise PlayError(f"needs {WAYS_TO_SPOIL} Pythons of the quick subset; here are {here}")
    ended = play.dispatch(IMAGE, [cell.id for cell in play.cells])
    jobs = ["plan", *(cell.id for cell in play.cells), "report", "green"]
    count = len(play.cells)
    expect(ended, dict.fromkeys(jobs, "success"), [f"{count} of {count} cells brought", "complete=true"])
    return f"{count} cells run on this machine, merged, green"


def absent(play: Play) -> str:
    """Merge what `green` left against the plan with Windows and macOS in it."""
    others = [cell.id for cell in play.plan("quick").cells if cell not in play.cells]
    required = [cell.id for cell in play.plan("quick").cells if cell.id in others and not cell.optional]
    ended = play.dispatch("none")
    words = [f"MISSING  {key}: no result" for key in required]
    expect(ended, {"report": "failure", "green": "failure"}, [*words, "complete=false"])
    if ended.text.count("MISSING  ") != len(required):
        raise PlayError("the report misses cells that are there")
    return f"{len(others)} cells planned and absent, {len(required)} of them missed: {' '.join(required)}"


def spoilt(play: Play) -> str:
    """Lose, double, cut off and forge what the cells brought; each is named."""
    store = play.stage.store
    paths = [store / f"{PREFIX}{cell.id}" / f"{cell.id}.json" for cell in play.cells[:WAYS_TO_SPOIL]]
    kept = store.with_name("kept")
    shutil.copytree(store, kept)
    lost, doubled, cut, other = paths
    shutil.rmtree(lost.parent)
    shutil.copy(doubled, doubled.with_name("again.json"))
    cut.write_bytes(cut.read_bytes()[:-100])
    other.write_bytes(other.read_bytes().replace(commit_of(play.stage).encode(), b"0" * 40))
    ended = play.dispatch("none", [cell.id for cell in play.cells])
    words = ["no result arrived", "one results file was to arrive", "is not JSON", "are of commit 000"]
    expect(ended, {"report": "failure", "green": "failure"}, words)
    if ended.text.count("MISSING  ") != len(words):
        raise PlayError("the report misses more than what was spoilt")
    shutil.rmtree(store)
    kept.rename(store)
    return "one result missing, one doubled, one cut off, one of another commit: each named, red"


def alone(play: Play) -> str:
    """Run one cell only, whose artifact is then the only one."""
    empty(play.stage.store)
    cell = play.cells[-1].id
    ended = play.dispatch(IMAGE, [cell])
    expect(ended, {cell: "success", "report": "success", "green": "success"}, ["1 of 1 cells brought"])
    return f"{cell} alone: found, green"


def optional(play: Play) -> str:
    """Run a cell beside an optional one that this machine cannot have."""
    empty(play.stage.store)
    cell = play.cells[-1].id
    ended = play.dispatch(IMAGE, [cell, LACKING], subset="full")
    words = ["1 of 2 cells brought", f"absent   {LACKING}: no result arrived", "complete=true"]
    expect(ended, {LACKING: "success", cell: "success", "report": "success", "green": "success"}, words)
    return f"{LACKING} wanted and absent: named, green"


def hostile(play: Play) -> str:
    """Give a keyword that a shell would obey: it is refused, and nothing obeys it."""
    ended = act(play.stage, Event(name="workflow_dispatch", inputs={"keyword": HOSTILE}), IMAGE)
    expect(ended, {"plan": "failure", "green": "failure"}, ["is no keyword"])
    if (play.stage.store / "harmed").exists():
        raise PlayError("the keyword was obeyed")
    return "a keyword full of shell: refused by the plan, red, obeyed by none"


def published(play: Play) -> str:
    """Let made-up results of every cell but an optional one arrive on main: the site is published."""
    _arrive(play)
    ended = act(play.stage, Event(name="push"))
    count = len(play.plan("full").cells)
    expect(ended, {"report": "success", "pages": "success"}, [f"{count - 1} of {count} cells brought"])
    results = read_results(play.stage.store / "published" / "results.json")
    keys = {key for cell in play.plan("full").cells for key in cell.interpreters}
    if set(results.interpreters) != keys - {LACKING}:
        raise PlayError("the published results are not of every interpreter that arrived")
    if results.partial or not any(LACKING in entry.command[0] for entry in results.unused):
        raise PlayError("the published results do not name the optional cell as absent")
    return f"made-up results of {count - 1} of {count} cells, the other optional: published from main"


def again(play: Play) -> str:
    """Run again what `published` ran: the second deployment is not refused."""
    _arrive(play, keep="pages")
    ended = act(play.stage, Event(name="push", attempt=2))
    expect(ended, {"report": "success", "pages": "success", "green": "success"}, [])
    names = {path.name for path in (play.stage.store / "pages").iterdir()}
    if names != {"github-pages-1", "github-pages-2"}:
        raise PlayError(f"both attempts were to bring their own artifact; there is {names}")
    return "a second attempt at the same run: published again"


def proposed(play: Play) -> str:
    """Let the same arrive on a Monday: results/ comes back as a pull request."""
    _arrive(play)
    ended = act(play.stage, Event(name="schedule", payload=MONDAY))
    expect(ended, {"report": "success", "propose": "success", "green": "success"}, [])
    requests = (play.stage.store / "gh").read_text(encoding="utf-8")
    words = ["git", "ls-tree", "--name-only", "results", "results/"]
    branch = subprocess.run(
        words, cwd=play.stage.origin, capture_output=True, encoding="utf-8", check=True
    ).stdout
    if "pr create --head results --base main" not in requests or "cp36-windows-amd64.json" not in branch:
        raise PlayError(f"no pull request brings the results:\n{requests}{branch}")
    return f"a pull request with {len(branch.split())} files in results/"


def _arrive(play: Play, keep: str = "nothing") -> None:
    """Put made-up results of every planned cell into the store, but one that is optional."""
    store = play.stage.store
    model_file = play.stage.folder / "model.json"
    if not model_file.exists():
        found = next(store.glob(f"{PREFIX}*/*.json"), None) or _run_one(play)
        shutil.copy(found, model_file)
    empty(store, keep)
    cells = tuple(cell for cell in play.plan("full").cells if cell.id != LACKING)
    bring(store, cells, whole(model_file))


def _run_one(play: Play) -> Path:
    alone(play)
    return next(play.stage.store.glob(f"{PREFIX}*/*.json"))


def empty(store: Path, keep: str = "nothing") -> None:
    """Forget the artifacts of earlier runs, but those called so."""
    for path in store.iterdir():
        if path.name != keep:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def expect(ended: Ended, jobs: Mapping[str, str], words: Sequence[str]) -> None:
    """See that these jobs ended so, and that these words were written."""
    wrong = {job: ended.jobs.get(job) for job, result in jobs.items() if ended.jobs.get(job) != result}
    missing = [word for word in words if word not in ended.text]
    if wrong or missing:
        raise PlayError(
            f"{ended.text}\nthese jobs ended otherwise: {wrong}; these words are missing: {missing}"
        )
