"""How a command that starts a Python is started, where kinds of interpreters differ.

Each module here that has a LAUNCHER knows one kind by its command; what none of them knows is a
Python of this system, or any command line that starts one.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import shlex
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from canifork.execution.start import Request, Start
from canifork.interpreters.launchers import native

Fetch = Callable[[Path, Path], list[list[str]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Launcher:
    """A way to start a kind of Python.

    `word`: the name by which commands call it, if it is no program; `check` reads the words behind it,
    and raises InterpreterError if they make no sense or what they need is missing.
    `environment` makes the one of a command from ours and the folder for temporary files; `start` says
    more than that, where more is to be said.
    `pace`: how many times longer than a Python of this system it takes, at least.
    `apart`: by what the Python of such a command is told apart, though it cannot know (see `ids.APART`).
    `advice`: what its probe's end with this status calls for, as the rest of a sentence.
    `emulates`: what the probe of such a Python has to call its emulator, as in the fact `emulated`.
    `wake` starts what has to run before the first trial.  `elsewhere`: it starts what this system
    cannot see change, so that what a probe told is not kept.  Each of `fetch`, by the name of what
    it brings, finds it in a folder or brings it there (the second holds, or will hold, what is
    downloaded), and returns commands.
    """

    name: str
    starts_with: Callable[[Sequence[str]], bool]
    word: str = ""
    check: Callable[[Sequence[str]], tuple[str, ...]] = tuple
    start: Callable[[Request, Mapping[str, str]], Start] | None = None
    environment: Callable[[Mapping[str, str], str], dict[str, str]] = native.environment
    pace: float = 1.0
    apart: Callable[[Sequence[str]], tuple[str, ...]] = lambda _: ()
    advice: Callable[[Sequence[str], int | None], str] = lambda *_: ""
    emulates: str | None = None
    wake: Callable[[Sequence[str]], None] | None = None
    elsewhere: bool = False
    fetch: Mapping[str, Fetch] = field(default_factory=dict)


NATIVE = Launcher(name="native", starts_with=lambda _: True)


@cache
def launchers() -> tuple[Launcher, ...]:
    """Return the launchers of all modules in this folder, and last the one for everything else."""
    names = [found.name for found in pkgutil.iter_modules(__path__, f"{__name__}.")]
    found = (getattr(importlib.import_module(name), "LAUNCHER", None) for name in names)
    return (*(launcher for launcher in found if launcher), NATIVE)


def launcher_of(command: Sequence[str]) -> Launcher:
    """Return the launcher that a command belongs to."""
    return next(launcher for launcher in launchers() if launcher.starts_with(command))


def pace_of(command: Sequence[str], emulated: str | None, measured: float) -> float:
    """Return how many times slower than usual a Python is: as measured, but its kind's pace at least.

    What a launcher emulates may be started by a script that no launcher knows.
    """
    kinds = [one for one in launchers() if emulated is not None and one.emulates == emulated]
    return max(measured, *(one.pace for one in (launcher_of(command), *kinds)))


def check(words: Sequence[str]) -> tuple[str, ...] | None:
    """Return the command that these words make if the first names a launcher; InterpreterError if none."""
    named = (launcher for launcher in launchers() if launcher.word and [launcher.word] == list(words[:1]))
    return next((launcher.check(words) for launcher in named), None)


def start(wanted: Request, ours: Mapping[str, str] = os.environ) -> Start:
    """Say how a Python is started, in an environment made of `ours`."""
    launcher = launcher_of(wanted.command)
    if launcher.start is not None:
        return launcher.start(wanted, ours)
    environment = launcher.environment(ours, wanted.scratch)
    return Start(command=[*wanted.command, *wanted.arguments], environment=environment)


def command_line(command: Sequence[str], *, windows: bool = os.name == "nt") -> str:
    """Return a command as it is typed: in a POSIX shell, or in Windows' cmd, which knows no single quotes."""
    return subprocess.list2cmdline(command) if windows else shlex.join(command)


def prepare(commands: Iterable[Sequence[str]]) -> None:
    """Start what has to run before the first trial; InterpreterError if that cannot be done."""
    for command in commands:
        wake = launcher_of(command).wake
        if wake is not None:
            wake(command)


def fetched() -> dict[str, Fetch]:
    """Return what can be fetched, by its name."""
    return {name: fetch for launcher in launchers() for name, fetch in launcher.fetch.items()}
