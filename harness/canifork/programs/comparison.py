"""Compare what came of a program everywhere: its groups, what they lack, what may be the cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from canifork.errors import ProgramError
from canifork.execution.worker import KEPT
from canifork.model import Results
from canifork.programs.attempt import Attempted
from canifork.programs.behaviour import CROWDED, HUNG, LAST_LINES, MOST_PROCESSES, Run, Setting
from canifork.programs.causes import Cause, causes, values_of
from canifork.programs.grouping import Difference, Group, Runs, differences, group, masks_of
from canifork.programs.lacking import missing_module
from canifork.programs.program import Program

UNPARSED = frozenset({"SyntaxError", "IndentationError", "TabError"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """A program, the groups in which it behaves alike, and what is to be known beside.

    `differences` and `causes` belong to the groups, by their place; `missing`: settings by the package
    that they lack; `varying`: what differs by itself, as names of what is compared, by setting.
    """

    program: Program
    groups: tuple[Group, ...]
    differences: tuple[tuple[Difference, ...], ...]
    causes: tuple[tuple[Cause, ...], ...]
    missing: Mapping[str, tuple[Setting, ...]]
    varying: Mapping[str, frozenset[str]]
    own_method: Mapping[str, tuple[Setting, ...]]
    notes: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Tell whether it behaves alike wherever it could be run."""
        return len(self.groups) == 1


def compare(
    program: Program,
    attempted: Attempted,
    read_results: Callable[[], Results | None],
    *,
    exact: bool,
    deadline: float,
) -> Compared:
    """Compare all runs; ProgramError if no Python could parse the program, or all lack a package.

    The results of the claims are read only if there is something to explain.
    """
    runs, missing = _apart(attempted.runs, _own_modules(program))
    if not runs:
        names = ", ".join(missing)
        raise ProgramError(
            f"{program.shown}: needs {names}, which no Python here has; install it there, "
            "or name others with --python"
        )
    _refuse_unparsed(program, runs)
    reference = attempted.reference if attempted.reference in runs else next(iter(runs))
    groups = group(runs, reference, exact=exact)
    varying = {} if exact else {name: mask.varying for name, mask in masks_of(runs).items() if mask.varying}
    found = _causes(program, groups, varying, read_results)
    return Compared(
        program=program,
        groups=tuple(groups),
        differences=tuple(tuple(differences(one, groups[0])) for one in groups),
        causes=found,
        missing=missing,
        varying=varying,
        own_method=_own_methods(runs),
        notes=(*attempted.notes, *_notes(program, runs, deadline)),
    )


def _apart(runs: Runs, own: set[str]) -> tuple[dict[str, Sequence[Run]], dict[str, tuple[Setting, ...]]]:
    """Take out the settings that lack a package: what the program does there nobody can tell."""
    left: dict[str, Sequence[Run]] = {}
    missing: dict[str, tuple[Setting, ...]] = {}
    for name, some in runs.items():
        module = next(filter(None, (missing_module(run, own) for run in some)), None)
        if module is None:
            left[name] = some
        else:
            missing[module] = (*missing.get(module, ()), some[0].setting)
    return left, missing


def _own_modules(program: Program) -> set[str]:
    """Name the modules that lie beside the program."""
    if program.folder is None:
        return set()
    return {path.stem for path in program.folder.iterdir() if path.suffix == ".py" or path.is_dir()}


def _refuse_unparsed(program: Program, runs: Runs) -> None:
    """Raise ProgramError, with the line, if no Python can parse the program."""
    every = [run for some in runs.values() for run in some]
    if all(run.behaviour.error in UNPARSED for run in every):
        lines = [line.strip() for line in every[0].told.splitlines() if line.startswith("  File ")]
        where = lines[-1] if lines else program.shown
        raise ProgramError(
            f"{program.shown}: no Python here can parse it: {where}: {every[0].behaviour.last}"
        )


def _causes(
    program: Program,
    groups: Sequence[Group],
    varying: Mapping[str, frozenset[str]],
    read_results: Callable[[], Results | None],
) -> tuple[tuple[Cause, ...], ...]:
    unsteady = [name for name, names in varying.items() if "out" in names]
    first = groups[0]
    alone = len(groups) == 1
    if alone and not (first.behaviour.troubled or first.behaviour.last or unsteady):
        return ((),)
    results = read_results()
    settings = [setting for one in groups for setting in one.settings]
    seen = values_of(results, settings) if results else {}
    return tuple(
        () if one is first and not alone else tuple(causes(one, groups, unsteady, program.source, seen))
        for one in groups
    )


def _own_methods(runs: Runs) -> dict[str, tuple[Setting, ...]]:
    """Return the settings by the start method that the program set there itself."""
    found: dict[str, tuple[Setting, ...]] = {}
    for some in runs.values():
        if method := some[0].own_method:
            found[method] = (*found.get(method, ()), some[0].setting)
    return found


def _notes(program: Program, runs: Runs, deadline: float) -> list[str]:
    """Say in a sentence what the reader may not expect."""
    every = [run for some in runs.values() for run in some]
    notes = []
    if program.own_method:
        lines = ", ".join(map(str, program.own_method))
        notes.append(f"the program names a start method itself (line {lines}), and is left alone")
    if any(run.behaviour.error == "EOFError" and "EOF when reading a line" in run.told for run in every):
        notes.append("the program reads standard input, which is empty here; give it with --input FILE")
    hung = [run for run in every if run.behaviour.ended == HUNG]
    if hung:
        most = max(run.running for run in hung)
        others = f", with up to {most} processes that they had started" if most else ""
        notes.append(
            f"{len(hung)} of {len(every)} runs did not end within {deadline:g} s and were ended{others}; "
            "--deadline gives them longer"
        )
    if any(run.behaviour.ended == CROWDED for run in every):
        notes.append(f"a run started more than {MOST_PROCESSES} processes, and was ended with all of them")
    large = max(run.written for run in every)
    if large > KEPT:
        notes.append(
            f"a run wrote {large / 1e6:.0f} MB of output; only its last {LAST_LINES:,} lines are compared"
        )
    if any("File too large" in run.behaviour.last for run in every):
        notes.append("a run wanted to write a file of more than 1 GB, and was refused")
    if any("removed" in run.behaviour.files for run in every):
        notes.append("a run removed files of its folder; that was a copy, and yours is as it was")
    return notes
