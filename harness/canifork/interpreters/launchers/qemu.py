"""Start a Python of another CPU with QEMU: `qemu ROOT PROGRAM`, a folder that passes for /, a program in it.

Only the program is emulated, the kernel is ours: qemu-user, not a machine.
"""

from __future__ import annotations

import platform
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from canifork.errors import InterpreterError
from canifork.execution.start import Request, Start
from canifork.interpreters.launchers import Launcher, container, native

WORD = "qemu"
USAGE = "write `qemu ROOT PROGRAM`: a folder that holds a system of another CPU, and a Python in it"
MISSING = "{} is not installed; install it (Debian, Ubuntu: apt-get install qemu-user) and run this again"
ELF = b"\x7fELF"
PYTHON = re.compile(r"python3\.\d+")  # not python3.14-config
VERSION = re.compile(r"version (\S+)")
SAME = {"x86_64": ("x86_64", "i386"), "amd64": ("x86_64", "i386")}  # what a CPU runs by itself
IMAGE = "python:3.14"
# Docker's official images lie in a repository for each CPU, so that one tag does not change its CPU:
# https://github.com/docker-library/official-images#architectures-other-than-amd64
PLATFORMS = {
    "arm64": "arm64v8", "arm/v7": "arm32v7", "s390x": "s390x", "riscv64": "riscv64", "ppc64le": "ppc64le",
}  # fmt: skip
WORDS = 3  # the fewest of a command
HEAD, CLASS_64, BIG_ENDIAN = 20, 2, 2  # elf(5): bytes of the head that are read; values in it
# elf(5) and the ABI of each CPU: e_machine, whether 64 bits wide, whether big-endian.
CPUS = {
    (3, False, False): "i386", (62, True, False): "x86_64",
    (40, False, False): "arm", (183, True, False): "aarch64", (183, True, True): "aarch64_be",
    (22, True, True): "s390x", (21, True, False): "ppc64le", (21, True, True): "ppc64",
    (243, True, False): "riscv64", (243, False, False): "riscv32", (258, True, False): "loongarch64",
    (8, True, False): "mips64el", (8, True, True): "mips64",
    (8, False, False): "mipsel", (8, False, True): "mips",
}  # fmt: skip


def check(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with root and program made absolute; InterpreterError if one is not there."""
    if len(words) < WORDS:
        raise InterpreterError(f"{' '.join(words)}: {USAGE}")
    root = Path(words[1]).expanduser().absolute()
    program = root / words[2].lstrip("/") if not Path(words[2]).is_relative_to(root) else Path(words[2])
    if not root.is_dir():
        raise InterpreterError(f"qemu: {root} is no folder; {USAGE}")
    emulator_of(program)
    return (WORD, str(root), str(program), *words[3:])


def emulator_of(program: Path) -> str:
    """Return the path of the QEMU that plays the CPU of a program; InterpreterError if there is none."""
    try:
        with program.open("rb") as file:
            head = file.read(HEAD)
    except OSError as fault:
        raise InterpreterError(f"qemu: {program}: {fault.strerror}; {USAGE}") from None
    name = f"qemu-{_cpu(head, program)}"
    found = shutil.which(name) or shutil.which(f"{name}-static")
    if found is None:
        raise InterpreterError(MISSING.format(name))
    return found


def _cpu(head: bytes, program: Path) -> str:
    """Name the CPU that the head of an ELF file speaks of."""
    if len(head) < HEAD or head[:4] != ELF:
        raise InterpreterError(
            f"qemu: {program} is no program of Linux; name the Python itself, not a script"
        )
    wide, big = head[4] == CLASS_64, head[5] == BIG_ENDIAN
    machine = int.from_bytes(head[18:20], "big" if big else "little")
    cpu = CPUS.get((machine, wide, big))
    if cpu is None:
        raise InterpreterError(f"qemu: {program} is for a CPU that is not known here, number {machine}")
    return cpu


def start(wanted: Request, ours: Mapping[str, str]) -> Start:
    """Start a script that starts QEMU: it is sys.executable, with which a Python starts its children."""
    _, root, program, *options = wanted.command
    script = _home(Path(program), Path(wanted.scratch)) / Path(program).name
    words = [emulator_of(Path(program)), "-0", str(script), "-L", root, program, *options]
    script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    environment = native.environment(ours, wanted.scratch)
    return Start(command=[str(script), *wanted.arguments], environment=environment)


def _home(program: Path, scratch: Path) -> Path:
    """Return a folder for the script, from which a Python finds its library as from the program's own."""
    beside = scratch / "bin"
    beside.mkdir()
    for library in program.parent.parent.glob("lib*"):
        (scratch / library.name).symlink_to(library)
    return beside


def advice(command: Sequence[str], status: int | None) -> str:
    """Say what a signal means that ends a Python at its start: what it needs, this QEMU does not play."""
    if status is None or status >= 0:
        return ""
    emulator = emulator_of(Path(command[2]))
    asked = subprocess.run([emulator, "--version"], capture_output=True, encoding="utf-8", check=False)
    version = VERSION.search(asked.stdout)
    return f"; QEMU {version[1] if version else ''} may be too old for this program: install a newer one"


def fetch(folder: Path, _: Path) -> list[list[str]]:
    """Return the commands that start the Pythons for other CPUs below a folder, or else in containers.

    InterpreterError if there is neither a system of another CPU nor an engine of containers.
    """
    found = programs(folder)
    for command in found:
        emulator_of(Path(command[-1]))
    return found or _contained(folder)


def programs(folder: Path) -> list[list[str]]:
    """Return the commands that start the Pythons for other CPUs below a folder, and nothing else."""
    found = sorted(path for path in folder.glob("*/usr/bin/python3.*") if PYTHON.fullmatch(path.name))
    return [[WORD, str(path.parents[2]), str(path)] for path in found if _is_foreign(path)]


def _is_foreign(program: Path) -> bool:
    with program.open("rb") as file:
        head = file.read(HEAD)
    ours = platform.machine().lower()
    return head[:4] == ELF and _cpu(head, program) not in SAME.get(ours, (ours,))


def _contained(folder: Path) -> list[list[str]]:
    """Return the commands that start containers for other CPUs, which the kernel plays with QEMU."""
    try:
        container.engine_of(None)
    except InterpreterError as fault:
        raise InterpreterError(
            f"{folder} holds no system of another CPU (NAME/usr/bin/python3.X), and {fault}"
        ) from None
    return [
        [container.WORD, f"--platform=linux/{cpu}", f"{owner}/{IMAGE}"] for cpu, owner in PLATFORMS.items()
    ]


LAUNCHER = Launcher(
    name="QEMU",
    word=WORD,
    starts_with=lambda command: command[0] == WORD,
    check=check,
    start=start,
    pace=10.0,  # starts take twenty times as long as elsewhere, loops five to fifteen times
    advice=advice,
    emulates="qemu",
    elsewhere=True,
    fetch={"cpus": fetch},
)
