"""Turn how a program ended into what is compared: its end, its output, what it leaves and makes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from canifork.axes import Configuration, configuration
from canifork.execution.worker import KEPT
from canifork.model import Exit, Interpreter
from canifork.verdicts.observe import status_name

HUNG = "did not end"
MOST_PROCESSES = 500  # of a run: what forks without end would take the whole machine
CROWDED = "started too many processes"
CUT = frozenset({HUNG, CROWDED})  # of such a run nobody knows what more it would have done
KILLER = "killed the process that ran it"
TOLD = 4_000  # characters of its last errors that are kept, to look for signs of a cause
LONGEST = 300  # characters of a line that is compared as the last one
LAST_LINES = 1_000  # that are compared of output of which not all was kept
MOST_FILES = 50  # that are named
RAISED = re.compile(r"^(?:[A-Za-z_]\w*\.)*([A-Z]\w*)(?:: .*)?$", re.MULTILINE)
TEMPORARY = "<temporary folder>"
PYTHON = "<python>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Where a program is run: an interpreter, by its id, and one of its start methods, or None.

    `executable`: what that interpreter calls itself.
    """

    interpreter: str
    command: tuple[str, ...]
    start_method: str | None
    configuration: Configuration
    executable: str = ""

    @property
    def id(self) -> str:
        """Name it: 'cp314-linux-x86_64-forkserver'."""
        return "-".join(filter(None, [self.interpreter, self.start_method]))


def settings_of(interpreter: Interpreter) -> list[Setting]:
    """Return where a program is run on this interpreter: under each start method that it has."""
    return [
        Setting(
            interpreter=interpreter.id,
            command=interpreter.command,
            start_method=method,
            configuration=configuration(interpreter.facts, method),
            executable=interpreter.facts.get("executable", ""),
        )
        for method in interpreter.facts["start_methods"] or [None]
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Behaviour:
    """What is compared of a run, each as lines of text.

    `ended`: exit code, signal, or that it did not; `error`: the class of the last exception, "" if none;
    `out`: standard output; `last`: the last line of standard error; `left`: the processes that it left
    behind; `files`: what it made, changed and removed in its folder and that for temporary files.
    """

    ended: str = "exit code 0"
    error: str = ""
    out: str = ""
    last: str = ""
    left: str = ""
    files: str = ""

    @property
    def troubled(self) -> bool:
        """Tell whether it ended badly, complained or left processes."""
        return self.ended != "exit code 0" or bool(self.error or self.left)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run: what is compared of it, and what only helps to explain it.

    `told`: the end of what it wrote to standard error; `seconds` that it took; `written`: bytes of
    output; `running`: processes at the deadline; `own_method`: the start method that it set itself.
    """

    setting: Setting
    behaviour: Behaviour
    told: str = ""
    seconds: float = 0.0
    written: int = 0
    running: int = 0
    own_method: str = ""


def behaviour_of(
    ended: Exit, folders: Sequence[Path], files: Iterable[str], pythons: Iterable[str] = ()
) -> tuple[Behaviour, str]:
    """Return what is compared, and the errors it wrote; `folders`: its own and that for temporary files.

    Names of folders that were made for this run are taken out: a program would not have them.  So is
    the path of the Python that runs, by each of its names, which is another one everywhere.
    """
    paths = {Path(name): PYTHON for name in pythons if Path(name).is_absolute()}
    paths |= dict(zip(folders, ("", TEMPORARY), strict=True))
    out, err = (_text(raw, paths) for raw in (ended.out, ended.err))
    cut = ended.status is None and not ended.lost
    named = sorted(files)
    more = [f"and {len(named) - MOST_FILES} more"] if len(named) > MOST_FILES else []
    behaviour = Behaviour(
        ended=_ended(ended),
        # Of what did not end nobody knows how far it would have come, nor what it would have said last.
        error="" if cut else exception(err),
        out="" if cut else out.removesuffix("\n"),
        last="" if cut else last_line(err),
        left="" if cut or not ended.left else _counted(ended.left),
        files="" if cut else "\n".join([*named[:MOST_FILES], *more]),
    )
    return behaviour, err[-TOLD:]


def last_line(err: str) -> str:
    """Return the last line of standard error, or that line of a last exception which names it.

    What comes below that is advice, which each version words in another way.
    """
    lines = [line for line in err.splitlines() if line.strip()]
    if (found := _raised(err)) is not None and found.end() >= len(err.rstrip()) - LONGEST * 10:
        return found[0][:LONGEST]
    return lines[-1][:LONGEST] if lines else ""


def exception(err: str) -> str:
    """Return the class of the last exception that a Python wrote a traceback of, or ''."""
    found = _raised(err)
    return found[1] if found else ""


def _raised(err: str) -> re.Match[str] | None:
    """Find the line that names the last exception of which a Python wrote a traceback."""
    start = max(err.rfind("Traceback (most recent call last)"), err.rfind('\n  File "'), err.find('  File "'))
    if start < 0 or ("Traceback" not in err and "SyntaxError" not in err and "IndentationError" not in err):
        return None
    return max(RAISED.finditer(err, start), key=re.Match.start, default=None)


def _ended(ended: Exit) -> str:
    if ended.lost:
        return KILLER
    if ended.status is None:
        return CROWDED if ended.crowded else HUNG
    name = status_name(ended.status)
    return f"exit code {ended.status}" if name.startswith("exit status") else f"died of {name}"


def _counted(number: int) -> str:
    return f"{number} process" if number == 1 else f"{number} processes"


def _text(raw: bytes, paths: Mapping[Path, str]) -> str:
    """Return output as text, with the program's own paths as they look from its folder."""
    text = raw.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    if len(raw) >= KEPT:  # where it begins is chance: in two runs at other lines, if these are not as long
        text = "\n".join(text.split("\n")[-LAST_LINES - 1 :])
    for path, shown in paths.items():
        for form in (f"Z:{path}".replace("/", "\\"), f"z:{path}".replace("/", "\\"), os.fspath(path)):
            text = _without(text, form, shown)
    return text


def _without(text: str, path: str, shown: str) -> str:
    if shown:  # whole: not the python3 of python3.11
        return re.sub(rf"{re.escape(path)}(?!\.?\w)", shown, text)
    return text.replace(path + "\\", "").replace(path + "/", "").replace(path, ".")
