"""Start Pyodide, CPython for WebAssembly: `node .../pyodide.mjs FOLDER`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from canifork.errors import InterpreterError
from canifork.interpreters.launchers import Launcher
from canifork.interpreters.provision import run_tool

SCRIPT = Path(__file__).with_name("pyodide.mjs")
NODE_MISSING = "node is not installed; install it, 20 or newer (https://nodejs.org), and run this again"


def starts_with(command: Sequence[str]) -> bool:
    """Tell whether the command starts node with our script."""
    return any(Path(part).name == SCRIPT.name for part in command[1:2])


def fetch(folder: Path, _: Path) -> list[list[str]]:
    """Install Pyodide, as package-lock.json pins it, into `folder`; return the command that starts it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise InterpreterError(NODE_MISSING)
    home = folder / "node_modules" / "pyodide"
    lock = SCRIPT.with_name("package-lock.json")
    pinned = json.loads(lock.read_text("utf-8"))["packages"]["node_modules/pyodide"]["version"]
    if _version(home) != pinned:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SCRIPT.with_name(name), folder)
        run_tool([npm, "ci", "--no-fund", "--no-audit"], folder)
    return [[node, str(SCRIPT), str(home)]]


def _version(package: Path) -> str | None:
    """Return the version of an npm package, None where it is not installed."""
    try:
        return str(json.loads((package / "package.json").read_text("utf-8"))["version"])
    except FileNotFoundError:
        return None


LAUNCHER = Launcher(name="Pyodide", starts_with=starts_with, fetch={"pyodide": fetch})
