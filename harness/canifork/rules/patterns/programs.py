"""Other programs: how they are named, and in which encoding they are read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from canifork.rules.calls import argument, true_constant
from canifork.rules.program import Program
from canifork.rules.reaching import is_run
from canifork.rules.rule import Spot

CALLS = tuple(f"subprocess.{name}" for name in ("run", "Popen", "call", "check_call", "check_output"))
TEXT = ("text", "universal_newlines")
CAPTURED = {"stdout", "capture_output"}
CAPTURING = {"stdout", "stderr", "capture_output", "stdin", "input"}


def text_without_encoding(program: Program) -> Iterator[Spot]:
    """Find text of another program that is decoded as the system likes."""
    for call in program.calls(*CALLS):
        words = {one.arg: one.value for one in call.keywords}
        if None in words or {"encoding", "errors"} & words.keys():
            continue
        captured = call in program.calls("subprocess.check_output") or CAPTURING & words.keys()
        if captured and any(true_constant(words.get(word)) for word in TEXT) and is_run(program, call):
            yield Spot(node=call, what=f"{ast.unparse(call.func)} reads text without an encoding")


def command_in_one_string(program: Program) -> Iterator[Spot]:
    """Find programs whose arguments are given in one string, without a shell."""
    for call in program.calls(*CALLS):
        command = program.value(argument(call, "args", 0))
        words = {one.arg: one.value for one in call.keywords}
        if None in words or {"shell", "executable"} & words.keys() or len(call.args) > 1:
            continue
        if isinstance(command, ast.Constant) and isinstance(command.value, str) and _is_line(command.value):
            yield Spot(node=call, what=f"the command line {command.value[:40]!r} is one string")


def _is_line(text: str) -> bool:
    """Tell whether a text is a program and arguments: a path with a blank in it is not."""
    first, _, rest = text.strip().partition(" ")
    return bool(rest) and not {"/", "\\"} & set(first)


def timeout_of_a_shell(program: Program) -> Iterator[Spot]:
    """Find command lines with a timeout that a shell runs, while their output is read."""
    for call in program.calls("subprocess.run", "subprocess.check_output"):
        words = {one.arg: one.value for one in call.keywords}
        captured = call in program.calls("subprocess.check_output") or CAPTURED & words.keys()
        if captured and "timeout" in words and true_constant(words.get("shell")):
            yield Spot(node=call, what="a command that a shell runs is waited for, though the time is up")
