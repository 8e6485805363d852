"""Run a person's program in every setting, several at a time, each time in a folder of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from canifork.axes import python
from canifork.errors import InterpreterError
from canifork.execution.lanes import MORE_LANES, Lane, Lanes
from canifork.execution.supervisor import Aftermath, make_scratch
from canifork.files import disk_errors_as_output_error
from canifork.interpreters.launchers import command_line, launcher_of, start
from canifork.model import Exit, Interpreter
from canifork.programs.behaviour import (
    CUT,
    MOST_PROCESSES,
    Run,
    Setting,
    behaviour_of,
    settings_of,
)
from canifork.programs.lacking import missing_module
from canifork.programs.program import START, Program, home_of, lay_out

AT_ONCE = (os.cpu_count() or 1) + MORE_LANES  # runs, unless others are asked for
DEADLINE = 20.0  # seconds, unless others are asked for
GRACE = 1.0  # seconds for what a program leaves to end by itself; the servers of multiprocessing do
NOTE = "own"  # the file, in a lane's folder, in which the starter says what the program set
# Where what is copied for each run lies, and that file: in the folder of the first lane, whose runner
# removes it if this process is killed.
ORIGINAL = Path("0", "k")
GIVEN = "input"
ELSEWHERE = b"No module named canifork_start"
AMONG = " among temporary files"
LAID_OUT = "t"  # the folder in which the program lies; short, as sockets want it


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """How a program is to be run: `deadline` in seconds, `given` is its standard input."""

    deadline: float = DEADLINE
    repeat: int = 1
    exact: bool = False
    at_once: int = AT_ONCE
    given: bytes | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempted:
    """All runs, by the id of their setting; `reference`: that setting which was run twice at least."""

    runs: dict[str, list[Run]]
    reference: str
    notes: tuple[str, ...]


Find = Callable[[], Sequence[Interpreter]]
Tell = Callable[[int, int], None]
"""Is told how many runs have ended, and of how many."""


def attempt(program: Program, find: Find, wish: Wish, tell: Tell) -> Attempted:
    """Run a program on all interpreters that are found, and compare nothing yet."""
    scratch = make_scratch()
    lanes: Lanes[Run] = Lanes(wish.at_once, partial(_lane, scratch))
    try:
        notes = lay_out(program, scratch / ORIGINAL / LAID_OUT)
        if wish.given is not None:
            with disk_errors_as_output_error(scratch):
                (scratch / ORIGINAL / GIVEN).write_bytes(wish.given)
        lanes.start(os.cpu_count() or 1)  # while the interpreters are found
        interpreters = find()
        _refuse_elsewhere(interpreters)
        runs = _run_everywhere(program, interpreters, wish, lanes, tell)
    finally:
        lanes.close()
        shutil.rmtree(scratch, ignore_errors=True)
    return Attempted(runs=runs, reference=reference_of(interpreters), notes=tuple(notes))


def _run_everywhere(
    program: Program, interpreters: Sequence[Interpreter], wish: Wish, lanes: Lanes[Run], tell: Tell
) -> dict[str, list[Run]]:
    """Run it in every setting, the reference twice, and again where it does something else.

    A second run there shows whether that differs by itself.
    """
    settings = {setting.id: setting for one in interpreters for setting in settings_of(one)}
    reference = reference_of(interpreters)
    wanted = [name for name in settings for _ in range(wish.repeat)]
    runs: dict[str, list[Run]] = {name: [] for name in settings}

    def run_all(names: Sequence[str]) -> None:
        before = sum(map(len, runs.values()))
        attempts = [partial(_run, program, settings[name], wish) for name in names]
        for number, (_, ended) in enumerate(lanes.run(attempts), 1):
            run = ended.result()
            runs[run.setting.id].append(run)
            tell(before + number, before + len(names))

    run_all(wanted if wish.repeat > 1 else [reference, *wanted])
    if wish.repeat == 1 and not wish.exact:
        run_all(_worth_another(runs, reference))
    return runs


def _refuse_elsewhere(interpreters: Sequence[Interpreter]) -> None:
    """Raise InterpreterError if one of them is started where the program's folder cannot be brought."""
    for one in interpreters:
        launcher = launcher_of(one.command)
        if launcher.elsewhere and launcher.emulates is None:
            raise InterpreterError(
                f"{command_line(one.command)}: starts a Python elsewhere, to which `try` brings no program; "
                "leave it out, or run `canifork try` there"
            )


def reference_of(interpreters: Sequence[Interpreter]) -> str:
    """Name the setting that others are measured against: the newest ordinary Python, by default."""

    def ordinary(one: Interpreter) -> tuple[bool, bool, bool, tuple[int, int]]:
        facts = one.facts
        native = facts["emulated"] is None and facts["os"] != "emscripten"
        return native, facts["implementation"] == "cpython", not facts["free_threaded"], python(facts)

    best = max(interpreters, key=ordinary)
    default = best.facts["default_start_method"]
    found = settings_of(best)
    return next((one.id for one in found if one.start_method == default), found[0].id)


def _worth_another(runs: dict[str, list[Run]], reference: str) -> list[str]:
    """Name the settings of which a second run may tell more: not those that would only hang again."""
    from canifork.programs.grouping import unlike  # late: the runners start before

    cut = {name for name, some in runs.items() if some[0].behaviour.ended in CUT}
    lacking = {name for name, some in runs.items() if missing_module(some[0], ()) is not None}
    known = {name: some for name, some in runs.items() if name == reference or name not in cut | lacking}
    return [name for name in unlike(known, reference) if name != reference]


def _run(program: Program, setting: Setting, wish: Wish, lane: Lane) -> Run:
    """Run it once; InterpreterError if that Python cannot be started, or does not see our files."""
    place = lane.copy.pristine() / LAID_OUT
    home = place / home_of(program)
    note, given = lane.runner.folder / NOTE, lane.runner.folder.parent / ORIGINAL / GIVEN
    note.unlink(missing_ok=True)
    arguments = [
        "-m", START.stem, setting.start_method or "-", program.kind, str(note),
        str(given) if wish.given is not None else "", home.name, program.name, *program.arguments,
    ]  # fmt: skip
    temporary: list[tuple[Path, list[str]]] = []
    aftermath = Aftermath(MOST_PROCESSES, GRACE, lambda folder: temporary.append((folder, _made(folder))))
    try:
        ended = lane.runner.run(
            setting.command, place, wish.deadline, arguments=arguments, aftermath=aftermath
        )
    except OSError as fault:
        raise InterpreterError(
            f"{command_line(setting.command)}: cannot be started: {fault.strerror}"
        ) from None
    _check(ended, setting)
    [(scratch, left)] = temporary
    brought = {f"made {Path(word).name}{AMONG}" for word in setting.command}  # a script that starts QEMU
    made = [*_in_home(lane.copy.changes(), home.name), *(one for one in left if one not in brought)]
    behaviour, errors = behaviour_of(ended, (home, scratch), made, (setting.command[-1], setting.executable))
    return Run(
        setting=setting,
        behaviour=behaviour,
        told=errors,
        seconds=ended.seconds,
        written=ended.written,
        running=ended.left,
        own_method=note.read_text(encoding="ascii", errors="replace") if note.exists() else "",
    )


def _check(ended: Exit, setting: Setting) -> None:
    """Refuse an end that says nothing of the program; InterpreterError says of what it tells."""
    if ended.fault is not None:
        raise InterpreterError(f"{command_line(setting.command)}: {ended.fault}; try again or leave it out")
    if ELSEWHERE in ended.err:
        raise InterpreterError(
            f"{command_line(setting.command)}: starts a Python that does not look for modules where it is "
            "started, or not on this machine; leave it out, or start it without -I and -P"
        )


def _made(folder: Path) -> list[str]:
    """Name what a run has left in its folder for temporary files."""
    try:
        return [f"made {path.name}{AMONG}" for path in folder.iterdir()]
    except OSError:
        return ["removed the folder for temporary files"]


def _in_home(changes: Iterable[str], home: str) -> list[str]:
    """Name changed files as they are called in the program's own folder."""
    return [change.replace(f" {home}{os.sep}", " ", 1) for change in changes]


def _lane(scratch: Path, name: str) -> Lane:
    return Lane(scratch / ORIGINAL / LAID_OUT, scratch / name, start)
