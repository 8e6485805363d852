"""Draw what claims measured, as SVG: rounds that lost an update, and costs.

What can be drawn shows in the answers themselves.  The numbers stand beside each picture as
text, so that nothing is told by a picture alone.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from canifork.axes import START_METHODS
from canifork.escape import printable
from canifork.i18n.translator import english
from canifork.model import Record

WIDTH, BAR, AROUND = 720, 22, 90  # pixels
SKEWED = 20  # times as large as the smallest: then the scale is a logarithmic one
SHADES = ("#7a5195", "#ef8250", "#2f8f83", "#5b7db1")  # of start methods, readable on black and white
SVG = "{http://www.w3.org/2000/svg}"
LINES = ".guide.line { stroke: #8886 !important; stroke-dasharray: none !important } "
DARK = "@media screen and (prefers-color-scheme: dark) { text { fill: #ddd !important } }"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One kind of number that answers hold: its key, what it is, its unit."""

    key: str
    title: str
    unit: str


MEASURES = (
    Measure(key="lost_rounds", title=english("Share of rounds that lost an update"), unit="%"),
    Measure(key="ratio", title=english("How many times as much the first costs as the second"), unit="x"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One measured number: where, under which start method, how much, and how it is written."""

    interpreter: str
    start_method: str | None
    value: float
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """What one claim measured, in the order of its records; never without a bar."""

    measure: Measure
    bars: tuple[Bar, ...]

    @property
    def spread(self) -> tuple[str, str, str]:
        """Return the least, the middle and the greatest number, as they are written."""
        ordered = sorted(self.bars, key=lambda bar: bar.value)
        return ordered[0].text, ordered[len(ordered) // 2].text, ordered[-1].text


def picture(records: Iterable[Record]) -> Picture | None:
    """Return what can be drawn of the records of one claim, or None: nothing, or only noughts."""
    records = list(records)
    for measure in MEASURES:
        bars = tuple(bar for record in records if (bar := _bar(record, measure)))
        if any(bar.value for bar in bars):
            return Picture(measure=measure, bars=bars)
    return None


def draw(shown: Picture) -> str:
    """Return the picture as SVG: a bar for each interpreter and start method, no script, no link."""
    import pygal  # late: it takes a quarter of a second
    from pygal.style import Style

    # It leaves a finder of a kind that Python has given up; each later import would warn of it.
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, pygal.PluginImportFixer)]

    places = list(dict.fromkeys(bar.interpreter for bar in shown.bars))
    series = _series(shown.bars)
    most, skewed = max(bar.value for bar in shown.bars), _skewed(shown)
    chart = pygal.HorizontalBar(
        js=(),
        width=WIDTH,
        height=AROUND + BAR * len(shown.bars),
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        logarithmic=skewed,
        zero=1 if skewed else 0,  # where the bars begin
        range=(1, most) if skewed else (0, 100 if shown.measure.unit == "%" else most),
        y_labels=[10**power for power in range(10) if 10**power <= most] if skewed else None,
        css=["file://style.css", "file://graph.css", f"inline:{LINES}{DARK}"],
        style=Style(
            background="transparent", plot_background="transparent", colors=SHADES,
            font_family="system-ui, sans-serif", label_font_size=13, legend_font_size=13,
            major_label_font_size=13, foreground="#222", foreground_strong="#222",
        ),
    )  # fmt: skip
    chart.uuid = "canifork"  # by itself it is another one every time
    chart.x_labels = [printable(place) for place in places[::-1]]  # the first stands at the bottom
    for method in series:
        values = {bar.interpreter: bar.value for bar in shown.bars if bar.start_method == method}
        chart.add(method or "", [values.get(place) for place in places[::-1]])
    return _quiet(chart.render_tree())


def _bar(record: Record, measure: Measure) -> Bar | None:
    answer = record.observation.answer or {}
    value = _number(answer.get(measure.key))
    rounds = _number(answer.get("rounds"))
    if value is None or (measure.key == "lost_rounds" and not rounds):
        return None
    text = f"{value:g}{measure.unit}"
    if measure.key == "lost_rounds" and rounds:
        text, value = f"{value:g}/{rounds:g}", 100 * value / rounds
    trial = record.trial
    return Bar(interpreter=trial.interpreter, start_method=trial.start_method, value=value, text=text)


def _number(value: Any) -> float | None:
    """Return a number as measures give it; an answer can hold anything."""
    return float(value) if type(value) in {int, float} and 0 <= value < 1e9 else None  # noqa: PLR2004


def _series(bars: Sequence[Bar]) -> list[str | None]:
    here = {bar.start_method for bar in bars}
    return [method for method in (None, *START_METHODS) if method in here]


def _skewed(shown: Picture) -> bool:
    values = [bar.value for bar in shown.bars]
    return shown.measure.unit != "%" and min(values) >= 1 and max(values) > SKEWED * min(values)


def _quiet(tree: Any) -> str:
    """Return the drawing as text without scripts, links and the comments that hold the day."""
    for parent in list(tree.iter()):
        for child in list(parent):
            if child.tag in {ET.Comment, "script", f"{SVG}script"}:
                parent.remove(child)
    return ET.tostring(tree, encoding="unicode")
