"""Make up the results of cells that cannot run here, from those of one that did."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from canifork.ci.collect import PREFIX
from canifork.ci.jobs import Cell
from canifork.ids import PATCH
from canifork.model import Results
from canifork.results.store import read_results, write_results

IMPLEMENTATIONS = {"cp": "cpython", "pp": "pypy", "gp": "graalpy"}
MARKS: dict[str, dict[str, object]] = {
    "musl": {"libc": "musl"},
    "wine": {"emulated": "wine"},
    "qemu": {"emulated": "qemu"},
}


def bring(store: Path, cells: tuple[Cell, ...], model: Results) -> None:
    """Put an artifact of each cell into the store."""
    for cell in cells:
        write_results(store / f"{PREFIX}{cell.id}" / f"{cell.id}.json", _of_cell(model, cell))


def whole(path: Path) -> Results:
    """Return results that look as if every trial had been run, and been undecided."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    for record in raw["records"]:
        record |= {"expectation": "undecided", "article": "undecided", "seconds": 0.1}
        record["observation"] = {"kind": "answered", "answer": {"undecided": "made up"}, "reason": None}
        record["observation"]["detail"] = None
    path.write_text(json.dumps(raw | {"partial": None}), encoding="utf-8")
    return read_results(path)


def _of_cell(model: Results, cell: Cell) -> Results:
    """Return the model's results as those of the interpreters of a cell."""
    (facts,) = (dict(interpreter) for interpreter in model.interpreters.values())
    records = [
        dataclasses.replace(record, trial=dataclasses.replace(record.trial, interpreter=key))
        for record in model.records
        for key in cell.interpreters
    ]
    interpreters = {key: facts | _facts_of(key) for key in cell.interpreters}
    return dataclasses.replace(model, interpreters=interpreters, records=tuple(records))


def _facts_of(key: str) -> dict[str, object]:
    """Return the facts that an interpreter's id names."""
    tag, system, machine, *marks = key.split("-")
    number, _, patch = tag[2:].partition(".")
    found: dict[str, object] = {
        "id": key,
        "implementation": IMPLEMENTATIONS[tag[:2]],
        "version": f"{number[0]}.{number[1:].removesuffix('t')}.{patch or 0}",
        "free_threaded": number.endswith("t"),
        "os": system,
        "machine": machine,
        "emulated": None,
        "libc": "glibc 2.39" if system == "linux" else None,
    }
    for mark in marks:
        found |= MARKS.get(mark) or _limit(mark)
    return found | {"apart": [PATCH]} if patch else found


def _limit(mark: str) -> dict[str, object]:
    """Return the facts of a limit of CPUs: 'cpus1.5', 'cpuset1'."""
    if (count := mark.removeprefix("cpuset")) != mark:
        return {"cpus_usable": int(count), "apart": ["cpu_set"]}
    return {"cpu_limit": float(mark.removeprefix("cpus")), "apart": ["cpu_limit"]}
