"""Tiny made-up projects: a folder with `cases` that behave as a test wants them to."""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess

from canifork.cli.main import main

PROJECT = Path(__file__).resolve().parent.parent
HEADER = '''"""It is made up."""
import os, signal, subprocess, sys, time
from cases._show import show

SAYS = "It is made up."
DOCS = ["https://docs.python.org/3/library/os.html#os.fork"]
{keys}
ARTICLE = [{{"when": {{}}, "sees": {{"done": False}}}}]
EXPECT = [{{"when": {{}}, "sees": {{"done": True}}, "because": "it was made so"}}]


def observe():
    {body}


if __name__ == "__main__":
    show(observe)
'''
OUTLINE = """title = "Made up"
original_title = "Made up"
author = "nobody"
published = 2018-04-27
newest_python = "3.6"
not_testable = [{{claim = "It is good.", reason = "It is praise."}}]
[[chapter]]
name = "made"
claims = [{names}]
"""


def project(root: Path, bodies: Mapping[str, str], keys: Mapping[str, str] | None = None) -> Path:
    """Make a project whose cases `made.<name>` run these bodies; returns its root.

    `keys`: further header lines for a case, such as "DEADLINE = 2".
    """
    cases = root / "cases"
    (cases / "made").mkdir(parents=True)
    for name in ("__init__.py", "_show.py", "_probe.py", "_world.py", "_guard.py"):
        shutil.copy(PROJECT / "cases" / name, cases / name)
    (cases / "made" / "__init__.py").write_text('"""Made up"""\n', encoding="utf-8")
    for name, body in bodies.items():
        text = HEADER.format(keys=(keys or {}).get(name, ""), body=body)
        (cases / "made" / f"{name}.py").write_text(text, encoding="utf-8")
    names = ", ".join(f'"{name}"' for name in bodies)
    (cases / "article.toml").write_text(OUTLINE.format(names=names), encoding="utf-8")
    return root


def until(true: Callable[[], object]) -> None:
    """Wait, at most two minutes, for something that has to come true."""
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def harness(*words: str | Path, root: Path | None = None, apart: bool = False) -> CompletedProcess[str]:
    """Run `canifork` with these words, on the project at `root`, and return how it ended.

    It is the function that runs, which takes a tenth of the time; `run`, whose pytest would run inside
    ours, and what is `apart` have a process of their own.
    """
    line = [*map(str, words), *(["--root", str(root)] if root else [])]
    return _process(line) if apart or line[:1] == ["run"] else _call(line)


def _process(words: list[str]) -> CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "canifork", *words],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )


def _call(words: list[str]) -> CompletedProcess[str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", "\n") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(PROJECT):
        try:
            code = main(words)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    for stream in (out, err):
        stream.seek(0)
    return CompletedProcess(words, code, out.read(), err.read())


def run(root: Path, *words: str) -> CompletedProcess[str]:
    """Run the project's cases on the Python that runs the tests; the report goes to root/report."""
    return harness(
        "run",
        "--python",
        sys.executable,
        "--folder",
        root / "report",
        "-p",
        "no:cacheprovider",
        *words,
        root=root,
    )
