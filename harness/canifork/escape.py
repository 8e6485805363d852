"""Show text from outside as text: nothing that ran, and no file, is to be trusted."""

from __future__ import annotations

from functools import lru_cache


def printable(text: str) -> str:
    """Take out what a terminal would obey: nothing that ran is to be trusted."""
    if text.isprintable():
        return text  # nearly all are, and there are many
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = DATA | {":": "%3A", ",": "%2C"}


def annotation(level: str, message: str, **properties: object) -> str:
    """Return a workflow command that GitHub shows beside a line: `::error file=a.py,line=1::message`.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    given = ",".join(f"{key}={_escape(str(value), PROPERTY)}" for key, value in properties.items())
    return f"::{level} {given}::{_escape(message, DATA)}"


def _escape(text: str, table: dict[str, str]) -> str:
    """Write text so that it ends neither the line nor a property, and a terminal obeys none of it."""
    lines = "\n".join(printable(line) for line in text.split("\n"))
    return "".join(table.get(character, character) for character in lines)


@lru_cache(maxsize=8192)  # tables say the same of one trial as of the next
def one_line(text: str) -> str:
    """Put a text on one line, without what a terminal would obey."""
    return printable(" ".join(text.split()))
