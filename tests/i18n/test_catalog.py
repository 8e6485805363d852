"""Catalogues: what is read, kept, drafted, dropped, counted and written."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from canifork.errors import CatalogueError
from canifork.i18n.catalog import missing, progress, read_catalogue, to_text, translated, update

LONG_AGO = datetime.datetime(2018, 4, 27, tzinfo=datetime.UTC)


def source(*texts: str | tuple[str, str]) -> Catalog:
    made = Catalog()
    for text in texts:
        made.add(text, locations=[("cases/a/b.py", 1)])
    return made


def chinese(texts: dict[str, str]) -> Catalog:
    made = Catalog(locale="zh", project="canifork", version="1", creation_date=LONG_AGO)
    for text, translation in texts.items():
        made.add(text, translation)
    return made


def reread(catalogue: Catalog, folder: Path) -> Catalog:
    path = folder / "zh.po"
    path.write_text(to_text(catalogue), encoding="utf-8")
    return read_catalogue(path)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    texts = {"It \\n is “so”.": "就是\n“这样”。", "A " + "long " * 60 + "text.": "长文。"}
    assert translated(reread(chinese(texts), tmp_path)) == texts


def test_writing_what_was_read_changes_nothing(tmp_path: Path) -> None:
    """So that a run without news leaves no change for git to show."""
    old = chinese({"It is so.": "就是这样。", "It was the case.": "当时如此。", "Gone.": "没有了。"})
    texts = "It is so.", "It was a case.", "New, and like nothing else."
    update(old, source(*texts))
    first = to_text(old)
    assert progress(old) == "3 texts, 2 missing (1 of them drafts), 1 obsolete"
    assert "POT-Creation-Date: 2018-04-27 " in first
    again = reread(old, tmp_path)
    update(again, source(*texts))
    assert to_text(again) == first


def test_a_moved_line_changes_nothing_in_the_file() -> None:
    """Neither where in its file a text stands is written down, nor is one text in several lines."""
    catalogue = chinese({})
    update(catalogue, source("A " + "long " * 60 + "text."))
    assert "#: cases/a/b.py\n" in to_text(catalogue)
    assert f'msgid "A {"long " * 60}text."\n' in to_text(catalogue)


def test_the_same_text_keeps_its_translation() -> None:
    catalogue = chinese({"It is so.": "就是这样。"})
    update(catalogue, source("Something before it.", "It is so."))
    assert translated(catalogue) == {"It is so.": "就是这样。"}
    assert [one.id for one in missing(catalogue)] == ["Something before it."]


def test_a_changed_text_has_a_draft_that_no_reader_sees(tmp_path: Path) -> None:
    catalogue = chinese({"The pool has as many workers as the machine has CPUs.": "与 CPU 数相同。"})
    update(catalogue, source("The pool has as many workers as the machine has cores."))
    catalogue = reread(catalogue, tmp_path)
    assert translated(catalogue) == {}
    assert progress(catalogue) == "1 texts, 1 missing (1 of them drafts), 0 obsolete"
    assert 'msgstr "与 CPU 数相同。"' in to_text(catalogue)


def test_a_vanished_text_is_kept_as_obsolete_and_comes_back(tmp_path: Path) -> None:
    catalogue = chinese({"It is so.": "就是这样。"})
    update(catalogue, source("Nothing that is alike in any way."))
    catalogue = reread(catalogue, tmp_path)
    assert progress(catalogue) == "1 texts, 1 missing (0 of them drafts), 1 obsolete"
    assert translated(catalogue) == {}
    update(catalogue, source("It is so."))
    assert "It is so." in catalogue


def test_a_plural_is_said_in_one_form_for_both_of_english(tmp_path: Path) -> None:
    catalogue = chinese({})
    update(catalogue, source(("{n} claim", "{n} claims")))
    assert len(missing(catalogue)) == 1
    catalogue["{n} claim"].string = ("{n} 条说法",)
    assert translated(reread(catalogue, tmp_path)) == {"{n} claim": "{n} 条说法", "{n} claims": "{n} 条说法"}


def test_no_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"zh\.po: No such file .*; `canifork translate` makes it anew"):
        read_catalogue(tmp_path / "zh.po")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b'msgid ""\nmsgstr ""\n\nmsgid "a"\nnonsense\n',
            r"zh\.po:5: 'nonsense' fits no PO file here; mend it",
        ),
        (b'msgid "a"\nmsgstr "\xff"\n', r"zh\.po: is not UTF-8 text"),
    ],
)
def test_a_broken_file_is_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "zh.po"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match=sentence):
        read_catalogue(path)
