"""How a command that starts a Python is started, where kinds of interpreters differ.

native      a Python of this system, and any command line: docker, chroot, ssh, pyodide.mjs
wine        CPython for Windows, started by Wine
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from harness.launch import native, wine


def environment(command: Sequence[str], scratch: str) -> dict[str, str]:
    """Return the environment for a command that is to use the folder `scratch` for what is temporary."""
    if wine.starts_with(command):
        return wine.environment(os.environ, scratch)
    return native.environment(os.environ, scratch)


def prepare(commands: Iterable[Sequence[str]]) -> None:
    """Start what has to run before the first trial; InterpreterError if that cannot be done."""
    for program in dict.fromkeys(command[0] for command in commands if wine.starts_with(command)):
        wine.wake(program)
