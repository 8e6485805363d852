"""Find the interpreters of this machine, and ask each of them, once, who it is and what it can do."""

from __future__ import annotations

import json
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
from typing import Any

from harness.errors import InterpreterError
from harness.launch import prepare
from harness.model import Exit, Interpreter, Unused, release, table_order
from harness.observe import ANSWER_LINE, last_words, status_name
from harness.rows import CAPABILITIES
from harness.run import Runner

FOUND = "found"  # as a --python: all that are found without being told
FILE = "interpreters.toml"
PROBE_DEADLINE = 40.0  # seconds: a first start under Wine takes ten, Pyodide five
AT_ONCE = 4  # probes at a time; they wait more than they compute
EXECUTABLE = re.compile(r"(python|pypy|graalpy)(\d(\.\d+t?)?)?(\.exe)?", re.IGNORECASE)
FACTS: dict[str, Any] = {
    "id": str, "implementation": str, "version": str, "build": str, "os": str, "os_release": str,
    "machine": str, "emulated": (str, type(None)), "libc": (str, type(None)),
    "free_threaded": bool, "gil": bool, "start_methods": list, "default_start_method": str,
    "cpus": (int, type(None)), "cpus_usable": (int, type(None)), "utf8_mode": bool,
    "executable": str, "capabilities": dict,
}  # fmt: skip
ID = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+){2,3}")

Found = tuple[list[Interpreter], list[Unused]]


def discover(asked: Sequence[str], root: Path) -> Found:
    """Probe the interpreters that were asked for, or all that can be found; `root` holds `cases`.

    What was asked for by name has to work: InterpreterError if not.  What was merely found and
    cannot be used, or is one of a kind already there, comes back as Unused, with its reason.
    """
    wanted = [command for word in asked or [FOUND] for command in _commands(word, root)]
    named = {command for word in asked if word != FOUND for command in _commands(word, root)}
    named |= set(read_file(root / FILE)) if FOUND in (asked or [FOUND]) else set()
    commands = list(dict.fromkeys(wanted))
    prepare(commands)
    probed = _probe_all(commands, root)
    for one in probed:
        if isinstance(one, Unused) and one.command in named:
            raise InterpreterError(f"{shlex.join(one.command)}: {one.reason}")
    return _one_of_each(probed, named)


def _probe_all(commands: Sequence[tuple[str, ...]], root: Path) -> list[Interpreter | Unused]:
    """Probe several at a time, each below a runner of its own."""
    runners = [Runner() for _ in commands[:AT_ONCE]]
    idle: SimpleQueue[Runner] = SimpleQueue()
    for runner in runners:
        idle.put(runner)

    def probe_one(command: tuple[str, ...]) -> Interpreter | Unused:
        runner = idle.get()
        try:
            return probe(command, root, runner)
        finally:
            idle.put(runner)

    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        return list(pool.map(probe_one, commands))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # on Ctrl-C a probe would take its time
        for runner in runners:
            runner.close()


def probe(command: tuple[str, ...], root: Path, runner: Runner) -> Interpreter | Unused:
    """Start a Python once and return it with its facts, or why it cannot be used."""
    try:
        ended = runner.run([*command, "-m", "cases._probe"], root, PROBE_DEADLINE)
    except OSError as fault:
        return Unused(command=command, reason=f"cannot be started: {fault.strerror}")
    told = _read_facts(ended)
    if isinstance(told, str):
        return Unused(command=command, reason=told)
    return Interpreter(command=command, facts=told)


def read_file(path: Path) -> list[tuple[str, ...]]:
    """Read interpreters.toml: a list [[interpreter]], each with its `command`; [] without a file."""
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("interpreter", [])
        return [tuple(_split(entry["command"])) for entry in entries]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, KeyError, TypeError) as fault:
        raise InterpreterError(
            f"{path}: {fault}; write [[interpreter]] and below it command = '...', for each one"
        ) from None


def _commands(word: str, root: Path) -> list[tuple[str, ...]]:
    if word == FOUND:
        return read_file(root / FILE) + [(str(path),) for path in _executables()]
    parts = _split(word)
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
        if folder.name != "shims" and folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if EXECUTABLE.fullmatch(path.name))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for pattern in ("versions/*/bin/python", "pyenv-win/versions/*/python.exe"):
        yield from sorted(pyenv.glob(pattern))
    yield from _installed()


def _installed() -> Iterator[Path]:
    """Yield what uv and Windows' registry know of, which python-discovery reads."""
    import python_discovery

    for found in python_discovery.iter_interpreters(env=os.environ | {"PATH": ""}):
        if executable := found.system_executable or found.executable:
            yield Path(executable)


def _is_ours(path: Path) -> bool:
    """Tell whether the path lies in the virtual environment that the harness runs in."""
    return sys.prefix != sys.base_prefix and Path(sys.prefix) in path.parents


def _read_facts(ended: Exit) -> dict[str, Any] | str:
    """Return the facts that a probe wrote, or a sentence that says why there are none."""
    if ended.status is None:
        return f"did not end its probe within {PROBE_DEADLINE:g} s"
    lines = ANSWER_LINE.findall(ended.out)
    if ended.status != 0 or len(lines) != 1:
        last = (last_words(ended) or "no word").splitlines()[-1][:200]
        return f"its probe ended with {status_name(ended.status)} and no facts: {last}"
    try:
        facts: dict[str, Any] = json.loads(lines[0])
    except (ValueError, RecursionError):
        return "its probe wrote facts that cannot be read"
    if re.fullmatch(r"2\.\d+\.\d+|3\.[0-5]\.\d+", str(facts.get("version"))):
        return f"is Python {facts['version']}; the cases need 3.6 or newer"
    return _fault_in(facts) or {key: facts[key] for key in FACTS}


def _fault_in(facts: dict[str, Any]) -> str | None:
    for key, kind in FACTS.items():
        if not isinstance(facts.get(key, ...), kind):
            return f"its probe does not tell its {key}"
    if not ID.fullmatch(facts["id"]):
        return "its probe gives an id that is none"
    if set(facts["capabilities"]) != set(CAPABILITIES):
        return "its probe does not tell its capabilities"
    return None


def _one_of_each(probed: Iterable[Interpreter | Unused], named: set[tuple[str, ...]]) -> Found:
    """Keep one interpreter of each id: the one asked for, else the newest, else the first."""
    usable = [one for one in probed if isinstance(one, Interpreter)]
    unused = [one for one in probed if isinstance(one, Unused)]
    usable.sort(key=lambda one: (one.command in named, release(one.facts)), reverse=True)
    kept: dict[str, Interpreter] = {}
    for one in usable:
        first = kept.setdefault(one.id, one)
        if first is not one:
            reason = f"{one.id} {one.facts['version']} stands back for {first.facts['version']}: "
            reason += shlex.join(first.command)
            unused.append(Unused(command=one.command, reason=reason))
    return sorted(kept.values(), key=lambda one: table_order(one.facts)), unused
