"""Add the options of trials to those of pytest."""

from __future__ import annotations

import argparse
import re

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what only trials need."""
    group = parser.getgroup("canifork")
    group.addoption("--python", action="append", default=[], metavar="COMMAND", help="run on this Python")
    group.addoption("--probe", action="store_true", help="ask each Python again what it is and can do")
    group.addoption("--each-patch", action="store_true", help="tell patch releases of a version apart")
    group.addoption("--with-article", action="store_true", help="run the article's claims too")
    group.addoption("--folder", default="report", metavar="FOLDER", help="where the report goes")
    group.addoption("--at-once", type=_count, metavar="N", help="run N trials at a time (default: CPUs + 3)")
    group.addoption("--resume", action="store_true", help="run only what the last run in FOLDER has not")


def _count(word: str) -> int:
    if not re.fullmatch("0*[1-9][0-9]*", word):
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of trials; write 1 or more")
    return int(word)
