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
from markupsafe import Markup, escape

from canifork.analysis.attribution import by_cause, by_release, without_effect
from canifork.analysis.behaviours import happenings
from canifork.analysis.counts import article_sentence, count_sentence
from canifork.analysis.grid import (
    OTHER_TEXT,
)
from canifork.analysis.kinds import WORDS
from canifork.analysis.labels import render
from canifork.analysis.scope import scopes
from canifork.analysis.states import GREY, SHOWN, STATES, state_of
from canifork.analysis.timeline import change_sentence
from canifork.axes import AXES, START_METHODS, implementation, python
from canifork.ci.jobs import never_run
from canifork.ci.table import read_table
from canifork.claims.collections import cases_in
from canifork.claims.conditions import first_fit
from canifork.i18n.translator import ENGLISH, LANGUAGES, Translator
from canifork.model import Results
from canifork.queries.catalog import make_catalog
from canifork.queries.language import MISTAKES
from canifork.report import world
from canifork.report.citation import Subject, as_bibtex, as_csl, as_text, cite
from canifork.report.embed import row
from canifork.report.exports import exports
from canifork.report.html.compiled import CompiledTemplates
from canifork.report.html.live import Pyodide, live_texts
from canifork.report.html.matrix import traits
from canifork.report.html.pictures import draw
from canifork.report.html.program import coloured
from canifork.report.html.search import search_data
from canifork.report.html.site import Site, make_site
from canifork.report.html.style import made_style
from canifork.report.text.explain import by_hand
from canifork.results.selection import chosen, only
from canifork.verdicts.judge import bound

PAGES = (
    "index.html",
    "matrix.html",
    "grid.html",
    "then.html",
    "causes.html",
    "pictures.html",
    "forecasts.html",
)
ISSUE = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/(\d+)(?:#\S*)?")
SUSPICIOUS = re.compile(r"[^\n\r\t -~]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
STYLE, ASSETS = "site.css", ("matrix.js", "index.js", "favicon.svg")
QUERY = "query.js"
EXAMPLES = ("differs(start_method) and os:linux", "only(free_threaded)", "flips(3.13..3.14)")
ELEMENT = "canifork-claim.js"  # for other people's pages; docs/embedding.md
CARDS = ("fork.unix_only", "pickle.lambda_target", "pool.default_size", "locks.unlocked_counter")


def pages(  # noqa: PLR0913 - what a site may have besides the results
    results: Results,
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
    claims = chosen(results)
    beside = only(published, claims) if published else None
    site = make_site(only(results, claims), beside, root, pyodide)
    citations = cite_all(site.results, sha256) if sha256 else {}
    shared = {"cards": cards.rstrip("/") if cards else None, "citations": citations, "whole": results}
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
    bars = json.dumps({key: state.colour for key, state in STATES.items() if state.colour != GREY})
    if site.live and root:
        yield from live_texts(site.live, root)
    yield ELEMENT, (assets / ELEMENT).read_text("utf-8").replace("COLOURS = {}", f"COLOURS = {bars}")


def safe_link(link: str) -> str:
    """Return a link to the web as it is, and '#' for one that would do something else."""
    return link if link.startswith("https://") else "#"


def thread(link: str) -> str:
    """Name a link shortly: 'python/cpython#126631', or its host."""
    found = ISSUE.fullmatch(link)
    return f"{found[1]}#{found[2]}" if found else link.removeprefix("https://").partition("/")[0]


def code(text: str) -> Markup:
    """Return a text as HTML in which what stands in backticks is code; all of it is escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one backtick opens what none closes
        return escape(text)
    shown = (
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )
    return Markup("").join(shown)


def cite_all(results: Results, sha256: str) -> Mapping[str, Mapping[str, str]]:
    """Return the citations of every claim, by its id: 'text', 'bibtex', 'csl' and an 'embedded' row."""
    cited = {claim: cite(results, sha256, Subject(claim=claim)) for claim in results.cases}
    return {
        claim: {
            "text": as_text(citation),
            "bibtex": as_bibtex(citation),
            "csl": as_csl(citation),
            "embedded": row(citation, results),
        }
        for claim, citation in cited.items()
    }


def _pages(site: Site, say: Translator, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the pages in one language; `given`: what is alike in all."""
    environment = _environment(say)
    shared: dict[str, Any] = {
        **given,
        "site": site,
        "results": site.results,
        "language": say.language,
        "languages": LANGUAGES,
        "up": "" if say.language == ENGLISH else "../",
        "scopes": scopes(site.together, say),
        "happenings": happenings(site.together, say),
        "counts": count_sentence(given["whole"], say),
        "article": article_sentence(given["whole"], say),
        "citable": bool(given["citations"]),
        "exports": exports(),
        "never_run": never_run(read_table(), site.together),
        "unseen": site.unseen,
        "releases": [AXES["python"].name(minor) for minor in by_release(site.turns)],
        "groups": by_cause(site.turns),
        "mistakes": {kind: say(sentence) for kind, sentence in MISTAKES.items()},
        "idle": without_effect(site.causes, site.turns),
    }
    parts: Any = environment.get_template("parts.html.j2").make_module(shared)
    shared["legend"] = parts.legend()  # the same on every page
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


def _environment(say: Translator) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("canifork.report.html"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_text,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=CompiledTemplates(__file__, f"pages-{say.language}"),
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        say, lambda one, many, count: say(one if count == 1 else many), newstyle=True
    )
    environment.filters |= {
        "safe_link": safe_link,
        "thread": thread,
        "code": code,
        "safe_svg": Markup,  # of our own making: overview escapes what it takes from the results
        "plain_json": lambda value: json.dumps(value, ensure_ascii=False),
        "say": say,
        "word": cache(lambda word: render(word, say)),
        "nature": lambda nature: nature.word(say),
        "change": lambda change: change_sentence(change, say),
        "told_bound": _bound,
        "coloured": coloured,
        "traits": traits,
        "claims_of": lambda outline, cases: len(cases_in(outline, cases)),
        "state": lambda record: state_of(record).key,
    }
    environment.globals |= {
        "STATES": STATES,
        "KINDS": WORDS,
        "CARDS": CARDS,
        "EXAMPLES": EXAMPLES,
        "SHOWN": SHOWN,
        "AXES": AXES,
        "START_METHODS": START_METHODS,
        "implementation": implementation,
        "python": python,
        "OTHER_TEXT": OTHER_TEXT,
        "by_hand": by_hand,
        "first_fit": first_fit,
        "world": world,
        "say": say,
    }
    return environment


def _bound(answer: Mapping[str, Any]) -> str | None:
    """Return the rate, in percent, that 0 of n chances still allows at 95 % confidence."""
    rate = bound(answer)
    return None if rate is None else f"{float(format(100 * rate, '.2g')):g}"


def _text(value: object) -> object:
    """Replace what a browser would obey, or UTF-8 cannot hold, in a text; line ends may stay."""
    if not isinstance(value, str) or value.isprintable():
        return value
    clean = SUSPICIOUS.sub(lambda found: found[0] if found[0].isprintable() else REPLACEMENT, value)
    return Markup(clean) if isinstance(value, Markup) else clean  # noqa: S704 - was it before
