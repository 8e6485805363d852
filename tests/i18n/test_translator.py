"""Texts in the reader's language: by their exact English words, else English, and counted."""

from __future__ import annotations

import subprocess
import sys

import pytest

from canifork.errors import CatalogueError
from canifork.i18n.translator import LANGUAGES, Translator, english, translations

TEXTS = {"Not run.": "没有运行过。"}


def test_a_known_text_is_said_in_the_language() -> None:
    say = Translator("zh", TEXTS)
    assert say("Not run.") == "没有运行过。"
    assert say.missing == set()


def test_a_text_in_other_words_stays_english_and_is_counted_once() -> None:
    """As of results that another version made: nothing is guessed from words that are alike."""
    say = Translator("zh", TEXTS)
    assert [say(text) for text in ("Not run yet.", "Not run yet.", "Not")] == [
        "Not run yet.",
        "Not run yet.",
        "Not",
    ]
    assert say.missing == {"Not run yet.", "Not"}


def test_what_holds_no_word_is_not_missed() -> None:
    say = Translator("zh", TEXTS)
    for text in ("3.13", "PicklingError", "GIL", ""):
        assert say(text) == text
    assert say.missing == set()


def test_english_is_the_source_and_lacks_nothing() -> None:
    say = Translator("en")
    assert say("Anything at all.") == english("Anything at all.") == "Anything at all."
    assert say.missing == set()
    assert translations("en") == {}


def test_what_results_say_goes_through_as_it_is() -> None:
    """It is left to the page to escape it, like any text; placeholders in it mean nothing."""
    hostile = "<script>alert(1)</script> {name.__class__} %(name)s \x1b[31m"
    assert Translator("zh")(hostile) == hostile


def test_every_language_has_its_texts() -> None:
    assert {language: bool(translations(language)) for language in LANGUAGES} == {"en": False, "zh": True}
    assert Translator("zh")("Not run.") == "没有运行过。"


def test_a_language_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(CatalogueError, match="no language 'fr'; choose one of en, zh"):
        translations("fr")


@pytest.mark.parametrize("module", ["canifork.pytest_plugin.hooks", "canifork.analysis.grid"])
def test_workers_read_no_catalogue(module: str) -> None:
    """Marking a text is free: babel costs as much as a start of Python."""
    code = f"import sys, {module}; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
