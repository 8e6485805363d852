"""Let readers run claims in their own browser: by Pyodide, CPython for WebAssembly, out of the site itself.

Only a site that was written with Pyodide offers it, and only for claims that were seen on the same
Python for WebAssembly: what the browser sees is compared with that, and with what was expected there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from canifork.axes import python
from canifork.claims.conditions import first_fit
from canifork.errors import PyodideError
from canifork.model import ABSENT, UNREADABLE, Record, Results
from canifork.project import CASES
from canifork.verdicts.judge import judged_keys

FOLDER = "live"  # of the site; what is in it is loaded when a reader asks for it
SCRIPT, WORKER, PROGRAMS = "live.js", "live.mjs", "programs.json"
LOCK = "pyodide-lock.json"  # names the version of its Python
PACKAGE = "package.json"  # names its own version, its licence, and where its source lies
NEEDED = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK, PACKAGE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pyodide:
    """Pyodide as npm installs it: its folder, its own version and its Python's ("3.14"); size in MB."""

    folder: Path
    version: str
    python: str
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Live:
    """What a page needs to run its claim: which Pyodide, and its trials as the script reads them."""

    pyodide: Pyodide
    methods: tuple[str, ...]
    trials: str


def read_pyodide(folder: Path) -> Pyodide:
    """Return the Pyodide in a folder; PyodideError if it holds none, or half of one."""
    try:
        size = sum((folder / name).stat().st_size for name in NEEDED)
        major, minor = python({"version": _read(folder / LOCK)["info"]["python"]})
        return Pyodide(
            folder=folder,
            version=str(_read(folder / PACKAGE)["version"]),
            python=f"{major}.{minor}",
            size=round(size / 1e6),
        )
    except FileNotFoundError as fault:
        why = f"holds no {Path(fault.filename).name}"
    except OSError as fault:
        why = str(fault.strerror)
    except (ValueError, KeyError, TypeError):
        why = f"its {LOCK} or its {PACKAGE} names no version"
    raise PyodideError(f"{folder}: {why}; name the folder that npm put Pyodide into")


def live(results: Results, programs: Mapping[str, str], pyodide: Pyodide | None) -> dict[str, Live]:
    """Return, by claim, what can be run in a browser and was seen on the Python that Pyodide is.

    PyodideError if that is nothing.
    """
    if pyodide is None:
        return {}
    found: dict[str, list[Record]] = {}
    for record in results.records:
        if record.trial.case in programs and _seen_there(record, results, pyodide):
            found.setdefault(record.trial.case, []).append(record)
    if not found:
        raise PyodideError(
            f"{pyodide.folder}: is Python {pyodide.python} for WebAssembly, and these results saw no claim "
            "on it; run them there too, or leave out --with-pyodide"
        )
    return {
        claim: Live(
            pyodide=pyodide,
            methods=tuple(one.trial.start_method for one in records if one.trial.start_method),
            trials=json.dumps([_trial(record, results) for record in records]),
        )
        for claim, records in found.items()
    }


def here(programs: Mapping[str, str], root: Path | None) -> dict[str, str]:
    """Return the programs that lie below `root` under their own ids; others cannot be loaded."""
    return {claim: text for claim, text in programs.items() if root and _file(claim, root).exists()}


def live_texts(claims: Iterable[str], root: Path) -> Iterator[tuple[str, str]]:
    """Yield path and text of what the site holds to run these claims, apart from Pyodide."""
    assets = files("canifork.report.html") / "assets"
    for path, name in ((SCRIPT, SCRIPT), (f"{FOLDER}/{WORKER}", WORKER)):
        yield path, (assets / name).read_text("utf-8")
    yield f"{FOLDER}/{PROGRAMS}", json.dumps(_texts(claims, root))


def pyodide_files(pyodide: Pyodide) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of Pyodide that the site holds."""
    for name in NEEDED:
        yield f"{FOLDER}/pyodide/{name}", (pyodide.folder / name).read_bytes()


def _read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _seen_there(record: Record, results: Results, pyodide: Pyodide) -> bool:
    facts = results.interpreters[record.trial.interpreter]
    if record.observation.kind in ABSENT | UNREADABLE:
        return False
    return facts["os"] == "emscripten" and "{}.{}".format(*python(facts)) == pyodide.python


def _trial(record: Record, results: Results) -> dict[str, Any]:
    """Return a trial for the script: what is expected of it, which keys are judged, what was seen."""
    trial, seen = record.trial, record.observation
    case = results.cases[trial.case]
    row = first_fit(case.expect, results.interpreters[trial.interpreter], trial.start_method)
    return {
        "method": trial.start_method,
        "interpreter": trial.interpreter,
        "row": asdict(row) if row else None,
        "judged": sorted(judged_keys(case)),
        "seen": {"kind": seen.kind.value, "answer": seen.answer, "reason": seen.reason},
    }


def _texts(claims: Iterable[str], root: Path) -> dict[str, str]:
    """Return the programs of these claims, and what they import, by their paths."""
    folder, claims = root / CASES, sorted(claims)
    chapters = {claim.partition(".")[0] for claim in claims}
    paths = [
        *sorted(folder.glob("_*.py")),
        *(folder / chapter / "__init__.py" for chapter in sorted(chapters)),
        *(_file(claim, root) for claim in claims),
    ]
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths if path.exists()}


def _file(claim: str, root: Path) -> Path:
    return root / CASES / f"{claim.replace('.', '/')}.py"
