r"""Show claims in Python-Markdown, and so in MkDocs: `markdown_extensions: [canifork.embeds.markdown]`.

The words are those of Sphinx with MyST: a fence that begins with {canifork}, and {canifork}`CLAIM` in
a line, so that one text serves both.  A mistake is a warning that `mkdocs build --strict` counts.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from canifork.embeds.piece import make_piece
from canifork.embeds.pins import LOCK, changes_of
from canifork.errors import HarnessError, ResultsError
from canifork.escape import printable

logger = logging.getLogger("mkdocs.canifork")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*(.*?)\s*")
OURS = re.compile(r"\{canifork\}\s*(.*)")
OPTION = re.compile(r"\s*:(\w+):\s*(.*?)\s*")
IN_LINE = r"(?<![`\\])\{canifork\}`(?:([^`<>\n]+?)\s*<([^`<>\n]+)>|([^`\n]+))`(?!`)"
WORDS = ("format", "systems", "since")
BEFORE_FENCED_CODE, BEFORE_BACKTICKS = 27, 195  # which have 25 and 190


class Claims(Extension):
    """Give Python-Markdown the fence and the words in a line."""

    def __init__(self, **words: Any) -> None:
        self.config = {
            "site": ["", "the address of a published report"],
            "lock": [LOCK, "the author's file of pins, from the current folder"],
        }
        super().__init__(**words)
        self.lines: list[str] = []  # of the page, before anything is replaced

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown calls it so
        """Register both."""
        md.preprocessors.register(Fences(md, self), "canifork", BEFORE_FENCED_CODE)
        md.inlinePatterns.register(Citations(md, self), "canifork", BEFORE_BACKTICKS)

    def warn(self, md: Markdown, line: int, told: str) -> None:
        """Warn with the file, where MkDocs tells which it is, and the line."""
        page = getattr(md.treeprocessors["relpath"], "file", None) if "relpath" in md.treeprocessors else None
        name = getattr(page, "src_uri", None)
        text = "\n".join(self.lines)
        source = getattr(page, "content_string", None) or text
        front = _length(source) - _length(text)  # of front matter, which MkDocs takes off
        place = f"{name}:{line + front + 1}" if name else f"line {line + 1}"
        logger.warning("%s: canifork: %s", place, printable(told))


class Fences(Preprocessor):
    """Replace each fence of ours by what it asks for; a fence inside another stays as it is."""

    def __init__(self, md: Markdown, extension: Claims) -> None:
        super().__init__(md)
        self.markdown, self.extension = md, extension

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a placeholder for each piece."""
        self.extension.lines = lines
        return list(self._replaced(lines))

    def _replaced(self, lines: list[str]) -> Iterator[str]:
        fence, claim, first, options = "", None, 0, list[str]()
        for number, line in enumerate(lines):
            found = FENCE.fullmatch(line)
            if not fence and found:
                fence, ours, first, options = found[1], OURS.fullmatch(found[2]), number, []
                claim = ours[1] if ours else None
                if claim is None:
                    yield line
            elif fence and found and found[1].startswith(fence) and not found[2]:
                yield line if claim is None else self._shown(claim, options, first)
                fence, claim = "", None
            elif claim is None:
                yield line
            else:
                options.append(line)
        if claim is not None:  # nothing closes it
            yield from lines[first:]

    def _shown(self, claim: str, options: list[str], line: int) -> str:
        """Return a placeholder for the piece; nothing, and a warning, where there is none."""
        try:
            words = _read(options)
            systems = re.findall(r"[^\s,]+", words.get("systems", ""))
            site = self.extension.getConfig("site") or None
            piece = make_piece(
                claim, words.get("format", "strip"), systems=systems, since=words.get("since"), site=site
            )
        except HarnessError as fault:
            self.extension.warn(self.markdown, line, str(fault))
            return ""
        for told in changes_of(Path(self.extension.getConfig("lock")), claim):
            self.extension.warn(self.markdown, line, told)
        return f"\n{self.markdown.htmlStash.store(piece._repr_html_())}\n"


class Citations(InlineProcessor):
    """Cite a claim in a line."""

    def __init__(self, md: Markdown, extension: Claims) -> None:
        super().__init__(IN_LINE, md)
        self.markdown, self.extension = md, extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown names it
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        """Return a link, or words where no site is known; a warning where there is no such claim."""
        claim = (m[2] or m[3]).strip()
        line = next((number for number, text in enumerate(self.extension.lines) if m[0] in text), 0)
        shown = Element("span")
        try:
            piece = make_piece(claim, "sentence", site=self.extension.getConfig("site") or None)
        except HarnessError as fault:
            self.extension.warn(self.markdown, line, str(fault))
            shown.text = AtomicString(m[1] or claim)
            return shown, m.start(0), m.end(0)
        for told in changes_of(Path(self.extension.getConfig("lock")), claim):
            self.extension.warn(self.markdown, line, told)
        if piece.address:
            shown = Element("a", {"href": piece.address})
        shown.text = AtomicString(m[1] or f"({piece.source})")
        return shown, m.start(0), m.end(0)


def makeExtension(**words: Any) -> Claims:  # noqa: N802 - Python-Markdown calls it so
    """Return the extension; Python-Markdown calls this."""
    return Claims(**words)


def _read(lines: list[str]) -> dict[str, str]:
    """Read lines like `:format: row`; ResultsError for any other."""
    found = {}
    for line in filter(str.strip, lines):
        option = OPTION.fullmatch(line)
        if option is None or option[1] not in WORDS:
            known = ", ".join(f":{word}:" for word in WORDS)
            raise ResultsError(f"{line.strip()!r} is no option; write one of {known}")
        found[option[1]] = option[2]
    return found


def _length(text: str) -> int:
    """Count the lines of a text, without empty ones at its end."""
    return text.rstrip().count("\n") + 1
