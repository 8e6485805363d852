"""The report as a folder of HTML pages, readable offline; everything from the results is escaped.

Each page exists once for every language: the English ones at the top, the others in a folder of
their own (zh/).  Pages share a style sheet, a script for the matrix's filters, and pictures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from harness.cite import Place, as_bibtex, as_csl, as_text, cite
from harness.explain import by_hand
from harness.judge import bound
from harness.language import ENGLISH, LANGUAGES, Translator
from harness.matrix import never_run, read_table
from harness.model import Results
from harness.report.badge import row
from harness.report.history import AXES, told_change
from harness.report.matrix import SIGNS, traits, version
from harness.report.pictures import draw
from harness.report.program import coloured, colours
from harness.report.site import Site, make_site
from harness.report.table import MARKS, OTHER_TEXT, article_sentence, count_sentence, state
from harness.report.word import spoken
from harness.rows import first_fit
from harness.scope import NAMES, scopes

PAGES = ("index.html", "matrix.html", "then.html", "pictures.html")
SUSPICIOUS = re.compile(r"[^\n\r\t -~]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
STYLE, SCRIPT = "site.css", "matrix.js"


def pages(
    results: Results,
    published: Results | None = None,
    root: Path | None = None,
    sha256: str | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the path, below the report's folder, and the text of each file of the site.

    The reader's own results come first, published ones beside them; `root` holds the cases,
    whose programs are shown if they are still those that were run.  `sha256` is that of the file
    that holds the results, by which they can be cited.
    """
    site = make_site(results, published, root)
    citations = cite_all(results, sha256) if sha256 else {}
    for language in LANGUAGES:
        for path, text in _pages(site, Translator(language), citations):
            yield (path if language == ENGLISH else f"{language}/{path}"), text
    for claim, picture in site.pictures.items():
        yield f"claim/{claim}.svg", draw(picture)
    assets = files("harness.report") / "assets"
    yield STYLE, (assets / STYLE).read_text("utf-8") + colours()
    yield SCRIPT, (assets / SCRIPT).read_text("utf-8")


def safe_link(link: str) -> str:
    """Return a link to the web as it is, and '#' for one that would do something else."""
    return link if link.startswith("https://") else "#"


def cite_all(results: Results, sha256: str) -> Mapping[str, Mapping[str, str]]:
    """Return the citations of every claim, by its id: 'text', 'bibtex', 'csl' and an 'embedded' row."""
    cited = {claim: cite(results, sha256, Place(claim=claim)) for claim in results.cases}
    return {
        claim: {
            "text": as_text(one),
            "bibtex": as_bibtex(one),
            "csl": as_csl(one),
            "embedded": row(one, results),
        }
        for claim, one in cited.items()
    }


def _pages(
    site: Site, say: Translator, citations: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    environment = _environment(say)
    shared: dict[str, Any] = {
        "site": site,
        "results": site.results,
        "language": say.language,
        "languages": LANGUAGES,
        "up": "" if say.language == ENGLISH else "../",
        "scopes": scopes(site.together, say),
        "counts": count_sentence(site.results, say),
        "article": article_sentence(site.results, say),
        "citable": bool(citations),
        "never_run": never_run(read_table(), site.together),
    }
    for page in PAGES:
        yield page, environment.get_template(f"{page}.j2").render(**shared, page=page)
    template = environment.get_template("claim.html.j2")
    for section in site.sections:
        for line in section.lines:
            page = f"claim/{line.case.id}.html"
            cited = citations.get(line.case.id)
            yield page, template.render(**shared, page=page, section=section, line=line, cited=cited)


def _environment(say: Translator) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("harness.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_text,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        say, lambda one, many, count: say(one if count == 1 else many), newstyle=True
    )
    environment.filters |= {
        "safe_link": safe_link,
        "plain_json": lambda value: json.dumps(value, ensure_ascii=False),
        "say": say,
        "word": cache(lambda word: spoken(word, say)),
        "change": lambda change: told_change(change, say),
        "told_bound": _bound,
        "version": version,
        "coloured": coloured,
        "traits": traits,
        "state": state,
    }
    environment.globals |= {
        "MARKS": MARKS,
        "SIGNS": SIGNS,
        "AXES": AXES,
        "NAMES": NAMES,
        "OTHER_TEXT": OTHER_TEXT,
        "by_hand": by_hand,
        "first_fit": first_fit,
    }
    return environment


def _bound(answer: Mapping[str, Any]) -> str | None:
    """Return the rate, in percent, that 0 of n rounds still allows at 95 % confidence."""
    rate = bound(answer)
    return None if rate is None else f"{float(format(100 * rate, '.2g')):g}"


def _text(value: object) -> object:
    """Replace what a browser would obey, or UTF-8 cannot hold, in a text; line ends may stay."""
    if not isinstance(value, str) or value.isprintable():
        return value
    clean = SUSPICIOUS.sub(lambda found: found[0] if found[0].isprintable() else REPLACEMENT, value)
    return Markup(clean) if isinstance(value, Markup) else clean  # noqa: S704 - was it before
