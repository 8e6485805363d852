"""What is asked of a launcher, and what it answers: how a Python is started, and ended elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

SHELL = 128  # a shell and an engine say 128 + n where a signal n ended a program
MOST_SIGNALS = 64
NO_PROGRAM = {126, 127}  # what both say where there is none, or none that can be started


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A Python to be started: its command, its arguments, in this folder.

    `scratch` is a folder for temporary files, `deadline` in seconds, `pace` how many times slower
    than usual it is.
    """

    command: Sequence[str]
    arguments: Sequence[str]
    folder: str
    scratch: str
    deadline: float
    pace: float = 1.0


def no_fault(_: int | None, __: bytes) -> str | None:
    """Find no fault: what this system starts has no way to fail by itself."""
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """How it is started.

    `input`: a file for its standard input, empty without.  `ending`: a command that ends what runs
    elsewhere.  `fault` says, of a status and the errors, why the way there or back failed, if it did.
    `shell_status`: whether 128 + n stands for signal n.  `late`: the statuses that tell, after the
    deadline, that it was ended there; `longer`: seconds that the way there and back may take besides.
    """

    command: Sequence[str]
    environment: Mapping[str, str]
    input: str | None = None
    ending: Sequence[str] = ()
    fault: Callable[[int | None, bytes], str | None] = no_fault
    shell_status: bool = False
    late: Collection[int | None] = ()
    longer: float = 0.0

    def status(self, status: int | None) -> int | None:
        """Return an exit status as subprocess gives it: -n for signal n."""
        if self.shell_status and status is not None and SHELL < status <= SHELL + MOST_SIGNALS:
            return SHELL - status
        return status


Starter = Callable[[Request], Start]
