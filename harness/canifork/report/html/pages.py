"""The report as a folder of HTML pages, readable offline; everything from the results is escaped.

Each page exists once for every language: the English ones at the top, the others in a folder of
their own (zh/).  Pages share a style sheet, a script for the matrix's filters, and pictures.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from canifork.analysis.attribution import by_cause, by_claim, by_release, without_effect
from canifork.analysis.counts import article_sentence, count_sentence
from canifork.analysis.findings import Finding, Findings
from canifork.analysis.spans import together
from canifork.analysis.states import GREY, STATES
from canifork.axes import AXES
from canifork.ci.jobs import never_run
from canifork.ci.table import read_table
from canifork.i18n.translator import ENGLISH, LANGUAGES, Translator, english
from canifork.model import Results
from canifork.queries.catalog import make_catalog
from canifork.queries.language import MISTAKES
from canifork.report import table
from canifork.report.citation import Subject, as_bibtex, as_csl, as_text, cite
from canifork.report.embed import row
from canifork.report.exports import exports
from canifork.report.html.environment import make_environment
from canifork.report.html.live import Pyodide, live_texts
from canifork.report.html.pictures import draw
from canifork.report.html.search import search_data
from canifork.report.html.site import Site, make_site
from canifork.report.html.style import made_style
from canifork.report.strip import bars, source

PAGES = (
    "index.html",
    "matrix.html",
    "grid.html",
    "then.html",
    "causes.html",
    "pictures.html",
    "forecasts.html",
)
MARKS = ("entry", "absent", "moved", "judged")  # in marks.html.j2; each is made once of the same
STYLE, ASSETS = "site.css", ("matrix.js", "cells.js", "index.js", "claim.js", "favicon.svg")
QUERY = "query.js"
ELEMENT = "canifork-claim.js"  # for other people's pages; docs/embedding.md


def pages(  # noqa: PLR0913 - what a site may have besides the results
    findings: Findings,
    published: Results | None = None,
    root: Path | None = None,
    sha256: str | None = None,
    pyodide: Pyodide | None = None,
    *,
    cards: str | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the path, below the report's folder, and the text of each file of the site.

    The reader's own results come first, published ones beside them; `root` holds the cases,
    whose programs are shown if they are still those that were run.  `sha256` is that of the file
    that holds the results, by which they can be cited.  If somebody chose some of the claims to run,
    there are no pages of the others.  With `pyodide` readers can run claims in their browser.
    `cards`: the address of the published report, if there is a card for each claim.
    """
    site = make_site(findings, published, root, pyodide)
    shared = {
        "cards": cards.rstrip("/") if cards else None,
        "citations": cite_all(site.results, findings, sha256) if sha256 else {},
        "whole": findings.results,
    }
    for language in LANGUAGES:
        for path, text in _pages(site, Translator(language), shared):
            yield (path if language == ENGLISH else f"{language}/{path}"), text
    for claim, picture in site.pictures.items():
        yield f"claim/{claim}.svg", draw(picture)
    assets = files("canifork.report.html") / "assets"
    yield STYLE, (assets / STYLE).read_text("utf-8") + made_style(site.bars.families)
    for name in ASSETS:
        yield name, (assets / name).read_text("utf-8")
    data = search_data(make_catalog(site.together))
    yield QUERY, (assets / QUERY).read_text("utf-8") + f"\nopenCatalog(new Catalog({data}));\n"
    colours = json.dumps({key: state.colour for key, state in STATES.items() if state.colour != GREY})
    if site.live and root:
        yield from live_texts(site.live, root)
    yield ELEMENT, (assets / ELEMENT).read_text("utf-8").replace("COLOURS = {}", f"COLOURS = {colours}")


def cite_all(results: Results, findings: Findings, sha256: str) -> Mapping[str, Mapping[str, str]]:
    """Return the citations of every claim, by its id; `findings`: of these results, or of more claims."""
    return {claim: _cite(results, findings.claims[claim], sha256) for claim in results.cases}


def _cite(results: Results, found: Finding, sha256: str) -> Mapping[str, str]:
    """Cite one claim: by the name of a format, what a reader can copy into a text of their own."""
    claim = found.case.id
    alone = dataclasses.replace(results, records=tuple(found.records))  # which is quick to look through
    citation = cite(alone, sha256, Subject(claim=claim), found=found)
    shown = citation.truth, bars(together(found.lines)), source(citation)
    return {
        english("Text"): as_text(citation),
        "HTML": row(citation, alone),
        "Markdown": table.as_markdown(*shown),
        "reStructuredText": table.as_rst(*shown),
        "LaTeX": table.as_latex(*shown),
        "BibTeX": as_bibtex(citation),
        "CSL-JSON": as_csl(citation),
    }


def _pages(site: Site, say: Translator, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the pages in one language; `given`: what is alike in all."""
    environment = make_environment(say)
    shared: dict[str, Any] = {
        **given,
        "site": site,
        "results": site.results,
        "language": say.language,
        "languages": LANGUAGES,
        "up": "" if say.language == ENGLISH else "../",
        "scopes": {claim: one.scope(say) for claim, one in site.found.items()},
        "happenings": {claim: one.happening(say) for claim, one in site.found.items()},
        "counts": count_sentence(given["whole"], say),
        "article": article_sentence(given["whole"], say),
        "citable": bool(given["citations"]),
        "exports": exports(),
        "never_run": never_run(read_table(), site.together),
        "unseen": site.unseen,
        "releases": [AXES["python"].name(minor) for minor in by_release(site.turns)],
        "groups": by_cause(site.turns),
        "turns_of": by_claim(site.turns),
        "mistakes": {kind: say(sentence) for kind, sentence in MISTAKES.items()},
        "idle": without_effect(site.causes, site.turns),
    }
    marks: Any = environment.get_template("marks.html.j2").make_module(shared)
    shared["legend"] = marks.legend()  # the same on every page
    environment.filters |= {name: cache(getattr(marks, name)) for name in MARKS}
    for page in PAGES:
        yield page, environment.get_template(f"{page}.j2").render(**shared, page=page)
    for minor, some in by_release(site.turns).items():
        page = f"release/{AXES['python'].name(minor)}.html"
        yield (
            page,
            environment.get_template("release.html.j2").render(
                **shared, page=page, minor=AXES["python"].name(minor), turns=some
            ),
        )
    template = environment.get_template("claim.html.j2")
    for section in site.sections:
        for line in section.lines:
            page = f"claim/{line.case.id}.html"
            cited = given["citations"].get(line.case.id)
            yield page, template.render(**shared, page=page, section=section, line=line, cited=cited)
