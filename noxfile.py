"""What is true here?  `nox` runs every case on every Python of this machine and writes report/."""

from __future__ import annotations

import nox

nox.needs_version = ">=2026.4"
nox.options.sessions = ["cases"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_external_run = True


@nox.session
def cases(session: nox.Session) -> None:
    """Run the cases; arguments go to `python -m harness run`, and from there to pytest."""
    session.install("-e", ".")
    # On Ctrl-C nox would kill after half a second what still has to write down what it measured.
    session.run("python", "-m", "harness", "run", *session.posargs, interrupt_timeout=60)


@nox.session
def report(session: nox.Session) -> None:
    """Write the report anew from report/results.json, or from what a killed run left."""
    session.install("-e", ".")
    session.run("python", "-m", "harness", "report", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Compare the harness with a bare loop that runs the same commands."""
    session.install("-e", ".")
    session.run("python", "tests/bench.py", *session.posargs)


@nox.session
def torture(session: nox.Session) -> None:
    """Run cases that do what no case should, twenty times over; `-- --times 1` for once."""
    session.install("-e", ".")
    session.run("python", "tests/torture/chamber.py", *session.posargs)


@nox.session
def translate(session: nox.Session) -> None:
    """Bring the catalogues in harness/languages up to date, and tell what they lack."""
    session.install("-e", ".")
    session.run("python", "-m", "harness.translate")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style."""
    session.install(*nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), "lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
