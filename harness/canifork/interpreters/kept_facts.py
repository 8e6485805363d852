"""Keep what a probe told, in the user's cache folder, for as long as nothing that it rests on changes.

What is kept may be of another user or an older canifork: the reader checks it like any probe's words.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from canifork import cache
from canifork.interpreters.launchers import NATIVE, launcher_of
from canifork.project import CASES

PROBE = ("_probe.py", "_world.py")
GROUPS = Path("/proc/self/cgroup")  # Linux: another control group may have another limit
ASKED = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "WINEPREFIX")  # variables that change what a probe sees


class Kept(NamedTuple):
    """Facts as a probe gave them, not checked, and when it did."""

    facts: Any
    asked_at: str


def recall(command: Sequence[str], root: Path) -> Kept | None:
    """Return what a probe of this command told; None if it is to be asked (again)."""
    raw = cache.read(_name(command))
    try:
        entry = json.loads(raw or b"")
        fits = entry["basis"] == _basis(command, root)
        return Kept(entry["facts"], str(entry["asked_at"])) if fits else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def keep(command: Sequence[str], root: Path, kept: Kept) -> None:
    """Keep what a probe told, unless the command starts what lies elsewhere: a container, another machine."""
    if launcher_of(command).elsewhere:
        return
    if launcher_of(command) is NATIVE and not _starts_itself(command, kept.facts["executable"]):
        return
    entry = {"basis": _basis(command, root), "facts": kept.facts, "asked_at": kept.asked_at}
    cache.write(_name(command), json.dumps(entry).encode())


def _starts_itself(command: Sequence[str], executable: object) -> bool:
    """Tell whether the command is the very program that answered, and not a script that starts it."""
    try:
        return len(command) == 1 and Path(command[0]).samefile(str(executable))
    except (OSError, ValueError):
        return False


def _basis(command: Sequence[str], root: Path) -> dict[str, Any]:
    """Return what a probe's facts rest on: files, machine, CPUs, user, and the probe itself."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    return {
        "probe": [hashlib.sha256((root / CASES / name).read_bytes()).hexdigest() for name in PROBE],
        "files": [_stamp(part) for part in command],
        "machine": [platform.node(), platform.release(), platform.version(), os.cpu_count(), usable],
        "user": getattr(os, "getuid", int)(),
        "groups": GROUPS.read_text("utf-8") if GROUPS.exists() else None,
        "variables": [os.environ.get(name) for name in ASKED],
    }


def _stamp(part: str) -> list[int] | None:
    """Return size and time of a file; None for a word that names none."""
    with contextlib.suppress(OSError, ValueError):
        status = Path(part).stat()
        return [status.st_size, status.st_mtime_ns]
    return None


def _name(command: Sequence[str]) -> str:
    return f"probes/{hashlib.sha256(json.dumps(list(command)).encode()).hexdigest()}"
