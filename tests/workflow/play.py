"""Run .github/workflows/matrix.yml here, with act, and see that it tells whole runs from others.

    nox -s workflow

Everything happens in a clean clone of the last commit.  The cells of ubuntu-24.04 run for real, on
the Pythons of this machine, with a few cheap claims; actions/ stands in for the actions of others,
which act cannot fetch without a net.  Windows and macOS have no runner here: their cells are
planned, and the report has to miss them.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from stage import IMAGE, ROOT, Ended, PlayError, Stage, act, commit_of, prepare

from harness.errors import HarnessError
from harness.gather import PREFIX
from harness.matrix import Cell, make_matrix, read_table
from harness.model import Results
from harness.record import read_results, write_results

WORDS = "default_size or returns_twice or forgets"  # cheap claims, of several chapters
WAYS_TO_SPOIL = 4  # a result, and as many cells does it take


def main() -> int:
    """Play all runs; 0 if each ended as it has to."""
    try:
        with tempfile.TemporaryDirectory(prefix="canifork-workflow-") as folder:
            _play(Path(folder))
    except (PlayError, HarnessError) as fault:
        print(f"workflow: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _play(folder: Path) -> None:
    stage = Stage(
        clone=folder / "canifork",
        store=folder / "store",
        cache=folder / "cache",
        published=folder / "published.json",
    )
    subprocess.run(["git", "clone", "-q", str(ROOT), str(stage.clone)], check=True)
    stage.store.mkdir()
    cells = prepare(stage)
    if len(cells) < WAYS_TO_SPOIL:
        raise PlayError(
            f"needs {WAYS_TO_SPOIL} Pythons of the quick subset; here are {[one.id for one in cells]}"
        )
    here = " ".join(cell.id for cell in cells)
    _green(stage, cells, here)
    _absent(stage, cells)
    _spoilt(stage, cells, here)
    _published(stage)


def _green(stage: Stage, cells: Sequence[Cell], here: str) -> None:
    """Run the cells of this machine for real; nothing is missing, so all is green."""
    ended = act(stage, "workflow_dispatch", image=IMAGE, subset="quick", words=WORDS, only=here)
    jobs = ["plan", *(cell.id for cell in cells), "report", "green"]
    _expect(ended, dict.fromkeys(jobs, "success"), [f"{len(cells)} of {len(cells)} cells brought"])
    _tell(f"{len(cells)} cells run on this machine, merged, green", ended)


def _absent(stage: Stage, cells: Sequence[Cell]) -> None:
    """Merge the same artifacts against the plan with Windows and macOS in it."""
    plan = make_matrix(read_table(), subset="quick", only=(), words=WORDS, commit=commit_of(stage))
    others = [cell.id for cell in plan.cells if cell not in cells]
    ended = act(stage, "workflow_dispatch", image="none", subset="quick", words=WORDS)
    _expect(
        ended, {"report": "failure", "green": "failure"}, [f"MISSING  {one}: no result" for one in others]
    )
    if ended.text.count("MISSING  ") != len(others):
        raise PlayError("the report misses cells that are there")
    _tell(f"{len(others)} cells planned and absent: {' '.join(others)}", ended)


def _spoilt(stage: Stage, cells: Sequence[Cell], here: str) -> None:
    """Lose, double, cut off and forge what the cells brought; each is named."""
    paths = [stage.store / f"{PREFIX}{cell.id}" / f"{cell.id}.json" for cell in cells[:WAYS_TO_SPOIL]]
    kept = stage.store.with_name("kept")
    shutil.copytree(stage.store, kept)
    lost, doubled, cut, other = paths
    shutil.rmtree(lost.parent)
    shutil.copy(doubled, doubled.with_name("again.json"))
    cut.write_text(cut.read_text()[:-100])
    other.write_text(other.read_text().replace(commit_of(stage), "0" * 40))
    ended = act(stage, "workflow_dispatch", image="none", subset="quick", words=WORDS, only=here)
    told = [
        "no result arrived",
        "one results file was to arrive",
        "is not JSON, or cut off",
        "are of commit 000",
    ]
    _expect(ended, {"report": "failure"}, told)
    if ended.text.count("MISSING  ") != len(told):
        raise PlayError("the report misses more than what was spoilt")
    shutil.rmtree(stage.store)
    kept.rename(stage.store)
    _tell("one result missing, one doubled, one cut off, one of another commit: each named, red", ended)


def _published(stage: Stage) -> None:
    """Let made-up results of every planned cell arrive on main: the site is published, and compared."""
    plan = make_matrix(read_table(), subset="full", only=(), words="", commit=commit_of(stage))
    model = _whole(next(iter(stage.store.glob(f"{PREFIX}*/*.json"))))
    shutil.rmtree(stage.store)
    for cell in plan.cells:
        write_results(stage.store / f"{PREFIX}{cell.id}" / f"{cell.id}.json", _made_up(model, cell))
    ended = act(stage, "push", image="none")
    _expect(
        ended, {"report": "success", "pages": "success"}, [f"{len(plan.cells)} of {len(plan.cells)} cells"]
    )
    published = read_results(stage.store / "published" / "results.json")
    if set(published.interpreters) != {key for cell in plan.cells for key in cell.interpreters}:
        raise PlayError("the published results are not of every planned interpreter")
    size = sum(path.stat().st_size for path in (stage.store / "published").iterdir()) / 2**20
    _tell(f"made-up results of all {len(plan.cells)} cells: published from main, {size:.1f} MB", ended)


def _whole(path: Path) -> Results:
    """Return results that look as if every trial had been run, and been undecided."""
    raw = json.loads(path.read_text())
    for record in raw["records"]:
        record |= {"expectation": "undecided", "article": "undecided", "seconds": 0.1}
        record["observation"] = {"kind": "answered", "answer": {"undecided": "made up"}, "reason": None}
        record["observation"]["detail"] = None
    path.write_text(json.dumps(raw | {"partial": None}))
    return read_results(path)


def _made_up(model: Results, cell: Cell) -> Results:
    """Return the model's results as those of the interpreters of a cell."""
    (facts,) = (dict(one) for one in model.interpreters.values())
    records = [
        dataclasses.replace(one, trial=dataclasses.replace(one.trial, interpreter=key))
        for one in model.records
        for key in cell.interpreters
    ]
    interpreters = {key: facts | _facts_of(key) for key in cell.interpreters}
    return dataclasses.replace(model, interpreters=interpreters, records=tuple(records))


def _facts_of(key: str) -> dict[str, object]:
    """Return the facts that an interpreter's id tells."""
    tag, system, machine, *emulated = key.split("-")
    number = tag.removeprefix("cp").removeprefix("pp")
    return {
        "id": key,
        "implementation": "pypy" if tag.startswith("pp") else "cpython",
        "version": f"{number[0]}.{number[1:].removesuffix('t')}.0",
        "free_threaded": number.endswith("t"),
        "os": system,
        "machine": machine,
        "emulated": emulated[0] if emulated else None,
    }


def _expect(ended: Ended, jobs: Mapping[str, str], told: Sequence[str]) -> None:
    wrong = {job: ended.jobs.get(job) for job, result in jobs.items() if ended.jobs.get(job) != result}
    missing = [words for words in told if words not in ended.text]
    if wrong or missing:
        print(ended.text, file=sys.stderr)
        raise PlayError(f"these jobs ended otherwise: {wrong}; these words are missing: {missing}")


def _tell(what: str, ended: Ended) -> None:
    print(f"ok  {ended.seconds:4.0f} s  {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
