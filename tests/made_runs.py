"""Make runs of a program with as few words as a test needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from builders import make_interpreter
from canifork.model import Exit
from canifork.programs.behaviour import Behaviour, Run, Setting, behaviour_of, settings_of
from canifork.programs.program import Program

OLD, NEW, FREE = "cp38-linux-x86_64", "cp313-linux-x86_64", "cp313t-linux-x86_64"
FACTS: dict[str, dict[str, Any]] = {
    OLD: {"version": "3.8.18"},
    NEW: {},
    FREE: {"free_threaded": True, "gil": False},
}
REFERENCE = f"{NEW}-fork"


def all_settings(*ids: str) -> list[Setting]:
    """Return the settings of these interpreters, of all that FACTS names if none is given."""
    return [one for key in ids or FACTS for one in settings_of(make_interpreter(key, **FACTS[key]))]


def make_run(setting: Setting, *, told: str = "", **compared: str) -> Run:
    return Run(setting=setting, behaviour=Behaviour(**compared), told=told)


def make_program(source: str = "") -> Program:
    return Program(kind="file", name="p.py", folder=None, source=source, arguments=(), own_method=())


def seen(ended: Exit, files: Sequence[str] = (), pythons: Sequence[str] = ()) -> Behaviour:
    return behaviour_of(ended, (Path("/own"), Path("/scratch")), files, pythons)[0]
