"""Show claims in Sphinx: `extensions = ["canifork.embeds.sphinx"]`, then `.. canifork:: CLAIM`.

A piece becomes ordinary nodes of docutils, so every builder writes it and escapes it, gettext finds
its texts, and no builder needs to be known here.  Only HTML has colours, from a style sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import ReferenceRole, SphinxDirective

from canifork.analysis.states import GREY, STATES
from canifork.embeds.piece import Piece, make_piece
from canifork.embeds.pins import LOCK, changes_of
from canifork.errors import HarnessError
from canifork.escape import one_line
from canifork.files import write_atomically
from canifork.project import version
from canifork.report.table import Cell

logger = logging.getLogger(__name__)
SHEET = "canifork.css"
AT_MOST = (
    "\n\\DeclareUnicodeCharacter{2264}{\\ensuremath{\\leq}}\n"  # pdfTeX stops at a sign that it was not told
)


class Shown(SphinxDirective):
    """Show a piece of a claim."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(
        ("format", "systems", "since"), directives.unchanged_required
    )

    def run(self) -> list[nodes.Node]:
        """Return the piece as nodes; a warning, and nothing, where there is none."""
        claim, where = self.arguments[0], self.get_location()
        systems = re.findall(r"[^\s,]+", self.options.get("systems", ""))
        words = {"systems": systems, "since": self.options.get("since"), "site": self.config.canifork_site}
        try:
            piece = make_piece(claim, self.options.get("format", "strip"), **words)
        except HarnessError as fault:
            logger.warning("canifork: %s", fault, location=where, type="canifork", subtype="claim")
            return []
        _warn_of_changes(self.env, claim, where)
        return [*_body(piece), nodes.paragraph("", "", *_source(piece), classes=["canifork-source"])]


class Cited(ReferenceRole):
    """Cite a claim in a line: :canifork:`CLAIM`, or :canifork:`words <CLAIM>`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a link, or the words where no site is known; a warning where there is no such claim."""
        where = self.get_location()
        try:
            piece = make_piece(self.target, "sentence", site=self.config.canifork_site)
        except HarnessError as fault:
            logger.warning("canifork: %s", fault, location=where, type="canifork", subtype="claim")
            return [nodes.literal(text=self.title)], []
        _warn_of_changes(self.env, self.target, where)
        return _source(piece, self.title if self.has_explicit_title else ""), []


def setup(app: Sphinx) -> dict[str, Any]:
    """Give Sphinx the directive and the role."""
    app.add_config_value("canifork_site", None, "env", [str, type(None)])
    app.add_config_value("canifork_lock", LOCK, "env", [str])
    app.add_directive("canifork", Shown)
    app.add_role("canifork", Cited())
    app.connect("config-inited", _teach_pdftex)
    app.connect("builder-inited", _write_sheet)
    app.add_css_file(SHEET)
    return {"version": version(), "parallel_read_safe": True, "parallel_write_safe": True}


def _teach_pdftex(_: Sphinx, config: Any) -> None:
    """Say in the preamble what the sign of a first version that is not known looks like."""
    if config.latex_engine == "pdflatex":
        preamble = config.latex_elements.get("preamble", "") + AT_MOST
        config.latex_elements = {**config.latex_elements, "preamble": preamble}


def _write_sheet(app: Sphinx) -> None:
    if app.builder.format == "html":
        colours = sorted({GREY, *(state.colour for state in STATES.values())})
        rules = (
            f".{_name(colour)} {{ background: {colour}; color: #fff; padding: 0 .3em }}" for colour in colours
        )
        write_atomically(Path(app.outdir) / "_static" / SHEET, "\n".join([*rules, ""]))


def _warn_of_changes(env: Any, claim: str, where: str) -> None:
    """Warn if the author's lock file holds another answer."""
    path = Path(env.srcdir) / env.config.canifork_lock
    env.note_dependency(str(path))
    for told in changes_of(path, claim):
        logger.warning("canifork: %s", told, location=where, type="canifork", subtype="pin")


def _body(piece: Piece) -> list[nodes.Node]:
    if piece.form == "program":
        return [nodes.literal_block(piece.program, piece.program, language="python")]
    if piece.form == "sentence":
        return [nodes.paragraph("", "", *_words(piece.sentence))]
    rows = [
        nodes.row("", _entry(nodes.Text(one_line(name))), _entry(*_bars(cells))) for name, cells in piece.rows
    ]
    columns = [nodes.colspec(colwidth=width) for width in (30, 70)]
    group = nodes.tgroup("", *columns, nodes.tbody("", *rows), cols=2)
    return [nodes.table("", nodes.title("", "", *_words(piece.citation.truth)), group, classes=["canifork"])]


def _entry(*inside: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *inside))


def _bars(cells: Sequence[Cell]) -> Iterator[nodes.Node]:
    for place, cell in enumerate(cells):
        if place:
            yield nodes.Text("; ")
        yield nodes.inline(text=one_line(cell.text), classes=[_name(cell.colour)])


def _words(text: str) -> Iterator[nodes.Node]:
    """Yield a text in which what stands in backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one backtick opens what none closes
        parts = [text]
    for place, part in enumerate(parts):
        if part:
            yield nodes.literal(text=part) if place % 2 else nodes.Text(part)


def _source(piece: Piece, text: str = "") -> list[nodes.Node]:
    told = text or f"({piece.source})"
    link = nodes.reference(text=told, refuri=piece.address or "", internal=False)
    return [link if piece.address else nodes.inline(text=told)]


def _name(colour: str) -> str:
    return f"canifork-{colour.strip('#')}"
