"""Find the interpreters of this machine, and ask each of them, once, who it is and what it can do."""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from canifork.axes import release, table_order
from canifork.errors import InterpreterError
from canifork.execution.supervisor import Runner
from canifork.execution.working_copy import WorkingCopy
from canifork.ids import PATCH, told_apart
from canifork.interpreters import kept_facts
from canifork.interpreters.launchers import check, command_line, launcher_of, prepare, start
from canifork.interpreters.probed import checked, fault_in, read_facts
from canifork.model import Interpreter, Unused
from canifork.project import CASES, own_folder
from canifork.results.store import now

FOUND = "found"  # as a --python: all that are found without being told
FILE = "interpreters.toml"
PROBE_DEADLINE = 40.0  # seconds: a first start under Wine takes ten, Pyodide and QEMU five
AT_ONCE = 4  # probes at a time; they wait more than they compute
EXECUTABLE = re.compile(r"(python|pypy|graalpy)(\d(\.\d+t?)?)?(\.exe)?", re.IGNORECASE)

Found = tuple[list[Interpreter], list[Unused]]


def discover(asked: Sequence[str], root: Path, *, anew: bool = False, each_patch: bool = False) -> Found:
    """Probe the interpreters that were asked for, or all that can be found; `root` holds `cases`.

    What an earlier probe told is taken again while nothing that it rests on changed, unless `anew`.
    `each_patch`: patch releases of a version are told apart, where otherwise one of them is taken.

    What was asked for by name has to work: InterpreterError if not.  What was merely found and
    cannot be used, or is one of a kind already there, comes back as Unused, with its reason.
    """
    wanted = [command for word in asked or [FOUND] for command in _commands(word, root)]
    named = {command for word in asked if word != FOUND for command in _commands(word, root)}
    named |= set(read_file(own_folder(root) / FILE)) if FOUND in (asked or [FOUND]) else set()
    commands = list(dict.fromkeys(wanted))
    prepare(commands)
    known = {} if anew else _recalled(commands, root)
    unknown = [command for command in commands if command not in known]
    known |= dict(zip(unknown, _probe_all(unknown, root), strict=True))
    probed = [known[command] for command in commands]
    for interpreter in probed:
        if isinstance(interpreter, Unused) and interpreter.command in named:
            raise InterpreterError(f"{command_line(interpreter.command)}: {interpreter.reason}")
    return _one_of_each(map(_with_patch, probed) if each_patch else probed, named)


def _with_patch(one: Interpreter | Unused) -> Interpreter | Unused:
    if isinstance(one, Unused):
        return one
    return dataclasses.replace(one, facts=told_apart(one.facts, [PATCH]))


def _recalled(commands: Iterable[tuple[str, ...]], root: Path) -> dict[tuple[str, ...], Interpreter | Unused]:
    """Return the interpreters of which is known what they told, each still as it was then."""
    kept = ((command, kept_facts.recall(command, root)) for command in commands)
    sound = ((command, one) for command, one in kept if one and not fault_in(one.facts))
    known = {command: checked(command, one.facts, one.asked_at) for command, one in sound}
    return {command: one for command, one in known.items() if isinstance(one, Interpreter)}


def _probe_all(commands: Sequence[tuple[str, ...]], root: Path) -> list[Interpreter | Unused]:
    """Probe several at a time, each below a runner of its own, in a copy of the cases.

    In their own folder every Python would leave its compiled files, and a bundle may be read-only.
    """
    runners = [Runner(start) for _ in commands[:AT_ONCE]]
    idle: SimpleQueue[Runner] = SimpleQueue()
    for runner in runners:
        idle.put(runner)

    def probe_one(command: tuple[str, ...]) -> Interpreter | Unused:
        runner = idle.get()
        try:
            return probe(command, folder, runner)
        finally:
            idle.put(runner)

    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        folder = WorkingCopy(root / CASES, runners[0].folder / "w").folder if runners else root
        return list(pool.map(probe_one, commands))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # on Ctrl-C a probe would take its time
        for runner in runners:
            runner.close()


def probe(command: tuple[str, ...], folder: Path, runner: Runner) -> Interpreter | Unused:
    """Start a Python once and return it with its facts, or why it cannot be used; `folder` holds `cases`."""
    launcher = launcher_of(command)
    deadline = PROBE_DEADLINE * launcher.pace
    try:
        ended = runner.run(command, folder, deadline, arguments=["-m", "cases._probe"], pace=launcher.pace)
    except OSError as fault:
        return Unused(command=command, reason=f"cannot be started: {fault.strerror}")
    read = read_facts(ended, deadline)
    if isinstance(read, str):
        return Unused(command=command, reason=read + launcher.advice(command, ended.status))
    kept_facts.keep(command, folder, kept_facts.Kept(read, now()))
    return checked(command, read)


def read_file(path: Path) -> list[tuple[str, ...]]:
    """Read interpreters.toml: a list [[interpreter]], each with its `command`; [] without a file."""
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("interpreter", [])
        commands = [tuple(_split(entry["command"])) for entry in entries]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, KeyError, TypeError) as fault:
        raise InterpreterError(
            f"{path}: {fault}; write [[interpreter]] and below it command = '...', for each one"
        ) from None
    return [check(command) or command for command in commands]


def _commands(word: str, root: Path) -> list[tuple[str, ...]]:
    if word == FOUND:
        return read_file(own_folder(root) / FILE) + [(str(path),) for path in _executables()]
    try:
        parts = _split(word)
    except ValueError as fault:  # an open quote
        raise InterpreterError(f"--python {word!r}: {fault}; quote it as a shell wants it") from None
    if (command := check(parts)) is not None:
        return [command]
    if not parts:
        raise InterpreterError(f"--python {word!r} names no command; write one that starts a Python")
    if len(parts) == 1 and Path(parts[0]).name == parts[0]:
        # A bare name: pyenv's shims would answer for it, but not say which version they start.
        beside = (path.parent / parts[0] for path in _candidates())
        parts[0] = str(next((path for path in beside if path.is_file()), parts[0]))
    program = shutil.which(parts[0])
    if program is None:
        raise InterpreterError(f"{parts[0]}: there is no such program; name a command that starts a Python")
    return [(str(Path(program).absolute()), *parts[1:])]


def _split(command: object) -> list[str]:
    if isinstance(command, list) and all(isinstance(part, str) for part in command):
        return command
    if not isinstance(command, str):
        raise ValueError(f"command is {command!r}")
    if os.name == "posix":
        return shlex.split(command)
    return [part.strip('"') for part in shlex.split(command, posix=False)]


def _executables() -> Iterator[Path]:
    """Yield each Python's executable once: PATH, then pyenv's and uv's, then Windows' registry."""
    seen = set()
    for path in _candidates():
        real = path.resolve()
        # A virtual environment's python is a link to the one that made it.
        if real not in seen and not _is_ours(path):
            seen.add(real)
            yield path


def _candidates() -> Iterator[Path]:
    for folder in map(Path, os.environ.get("PATH", "").split(os.pathsep)):
        # pyenv's shims are scripts that choose a version; the versions themselves come next.
        if folder.name != "shims":
            yield from (path for path in _matching(folder, "*") if EXECUTABLE.fullmatch(path.name))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for pattern in ("versions/*/bin/python", "pyenv-win/versions/*/python.exe"):
        yield from _matching(pyenv, pattern)
    yield from _installed()


def _matching(folder: Path, pattern: str) -> list[Path]:
    """Return the paths below a folder that match, none if there is no such folder or it may not be read."""
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _installed() -> Iterator[Path]:
    """Yield what uv and Windows' registry know of, which python-discovery reads."""
    import python_discovery

    for found in python_discovery.iter_interpreters(env=os.environ | {"PATH": ""}):
        if executable := found.system_executable or found.executable:
            yield Path(executable)


def _is_ours(path: Path) -> bool:
    """Tell whether the path lies in the virtual environment that the harness runs in."""
    return sys.prefix != sys.base_prefix and Path(sys.prefix) in path.parents


def _one_of_each(probed: Iterable[Interpreter | Unused], named: set[tuple[str, ...]]) -> Found:
    """Keep one interpreter of each id: the one asked for, else the newest, else the first."""
    usable = [interpreter for interpreter in probed if isinstance(interpreter, Interpreter)]
    unused = [interpreter for interpreter in probed if isinstance(interpreter, Unused)]
    usable.sort(key=lambda one: (one.command in named, release(one.facts)), reverse=True)
    kept: dict[str, Interpreter] = {}
    for interpreter in usable:
        first = kept.setdefault(interpreter.id, interpreter)
        if first is not interpreter:
            version, same = interpreter.facts["version"], first.facts["version"]
            reason = f"{interpreter.id} {version}: skipped, same id as {same}: {command_line(first.command)}"
            unused.append(Unused(command=interpreter.command, reason=reason))
    return sorted(kept.values(), key=lambda one: table_order(one.facts)), unused
