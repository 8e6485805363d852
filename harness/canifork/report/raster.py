"""Turn an SVG of ours into a PNG or a PDF, by libraries that come with the extras `png` and `pdf`."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

from canifork.errors import MissingError

ZOOM = 2  # pixels for each unit of the SVG: sharp on screens of today, and on a projector
PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">{}</svg>',
    '<text y="15" font-family="DejaVu Sans,Verdana,sans-serif">M</text>',
)


def to_png(svg: str, zoom: float = ZOOM) -> bytes:
    """Return the picture on white; MissingError without the library, or without a font for its text."""
    draw = _library("resvg_py", "png").svg_to_bytes
    _refuse_without_fonts()
    return bytes(draw(svg_string=svg, zoom=zoom, background="white"))


def to_pdf(svg: str) -> bytes:
    """Return the picture as lines and letters; MissingError without the library."""
    return bytes(_library("cairosvg", "pdf").svg2pdf(svg.encode()))


@cache
def _refuse_without_fonts() -> None:
    """Raise MissingError where text would be left out: small containers have no font at all."""
    draw = _library("resvg_py", "png").svg_to_bytes
    frame, text = PROBE
    if bytes(draw(svg_string=frame.format(text))) == bytes(draw(svg_string=frame.format(""))):
        raise MissingError(
            "there is no font to write a picture's text with; install one, such as DejaVu Sans"
        )


def _library(name: str, extra: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingError(f"a picture needs {name}: pip install 'canifork[{extra}]'") from None
    except OSError as fault:  # cairosvg finds no libcairo
        raise MissingError(f"{name} cannot start ({str(fault).splitlines()[0]}); install Cairo") from None
