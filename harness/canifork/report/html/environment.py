"""The environment of the templates: what pages can name, and how texts from outside are shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup, escape

from canifork.analysis.kinds import WORDS
from canifork.analysis.labels import render
from canifork.analysis.states import SHOWN, STATES, state_of
from canifork.analysis.timeline import change_sentence
from canifork.axes import AXES, START_METHODS, implementation, python
from canifork.claims.collections import cases_in
from canifork.claims.conditions import first_fit
from canifork.i18n.translator import Translator
from canifork.report import world
from canifork.report.html.compiled import CompiledTemplates
from canifork.report.html.links import source, thread
from canifork.report.html.matrix import traits
from canifork.report.text.explain import by_hand
from canifork.verdicts.judge import bound

SUSPICIOUS = re.compile(r"[^\n\r\t -~]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
EXAMPLES = ("differs(start_method) and os:linux", "only(free_threaded)", "flips(3.13..3.14)")
CARDS = ("fork.unix_only", "pickle.lambda_target", "pool.default_size", "locks.unlocked_counter")
SHARED: dict[str, Any] = {
    "STATES": STATES,
    "KINDS": WORDS,
    "CARDS": CARDS,
    "EXAMPLES": EXAMPLES,
    "SHOWN": SHOWN,
    "AXES": AXES,
    "START_METHODS": START_METHODS,
    "implementation": implementation,
    "python": python,
    "by_hand": by_hand,
    "world": world,
}
"""What templates of every language can name."""


def make_environment(say: Translator) -> jinja2.Environment:
    """Return what makes pages in one language of the templates."""
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
    environment.filters |= _filters(say)
    environment.globals |= SHARED | {"say": say, "_": _plain(say)}
    return environment


def _plain(say: Translator) -> Callable[[str], Markup]:
    """Return what `_` does to a text without names in it: jinja's own makes it anew on every page."""
    return cache(lambda text: Markup(say(text)) % {})  # noqa: S704 - templates hold the text


def _filters(say: Translator) -> dict[str, Callable[..., Any]]:
    return {
        "safe_link": safe_link,
        "thread": thread,
        "source": source,
        "code": cache(code),
        "safe_svg": Markup,  # of our own making: overview escapes what it takes from the results
        "plain_json": json.JSONEncoder(ensure_ascii=False).encode,
        "say": say,
        "word": cache(lambda word: render(word, say)),
        "nature": lambda nature: nature.word(say),
        "change": cache(lambda turn: change_sentence(turn.change, say)),
        "bound_in_percent": _bound,
        "first_fit": first_fit,
        "traits": traits,
        "claims_of": lambda outline, cases: [cases[claim] for claim in cases_in(outline, cases)],
        "state": lambda record: state_of(record).key,
    }


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


def safe_link(link: str) -> str:
    """Return a link to the web as it is, and '#' for one that would do something else."""
    return link if link.startswith("https://") else "#"


def code(text: str) -> Markup:
    """Return a text as HTML in which what stands in backticks is code; all of it is escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one backtick opens what none closes
        return escape(text)
    shown = (
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )
    return Markup("").join(shown)
