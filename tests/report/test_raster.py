"""Pictures as PNG and PDF: of the size that was asked for; what is missing is one sentence."""

from __future__ import annotations

import importlib
import struct
from typing import Any

import pytest

from canifork.errors import MissingError
from canifork.report import raster

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">'
    '<text y="15" font-family="DejaVu Sans,Verdana,sans-serif">so</text></svg>'
)


def size(png: bytes) -> tuple[int, int]:
    """Read what a PNG begins with: https://www.w3.org/TR/png-3/#11IHDR."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what lets the import of each library end in this fault."""
    raster._refuse_without_fonts.cache_clear()
    yield lambda fault: monkeypatch.setattr(importlib, "import_module", fault)
    raster._refuse_without_fonts.cache_clear()


def ends_in(fault: Exception) -> Any:
    def ends(_: str) -> None:
        raise fault

    return ends


def test_a_png_has_the_size_of_its_svg() -> None:
    pytest.importorskip("resvg_py")
    assert size(raster.to_png(SVG, 1)) == (60, 20)
    assert size(raster.to_png(SVG)) == (60 * raster.ZOOM, 20 * raster.ZOOM)


def test_a_pdf_is_a_pdf() -> None:
    try:
        made = raster.to_pdf(SVG)
    except MissingError as fault:
        pytest.skip(str(fault))
    assert made.startswith(b"%PDF-")


@pytest.mark.parametrize(("draw", "extra"), [(raster.to_png, "png"), (raster.to_pdf, "pdf")])
def test_a_library_that_is_not_installed_is_a_sentence(draw: Any, extra: str, missing: Any) -> None:
    missing(ends_in(ImportError()))
    with pytest.raises(MissingError, match=rf"pip install 'canifork\[{extra}\]'"):
        draw(SVG)


def test_a_library_without_cairo_is_a_sentence(missing: Any) -> None:
    missing(ends_in(OSError("no library called cairo was found\nand so on")))
    with pytest.raises(MissingError, match=r"cannot start \(no library called cairo was found\); install"):
        raster.to_pdf(SVG)


def test_without_a_font_nothing_is_drawn(missing: Any) -> None:
    class Blind:
        @staticmethod
        def svg_to_bytes(**_: object) -> bytes:
            return b"white"

    missing(lambda _: Blind)
    with pytest.raises(MissingError, match="no font"):
        raster.to_png(SVG)
