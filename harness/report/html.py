"""The report as one HTML page, readable offline; everything from the results is escaped."""

from __future__ import annotations

import json

import jinja2

from harness.explain import by_hand
from harness.model import Results
from harness.report.table import MARKS, article_sentence, columns, count_sentence, groups, sections
from harness.scope import scopes

TEMPLATE = "index.html.j2"


def page(results: Results, published: Results | None = None) -> str:
    """Return the page: the reader's own results first, published ones beside them."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("harness.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_link"] = safe_link
    environment.filters["plain_json"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment.get_template(TEMPLATE).render(
        results=results,
        published=published,
        sections=sections(results, published),
        groups=groups(results, published),
        columns={column.key: column for column in columns(results, published)},
        marks=MARKS,
        counts=count_sentence(results),
        article=article_sentence(results),
        by_hand=by_hand,
        scopes=scopes(results),
        published_scopes=scopes(published) if published else {},
    )


def _text(value: object) -> object:
    """Replace what a browser would obey, or UTF-8 cannot hold, in a text; line ends may stay."""
    if not isinstance(value, str):
        return value
    return "".join(c if c.isprintable() or c in "\n\r\t" else "\N{REPLACEMENT CHARACTER}" for c in value)


def safe_link(link: str) -> str:
    """Return a link to the web as it is, and '#' for one that would do something else."""
    return link if link.startswith("https://") else "#"
