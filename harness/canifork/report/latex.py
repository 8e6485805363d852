"""Say any text in LaTeX, and in BibTeX."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


@cache
def to_latex(unknown: str = "keep") -> Callable[[str], str]:
    """Return what says any text in LaTeX.

    `unknown`: what becomes of a character without a name there; pdfTeX stops at one that is kept, unihex
    writes its number.
    """
    from pylatexenc import latexencode  # late: it takes a tenth of a second

    # BibTeX counts a brace even behind a backslash, and a backtick opens a quotation.
    named = {"`": "textasciigrave", "{": "textbraceleft", "}": "textbraceright"}
    rule = latexencode.UnicodeToLatexConversionRule(
        latexencode.RULE_DICT, {ord(sign): f"{{\\{name}}}" for sign, name in named.items()}
    )
    encoder = latexencode.UnicodeToLatexEncoder(
        conversion_rules=[rule, "defaults"], unknown_char_policy=unknown, unknown_char_warning=False
    )
    return encoder.unicode_to_latex  # type: ignore[no-any-return]
