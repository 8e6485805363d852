"""Read a person's program, and gather what it needs in a folder that can be copied."""

from __future__ import annotations

import ast
import contextlib
import itertools
import os
import shutil
import stat
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from canifork.errors import ProgramError
from canifork.files import disk_errors_as_output_error

START = Path(__file__).with_name("canifork_start.py")
STDIN = "-"
MOST_FILES, MOST_BYTES = 2000, 50_000_000  # of a folder that is copied for each run that changes it
TOO_LARGE = (
    f"it holds more than {MOST_FILES} files or {MOST_BYTES // 1_000_000} MB; only the Python files "
    "directly in it are copied: put the program into a folder of its own"
)
SKIPPED = {"node_modules", "__pycache__", "venv"}
OWN_METHOD = {"set_start_method", "get_context"}  # whose argument is a start method


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """A program to try: `kind` is file, module or stdin; `name` is its place in `folder`, or the module's.

    `folder` is what it can see: its own folder, or the current one.  `source` is its text, "" if it was
    not found.  `own_method`: the lines in which it names a start method itself.
    """

    kind: str
    name: str
    folder: Path | None
    source: str
    arguments: tuple[str, ...]
    own_method: tuple[int, ...]

    @property
    def shown(self) -> str:
        """Return what a person calls it: 'script.py', '-m package', 'standard input'."""
        return {"file": self.name, "module": f"-m {self.name}", "stdin": "standard input"}[self.kind]


def from_file(word: str, arguments: Sequence[str]) -> Program:
    """Read the program in a file; ProgramError if there is none."""
    path = Path(word).absolute()
    if path.is_dir():
        raise ProgramError(f"{word}: is a folder; name the program in it, or a module with -m")
    source = _text(path, word)
    return Program(
        kind="file",
        name=path.name,
        folder=path.parent,
        source=source,
        arguments=tuple(arguments),
        own_method=own_method(source),
    )


def from_module(name: str, arguments: Sequence[str]) -> Program:
    """Find a module below the current folder, or leave it to each Python to find it."""
    here = Path.cwd().joinpath(*name.split("."))
    found = [path for path in (here / "__main__.py", here.with_suffix(".py")) if path.is_file()]
    if not all(part.isidentifier() for part in name.split(".")):
        raise ProgramError(f"-m {name}: is no name of a module; leave out .py, and put dots between folders")
    if not found and Path(name).is_file():
        raise ProgramError(f"-m {name}: is a file; leave out -m, or .py")
    source = _text(found[0], name) if found else ""
    return Program(
        kind="module",
        name=name,
        folder=Path.cwd(),
        source=source,
        arguments=tuple(arguments),
        own_method=own_method(source),
    )


def from_stdin(raw: bytes, arguments: Sequence[str]) -> Program:
    """Take a program as it came from standard input; ProgramError if nothing came."""
    source = _decoded(raw, STDIN)
    if not source.strip():
        raise ProgramError("-: standard input is empty; give a program there, or name a file")
    return Program(
        kind="stdin",
        name="stdin.py",
        folder=None,
        source=source,
        arguments=tuple(arguments),
        own_method=own_method(source),
    )


def own_method(source: str) -> tuple[int, ...]:
    """Return the lines in which a program names a start method itself; none if it cannot be parsed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its escapes, say: they are its own business
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return tuple(sorted({call.lineno for call in ast.walk(tree) if _names_method(call)}))  # type: ignore[attr-defined]


def lay_out(program: Program, place: Path) -> list[str]:
    """Put the starter, the program and what lies beside it into `place`; return notes for its reader.

    A folder that is too large is not copied: then only Python files beside the program are.
    """
    home = place / home_of(program)
    notes = []
    with disk_errors_as_output_error(place):
        home.mkdir(parents=True)
        shutil.copy(START, place)
        if program.folder is None:
            (home / program.name).write_bytes(program.source.encode("utf-8", "replace"))
        else:
            files = list(itertools.islice(_files(program.folder), MOST_FILES + 1))
            if _too_large(files):
                files = [path for path in _beside(program.folder) if path.suffix == ".py"]
                notes.append(f"{program.folder} is too large to be copied whole: {TOO_LARGE}")
            for path in files:
                target = home / path.relative_to(program.folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
    return notes


def home_of(program: Program) -> str:
    """Name the folder in which it will find itself: as its own is called."""
    return (program.folder.name if program.folder else "") or "program"


def _text(path: Path, word: str) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ProgramError(f"{word}: there is no such program; name a Python file, -m MODULE, or -") from None
    except OSError as fault:
        raise ProgramError(f"{word}: {fault.strerror}; name a Python file that you can read") from None
    return _decoded(raw, word)


def _decoded(raw: bytes, word: str) -> str:
    """Return the text of a program; ProgramError for what is none: of it each Python says something else."""
    if b"\0" in raw:
        raise ProgramError(f"{word}: is no Python program: it holds NUL bytes; name the source file")
    return raw.decode("utf-8", "replace")


def _names_method(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not (node.args or node.keywords):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    first = node.args[0] if node.args else node.keywords[0].value
    return name in OWN_METHOD and not (isinstance(first, ast.Constant) and first.value is None)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the ordinary files in and below a folder, apart from what nobody's program reads."""
    for above, folders, _ in os.walk(folder):
        folders[:] = [name for name in folders if not _skipped(Path(above) / name)]
        yield from _beside(Path(above))


def _skipped(folder: Path) -> bool:
    return folder.name.startswith(".") or folder.name in SKIPPED or (folder / "pyvenv.cfg").exists()


def _beside(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):  # a folder that may not be read has nothing for the program either
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_file() and os.access(entry.path, os.R_OK):
                yield Path(entry.path)


def _too_large(files: Sequence[Path]) -> bool:
    return len(files) > MOST_FILES or sum(path.stat()[stat.ST_SIZE] for path in files) > MOST_BYTES
