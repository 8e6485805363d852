"""The same rules for flake8, which finds this by an entry point.

https://flake8.pycqa.org/en/latest/plugin-development/plugin-parameters.html
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from canifork.claims.casefile import read_cases
from canifork.errors import HarnessError
from canifork.model import Case
from canifork.project import CASES, find_root, version
from canifork.rules.checker import check, of_interest
from canifork.rules.program import Program
from canifork.rules.table import RULES, asked
from canifork.rules.targets import DEFAULT, Target, read_targets


class Plugin:
    """Reports CFK101 and the others; flake8's own `# noqa` works beside `# canifork: ignore[...]`."""

    name = "canifork"
    version = version()
    targets: ClassVar[Sequence[Target]] = ()

    def __init__(self, tree: ast.Module, filename: str, lines: list[str]) -> None:
        """Take a file as flake8 has read it."""
        self.tree, self.filename, self.source = tree, filename, "".join(lines)

    @staticmethod
    def add_options(manager: Any) -> None:
        """Add --canifork-target, which can stand in flake8's file of settings too."""
        manager.add_option(
            "--canifork-target", default=DEFAULT, parse_from_config=True,
            help=f"what the program is meant for (default: {DEFAULT})",
        )  # fmt: skip

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Read the target; flake8 ends with a sentence if it means nothing."""
        from flake8.exceptions import ExecutionError

        try:
            cls.targets = read_targets([options.canifork_target], _cases())
        except HarnessError as fault:
            raise ExecutionError(f"canifork: {fault}") from None

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield line, column and message of each finding."""
        if not of_interest(self.source):
            return
        program = Program(self.filename, self.source, self.tree)
        for one in check(program, RULES, _cases(), self.targets):
            yield one.line, one.column - 1, f"{one.rule.code} {one.text} ({one.rule.claim})", type(self)


@cache
def _cases() -> Mapping[str, Case]:
    return asked(read_cases(find_root() / CASES))
