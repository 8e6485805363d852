"""Run one trial: one process tree, one deadline, bounded output, nothing left behind."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO

from harness import tree
from harness.model import Exit, Trial

KEPT = 1 << 20  # bytes: the end of its output that is kept; an answer has to fit in it
CHUNK = 1 << 16
DRAIN = 2.0  # seconds to read what is left in a pipe whose writers have all been ended


def run_trial(trial: Trial, command: Sequence[str], folder: Path, deadline: float) -> Exit:
    """Run `command -m cases.<id> [method]` in `folder`; `deadline` in seconds."""
    arguments = ["-m", f"cases.{trial.case}", *filter(None, [trial.start_method])]
    return run_command([*command, *arguments], folder, deadline, alone=True)


def run_command(command: Sequence[str], folder: Path, deadline: float, *, alone: bool = False) -> Exit:
    """Run a command to its end or the deadline, and end whatever it leaves; OSError if it cannot start.

    `alone`: this process runs nothing beside it, so whatever is new below us is the command's.

    It leads a session of its own, has a temporary folder of its own, an empty standard input,
    and none of our PYTHON... variables, which would change what it sees.
    """
    tree.adopt_orphans()
    mark, others = tree.new_mark(), tree.own_children() if alone else None
    with tempfile.TemporaryDirectory(prefix=tree.SCRATCH, ignore_cleanup_errors=True) as scratch:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            # Pipes, not files: under Wine a Python whose output is a file dies at its start.
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env=_environment(mark, scratch),
        )
        out, err = Tail(process.stdout), Tail(process.stderr)
        try:
            status = _wait(process, deadline)
            seconds = time.monotonic() - began
        finally:
            tree.end_group(process.pid)
            process.wait()
            tree.end_survivors(mark, others)
            kept = out.end(), err.end()
        return Exit(
            status=status,
            out=kept[0],
            err=kept[1],
            written=out.written,
            seconds=round(seconds, 3),
        )


class Tail:
    """Read a pipe in a thread for as long as it lasts, and keep the end of what came."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        """Begin to read."""
        assert pipe is not None
        self.pipe = pipe
        self.written = 0
        self.kept = bytearray()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def end(self) -> bytes:
        """Return the last KEPT bytes, once the pipe has ended or DRAIN seconds have passed."""
        self.thread.join(DRAIN)
        return bytes(self.kept[-KEPT:])

    def _read(self) -> None:
        with self.pipe:
            while chunk := os.read(self.pipe.fileno(), CHUNK):
                self.written += len(chunk)
                self.kept += chunk
                if len(self.kept) > 2 * KEPT:
                    del self.kept[:-KEPT]


def _wait(process: subprocess.Popen[bytes], deadline: float) -> int | None:
    """Wait for the leader; None if it had to be killed.

    The deadline is a timer of its own, since Popen.wait(timeout) looks only every 50 ms.
    """
    late = threading.Event()

    def end() -> None:
        late.set()
        tree.end_group(process.pid)

    timer = threading.Timer(deadline, end)
    timer.daemon = True
    timer.start()
    try:
        status = process.wait()
    finally:
        timer.cancel()
    return None if late.is_set() else status


def _environment(mark: str, scratch: str) -> dict[str, str]:
    folders = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)
    return {key: value for key, value in os.environ.items() if not _changes_python(key)} | {
        **folders,
        tree.MARK: mark,
    }


@cache
def _changes_python(key: str) -> bool:
    """Tell whether a variable would change what a Python sees; the second is macOS's, for our own venv."""
    return key.upper().startswith("PYTHON") or key == "__PYVENV_LAUNCHER__"
