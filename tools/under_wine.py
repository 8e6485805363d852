"""Run the tests of the edge modules on CPython for Windows, which Wine starts.

    python tests/under_wine.py FOLDER [ARGUMENT OF PYTEST...]

FOLDER gets a Python with the packages that the harness and its tests need.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from canifork.errors import HarnessError
from canifork.interpreters import provision
from canifork.interpreters.launchers import wine

PROJECT = Path(__file__).resolve().parent.parent
VERSION = "3.11.0"  # newer ones copy files with CopyFile2, which Wine 8 has not, and die of it
EDGES = ["interpreters", "execution", "results/test_store.py"]


def main() -> int:
    """Make the Python, run pytest with it, and return pytest's exit code."""
    folder, words = Path(sys.argv[1]).absolute(), sys.argv[2:]
    os.environ["WINEPREFIX"] = str(folder / "prefix")
    try:
        program = wine.find()
        # Not in `folder` itself: next to tox's pyvenv.cfg it would take itself for a virtual environment.
        home = install(folder / "windows" / VERSION, folder / "archives")
        wine.wake(program)
    except HarnessError as fault:
        print(f"canifork: {fault}", file=sys.stderr)
        return fault.exit_code
    chosen = words or [f"tests/{edge}" for edge in EDGES]
    with tempfile.TemporaryDirectory(prefix="wine") as scratch:
        told = Path(scratch) / "told.xml"
        options = ["-p", "no:cacheprovider", "-rs", f"--junitxml=Z:{told}"]
        command = [program, str(home / "python.exe"), "-m", "pytest", *options, *chosen]
        environment = wine.environment(os.environ, scratch)
        environment.pop("PYENV_ROOT", None)  # this system's Pythons are none for Windows to find
        code = run(command, environment)
        # Of the code of a crash only the lowest byte comes out of Wine, and that can be 0.
        return code if told.exists() else code or 3


def install(home: Path, archives: Path) -> Path:
    """Unpack CPython for Windows into `home`, and the packages into its site-packages."""
    copies = Path(os.environ.get("CANIFORK_ARCHIVES", archives)).expanduser()
    target = home / "Lib" / "site-packages"
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        provision.unpack(provision.archive_of(VERSION, copies), home)
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["test"]]
    # pip takes markers for questions about the Python that it runs in, which is not Windows':
    # so they go, and what pytest needs on Windows alone is named.
    plain = [word.partition(";")[0] for word in wanted] + ["colorama"]
    pip = [sys.executable, "-m", "pip", "install", "-q", "-q", "--upgrade", "--only-binary=:all:"]
    theirs = ["--platform=win_amd64", "--python-version=3.11", "--target", str(target)]
    subprocess.run([*pip, *theirs, *plain], check=True)
    (target / "canifork.pth").write_text(f"Z:{PROJECT}/harness\n", encoding="utf-8")
    return home


def run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a command with a pipe for its output, without which no Python starts under Wine."""
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, encoding="utf-8", errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
