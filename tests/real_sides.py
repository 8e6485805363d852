"""Where launchers really lead: an image for docker or podman, a server of ssh, a Python that QEMU plays.

Each of these skips the test, with the reason, where this system has no such thing.
"""

from __future__ import annotations

import contextlib
import io
import os
import platform
import re
import shlex
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from canifork.errors import InterpreterError
from canifork.interpreters.launchers import check, container, qemu
from made_up import until

PYTHON = Path(os.path.realpath(sys.executable))  # not the link of a virtual environment
LIBRARY = re.compile(r"(/\S+) \(")  # a line of ldd
NEEDLESS = shutil.ignore_patterns(
    "test", "tests", "__pycache__", "*-packages", "config-*", "*.a", "idlelib", "ensurepip", "lib2to3"
)
# Whoever dies there leaves children to this process, which reaps them, and in which they can be seen.
MACHINE = """
import os, subprocess, sys
from canifork.execution.process_tree import adopt_orphans
adopt_orphans()
server = subprocess.Popen(sys.argv[1:])
while os.wait()[0] != server.pid:
    pass
"""
CONFIG = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/key.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
MaxStartups 50
SetEnv TMPDIR={folder}/there
"""


class Side(NamedTuple):
    """Where a launcher leads: the command for --python, and what names all that is there.

    `way`: the processes that the way there goes through; `there`: its folder for temporary files.
    """

    command: str
    left: Callable[[], list[str]]
    way: Callable[[], list[psutil.Process]] = list
    there: Path | None = None


@contextlib.contextmanager
def in_container(_: Path) -> Iterator[Side]:
    """Make an image that holds the Python that runs this, and little else."""
    try:
        engine = container.engine_of(None)
    except InterpreterError as fault:
        pytest.skip(str(fault))
    image = f"localhost/canifork-test-{uuid.uuid4().hex}"
    subprocess.run([engine, "import", "-", image], input=_image(), check=True, capture_output=True)
    try:
        words = [engine, "run", "--rm", "--network=none", f"--entrypoint={PYTHON}", image, "--version"]
        tried = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
        if tried.returncode:
            pytest.skip(f"{engine} starts no container here: {tried.stderr.strip()}")
        left, way = partial(_containers, engine, image), partial(_clients, engine, image)
        yield Side(f"container {image} {PYTHON}", left, way)
    finally:
        subprocess.run([engine, "rmi", "--force", image], check=True, capture_output=True)


def _containers(engine: str, image: str) -> list[str]:
    words = [engine, "ps", "--all", "--no-trunc", f"--filter=ancestor={image}", "--format={{.Command}}"]
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout.splitlines()


def _clients(engine: str, image: str) -> list[psutil.Process]:
    """Find the engine's clients that have started a trial."""
    return [one for one in psutil.process_iter() if {engine, "run", image} <= set(_words(one))]


def _words(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


def _image() -> bytes:
    """Return a root folder as a tar: a Python, a shell, `sleep`, and the libraries that they load."""
    library = Path(sysconfig.get_path("stdlib"))
    programs = [PYTHON, Path("/bin/sh"), Path("/bin/sleep")]
    loaded = {
        path
        for binary in (*programs, *library.glob("lib-dynload/*.so"))
        for path in LIBRARY.findall(
            subprocess.run(["ldd", binary], capture_output=True, encoding="utf-8", check=False).stdout
        )
    }
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", dereference=True) as archive:
        for path in (*map(str, programs), *sorted(loaded)):
            archive.add(path, path)
        for folder, folders, names in os.walk(library):
            needless = NEEDLESS(folder, [*folders, *names])
            folders[:] = [name for name in folders if name not in needless]
            for name in set(names) - needless:
                archive.add(Path(folder, name), Path(folder, name))
        folder_for_all = tarfile.TarInfo("tmp")
        folder_for_all.type, folder_for_all.mode = tarfile.DIRTYPE, 0o1777
        archive.addfile(folder_for_all)
    return packed.getvalue()


@contextlib.contextmanager
def by_ssh(folder: Path) -> Iterator[Side]:
    """Have OpenSSH's server listen on a port of this machine, with keys that nobody else has."""
    server, keygen = (shutil.which(name, path=f"{os.defpath}:/usr/sbin") for name in ("sshd", "ssh-keygen"))
    if server is None or keygen is None or shutil.which("ssh") is None:
        pytest.skip("OpenSSH is not all here (Debian, Ubuntu: apt-get install openssh-server)")
    port = _free_port()
    for name in ("host", "key"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "there").mkdir()
    (folder / "config").write_text(CONFIG.format(port=port, folder=folder), encoding="utf-8")
    (folder / "known").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text('utf-8')}", "utf-8")
    if sys.platform != "win32" and os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd(8): it wants it empty there, if it is root's
    words = [server, "-D", "-f", str(folder / "config"), "-E", str(folder / "log")]
    machine = subprocess.Popen([sys.executable, "-c", MACHINE, *words], start_new_session=True)
    try:
        until(lambda: _listens(port) or machine.poll() is not None)
        if machine.poll() is not None:
            pytest.skip(f"sshd does not start here: {(folder / 'log').read_text('utf-8').strip()}")
        options = f"-F none -p {port} -i {folder / 'key'} -o UserKnownHostsFile={folder / 'known'}"
        yield Side(
            f"ssh {options} 127.0.0.1 {shlex.quote(sys.executable)}",
            lambda: [*_running(machine.pid), *map(str, (folder / "there").iterdir())],
            partial(_sessions, machine.pid),
            folder / "there",
        )
    finally:
        for process in psutil.Process(machine.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                process.kill()
        machine.kill()
        machine.wait()


def _sessions(machine: int) -> list[psutil.Process]:
    """Find the server's processes that have a connection."""
    below = psutil.Process(machine).children(recursive=True)
    return [one for one in below if " ".join(_words(one)).startswith("sshd: root@")]


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _running(machine: int) -> list[str]:
    """Name what runs there, but for the server itself."""
    found = []
    for process in psutil.Process(machine).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            words = " ".join(process.cmdline())
            if process.status() != psutil.STATUS_ZOMBIE and "[listener]" not in words:
                found.append(words)
    return found


@contextlib.contextmanager
def by_qemu(_: Path) -> Iterator[Side]:
    """Name a Python of another CPU, from the folder that `nox -s cpus` takes, or else our own by QEMU."""
    try:
        found = qemu.programs(Path(os.environ.get("CANIFORK_CPUS", ".nox/cpus")).absolute())
        command = found[0] if found else [qemu.WORD, "/", str(PYTHON)]
        check(command)
    except InterpreterError as fault:
        pytest.skip(str(fault))
    if platform.system() != "Linux":
        pytest.skip("QEMU's user mode is for Linux")
    yield Side(shlex.join(command), list)
