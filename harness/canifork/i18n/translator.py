"""Say the project's English texts in the reader's language.

English is the source, and a text is found by its exact English words: results made with other
words show those words in English.  A translation is text like any other, escaped where the
English is escaped; jinja's own gettext trusts what it is given, so texts of a results file go
through a Translator, never through `_()` in a template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from canifork.errors import CatalogueError

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "zh": "中文"}
"""Each language as HTML's `lang` names it, and its name in itself."""

FOLDER = Path(__file__).with_name("catalogues")
WORD = re.compile(r"\b[A-Z]?[a-z]+\b")  # numbers and names such as GIL or PicklingError need no translation
Say = Callable[[str], str]


def english(text: str) -> str:
    """Return the text as it is; around a constant it also marks a text that is to be translated."""
    return text


class Translator:
    """Say texts in one language; those that it lacks stay English, and stand in `missing`."""

    def __init__(self, language: str, texts: Mapping[str, str] | None = None) -> None:
        """Take the texts of the language's catalogue, if no others (English → translated) are given."""
        self.language = language
        self.texts = translations(language) if texts is None else texts
        self.missing: set[str] = set()

    def __call__(self, text: str) -> str:
        """Return the text in this language, or else in English."""
        if text not in self.texts and self.language != ENGLISH and WORD.search(text):
            self.missing.add(text)
        return self.texts.get(text, text)


@cache
def translations(language: str) -> Mapping[str, str]:
    """Return English text → text of a language, without drafts; CatalogueError if there is none."""
    from canifork.i18n.catalog import read_catalogue, translated  # late: English, and workers, need no babel

    if language not in LANGUAGES:
        raise CatalogueError(f"there is no language {language!r}; choose one of {', '.join(LANGUAGES)}")
    return {} if language == ENGLISH else translated(read_catalogue(FOLDER / f"{language}.po"))
