"""Write what came of a person's own program as a page that stands alone; all that ran is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2

from canifork.escape import printable
from canifork.files import write_atomically
from canifork.model import Case
from canifork.programs.comparison import Compared
from canifork.programs.grouping import NAMES
from canifork.project import version
from canifork.report.html.environment import safe_link
from canifork.report.text import tried


def write_page(compared: Compared, cases: Mapping[str, Case], path: Path) -> None:
    """Write the page; OutputError if the disk refuses."""
    write_atomically(path, page(compared, cases))


def page(compared: Compared, cases: Mapping[str, Case]) -> str:
    """Return the page: groups with their differences and possible causes, and what stands beside."""
    return (
        _environment()
        .get_template("tried.html.j2")
        .render(
            compared=compared,
            cases=cases,
            total=sum(len(one.settings) for one in compared.groups),
            names=NAMES,
            tried=tried,
            version=version(),
        )
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("canifork.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_link"] = safe_link
    return environment


def _text(value: object) -> object:
    """Replace what a browser would obey in a text; line ends may stay."""
    if not isinstance(value, str) or value.isprintable() or hasattr(value, "__html__"):
        return value
    return "\n".join(map(printable, value.split("\n")))
