"""What every catalogue keeps to: no claim is missing, placeholders agree, the writing is clean."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from canifork.claims.causes import read_causes
from canifork.i18n.catalog import read_catalogue, translated
from canifork.i18n.extract import gather
from canifork.i18n.translator import ENGLISH, FOLDER, LANGUAGES
from canifork.pipeline import read_claims
from canifork.project import CASES
from made_up import PROJECT

NAMED = re.compile(r"%\(\w+\)s|\{\w*\}")
PHRASES = re.compile(r"\{(where|one|other|unreadable)\}")  # filled with Chinese, so without spaces
HAN = "[\u4e00-\u9fff]"
UNCLEAN = [
    rf"{HAN}[A-Za-z0-9`{{]",  # no space between Chinese and Latin words
    rf"[A-Za-z0-9`}}]{HAN}",
    rf"{HAN}[,.;:?!()]",  # half-width punctuation
    r"[，。；：？！（）] | [，。；：？！（）]",
]


@pytest.fixture(scope="module")
def source() -> Catalog:
    claims = read_claims(PROJECT)
    return gather(claims, PROJECT, causes=read_causes(PROJECT / CASES, claims[1]))


@pytest.fixture(params=sorted(LANGUAGES.keys() - {ENGLISH}))
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read_catalogue(FOLDER / f"{request.param}.po")


def test_no_text_of_a_claim_is_missing(catalogue: Catalog, source: Catalog) -> None:
    done = translated(catalogue)
    claims = [one.id for one in source if one.id and any(at.startswith("cases/") for at, _ in one.locations)]
    assert len(claims) > 400
    assert [text for text in claims if text not in done] == []


def test_no_text_is_unknown(catalogue: Catalog, source: Catalog) -> None:
    """One that is nowhere to be found any more is obsolete: `nox -s translate` says so."""
    assert {one.id for one in catalogue} - {one.id for one in source} == set()


def test_placeholders_agree(catalogue: Catalog) -> None:
    for text, translation in translated(catalogue).items():
        assert set(NAMED.findall(text)) == set(NAMED.findall(translation)), text


def test_names_of_code_are_kept(catalogue: Catalog) -> None:
    for text, translation in translated(catalogue).items():
        for name in re.findall(r"`[^`]+`|\w+(?:\.\w+)+(?:\(\))?|\w+\(\)|\w+_\w+", text):
            assert name.strip("`") in translation, (name, text)


def test_numbers_are_kept(catalogue: Catalog) -> None:
    for text, translation in translated(catalogue).items():
        for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)*(?![\w.]*\w)", text):
            assert number in translation, (number, text)


@pytest.mark.parametrize("pattern", UNCLEAN)
def test_chinese_is_written_cleanly(pattern: str) -> None:
    for translation in translated(read_catalogue(FOLDER / "zh.po")).values():
        assert re.search(pattern, PHRASES.sub("", translation)) is None, translation


def test_what_is_left_in_english_is_no_sentence() -> None:
    texts = translated(read_catalogue(FOLDER / "zh.po"))
    assert [text for text, translation in texts.items() if text == translation and " " in text] == []
