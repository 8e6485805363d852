"""The check of the sample documents fails where a document lacks what it is to show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from canifork.embeds.piece import make_piece
from samples import CITED, CLAIM, PAGES, looked_at, missing


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Write pages that hold all that the documents show, as plain HTML."""
    pieces = [
        make_piece(CLAIM), make_piece(CLAIM, "row", systems=["linux"], since="3.13"),
        make_piece(CLAIM, "sentence"), make_piece(CLAIM, "program"), make_piece(CITED),
    ]  # fmt: skip
    body = "".join(piece._repr_html_() for piece in pieces)
    for path in PAGES.values():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(
            f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>made</title><main>{body}</main>',
            encoding="utf-8",
        )
    return tmp_path


@pytest.mark.slow
def test_a_page_that_lacks_a_row_is_named(built: Path) -> None:
    pytest.importorskip("axe_playwright_python.sync_playwright")
    if shutil.which("chromium") is None:
        pytest.skip("there is no chromium on PATH")
    assert list(looked_at(built)) == []
    page = built / PAGES["mkdocs"]
    page.write_text(
        page.read_text(encoding="utf-8").replace("cp313t-linux-x86_64", "").replace("#5b4aa3", "#dddddd"),
        encoding="utf-8",
    )
    told = list(looked_at(built))
    assert "mkdocs: does not show 'cp313t-linux-x86_64'" in told
    assert any(one.startswith("mkdocs: color-contrast: ") for one in told)
    assert all(one.startswith("mkdocs: ") for one in told)


def test_without_a_pdf_none_is_looked_at(tmp_path: Path) -> None:
    assert list(missing(tmp_path)) == []
