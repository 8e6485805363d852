"""Read what a probe told of its Python, with suspicion: the facts, or a sentence why there are none."""

from __future__ import annotations

import json
import re
from typing import Any

from canifork.axes import AXES
from canifork.claims.conditions import CAPABILITIES
from canifork.execution.protocol import ANSWER_LINE, last_words
from canifork.ids import interpreter_id, told_apart
from canifork.interpreters.launchers import launcher_of, pace_of
from canifork.model import Exit, Facts, Interpreter, Unused
from canifork.results.codec import check_facts
from canifork.verdicts.observe import status_name

SLOWEST = 1000  # times; what is more is no measure
MOST = 20.0  # times that deadlines become longer, whatever was measured: a minute is then twenty


def read_facts(ended: Exit, deadline: float) -> dict[str, Any] | str:
    """Return the facts that a probe wrote, and its pace; or a sentence that says why there are none."""
    if ended.fault is not None:
        return ended.fault
    if ended.status is None:
        return f"did not end its probe within {deadline:g} s"
    lines = ANSWER_LINE.findall(ended.out)
    if ended.status != 0 or len(lines) != 1:
        last = (last_words(ended) or "no output").splitlines()[-1][:200]
        return f"its probe ended with {status_name(ended.status)} and no facts: {last}"
    try:
        facts: dict[str, Any] = json.loads(lines[0])
    except (ValueError, RecursionError):
        return "its probe wrote facts that cannot be read"
    if re.fullmatch(r"2\.\d+\.\d+|3\.[0-5]\.\d+", str(facts.get("version"))):
        return f"is Python {facts['version']}; the cases need 3.6 or newer"
    facts.pop("canifork", None)
    return fault_in(facts) or facts


def fault_in(facts: object) -> str | None:
    """Say what is wrong with the facts that a probe gave, or None."""
    told = dict(facts) if isinstance(facts, dict) else {}
    pace = told.pop("pace", None)
    try:
        check_facts(told)
    except ValueError as fault:
        return f"its probe gives other facts than are asked for: {fault}"
    if type(pace) is not int or not 1 <= pace <= SLOWEST:
        return f"its probe gives no pace from 1 to {SLOWEST}, but {pace!r:.40}"
    if told["id"] != interpreter_id(told):
        return f"its probe says {told['id']}, its facts make {interpreter_id(told)}"
    if set(told["capabilities"]) != set(CAPABILITIES):
        return "its probe does not tell its capabilities"
    return None


def checked(command: tuple[str, ...], told: dict[str, Any], at: str | None = None) -> Interpreter | Unused:
    """Return the interpreter, unless its facts contradict the launcher of its command.

    Its pace is no fact: it varies, and two machines could not be merged.
    """
    launcher = launcher_of(command)
    facts: Facts = {key: value for key, value in told.items() if key != "pace"}
    if launcher.emulates not in {None, facts["emulated"]}:
        reason = f"is started by {launcher.name}, but its probe names {facts['emulated'] or 'no emulator'}"
        return Unused(command=command, reason=reason)
    facts = told_apart(facts, launcher.apart(command))
    if any(AXES[axis].read(facts) is None for axis in launcher.apart(command)):
        return Unused(command=command, reason="is started with a limit of CPUs, but its probe finds none")
    pace = min(MOST, pace_of(command, facts["emulated"], told["pace"]))
    return Interpreter(command=command, facts=facts, pace=pace, asked_at=at)
