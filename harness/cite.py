"""Cite a claim, or a claim in one configuration, out of one results file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from harness.errors import ResultsError
from harness.explain import printable
from harness.form import JSON
from harness.model import Facts, Record, Results
from harness.report.table import behaviour, words
from harness.rows import START_METHODS
from harness.scope import NAMES, SYSTEMS, scope

AUTHORS = "The canifork authors"
TRIAL = re.compile(r"([^\[\]]+)\[([^\[\]]+)\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What is cited: a claim, and maybe an interpreter, and maybe a start method."""

    claim: str
    interpreter: str | None = None
    start_method: str | None = None

    @property
    def anchor(self) -> str:
        """Name the configuration: 'cp313-linux-x86_64-spawn', or '' for all of them."""
        return "-".join(filter(None, [self.interpreter, self.start_method]))

    @property
    def id(self) -> str:
        """Name it as trials are named: 'pool.size', 'pool.size[cp313-linux-x86_64-spawn]'."""
        return f"{self.claim}[{self.anchor}]" if self.anchor else self.claim

    @property
    def address(self) -> str:
        """Return where the site shows it: 'claim/pool.size.html#cp313-linux-x86_64-spawn'."""
        return f"claim/{self.claim}.html" + (f"#{self.anchor}" if self.anchor else "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """All that a citation tells; each text is one line without control characters.

    `sha256` is that of the results file, `address` absolute where the site is known.
    """

    place: Place
    truth: str
    found: str
    made_at: str
    version: str
    commit: str | None
    sha256: str
    address: str

    @property
    def published(self) -> bool:
        """Tell whether the address is one of the web, not only a place in the report."""
        return "://" in self.address


def find_place(results: Results, word: str) -> Place:
    """Read 'claim' or 'claim[interpreter]' or 'claim[interpreter-method]', as trials are named.

    ResultsError if the results say nothing of such a claim or configuration.
    """
    named = TRIAL.fullmatch(word)
    claim, where = (named[1], named[2]) if named else (word, None)
    if claim not in results.cases:
        raise ResultsError(f"the results hold no claim {claim!r}; `python -m harness list` names the claims")
    if where is None:
        return Place(claim=claim)
    for place in _places(results, claim):
        if place.anchor == where:
            return place
    known = ", ".join(dict.fromkeys(str(place.interpreter) for place in _places(results, claim)))
    raise ResultsError(
        f"the results hold no trial of {claim} on {where!r}; they hold those on {known or 'none'}"
    )


def cite(results: Results, sha256: str, place: Place, site: str | None = None) -> Citation:
    """Return the citation of a place that find_place found; `site`: the address of the report."""
    return Citation(
        place=place,
        truth=one_line(results.cases[place.claim].truth),
        found=one_line(_found(results, place)),
        made_at=results.made_at,
        version=one_line(str(results.project["version"])),
        commit=one_line(results.project["commit"] or "") or None,
        sha256=sha256,
        address=f"{site.rstrip('/')}/{place.address}" if site else place.address,
    )


def records_of(results: Results, place: Place) -> list[Record]:
    """Return the records that a place speaks of."""
    return [
        one
        for one in results.records
        if one.trial.case == place.claim
        and place.interpreter in {None, one.trial.interpreter}
        and place.start_method in {None, one.trial.start_method}
    ]


def configuration(facts: Facts) -> str:
    """Name an interpreter for a reader: 'CPython 3.13.0 on Linux 6.1 x86_64'."""
    name = f"{NAMES.get(facts['implementation'], facts['implementation'])} {facts['version']}"
    gil = " with the GIL on" if facts["gil"] else ""
    build = f" (free-threaded{gil})" if facts["free_threaded"] else ""
    emulated = f" under {facts['emulated'].title()}" if facts["emulated"] else ""
    system = SYSTEMS.get(facts["os"], facts["os"])
    return f"{name}{build} on {system}{emulated} {facts['os_release']} {facts['machine']}"


def as_text(citation: Citation) -> str:
    """Return the citation as one paragraph."""
    one = citation
    address = f" {one.address}" if one.published else ""
    return f"{AUTHORS}. “{one.truth}” {one.found} {_source(one)}.{address}\n"


def as_bibtex(citation: Citation) -> str:
    """Return the citation as a BibTeX entry in ASCII wherever LaTeX has a name for the character."""
    one = citation
    latex = _to_latex()
    fields = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{latex(one.truth)}}}",
        "year": one.made_at[:4],
        "month": str(int(one.made_at[5:7])),
        "howpublished": latex(_source(one)),
        "note": latex(one.found),
    }
    if one.published:
        fields["url"] = re.sub(r"[{}\\\s]", "", one.address)  # these would end the field
    told = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items())
    return f"@misc{{{_key(one)},\n{told}}}\n"


def as_csl(citation: Citation) -> str:
    """Return the citation as CSL-JSON, a list of one item."""
    one = citation
    year, month, day = (int(part) for part in one.made_at[:10].split("-"))
    item: JSON = {
        "id": _key(one),
        "type": "dataset",
        "author": [{"literal": AUTHORS}],
        "title": one.truth,
        "issued": {"date-parts": [[year, month, day]]},
        "version": one.version,
        "abstract": one.found,
        "publisher": _source(one),  # most styles leave a note out, and the sum must be printed
    }
    if one.published:
        item["URL"] = one.address
    return json.dumps([item], indent=1, ensure_ascii=False) + "\n"


def one_line(text: str) -> str:
    """Put a text on one line, without what a terminal would obey."""
    return printable(" ".join(text.split()))


def _places(results: Results, claim: str) -> list[Place]:
    trials = [one.trial for one in results.records if one.trial.case == claim]
    whole = [Place(claim=claim, interpreter=one.interpreter) for one in trials]
    return whole + [
        Place(claim=claim, interpreter=one.interpreter, start_method=one.start_method)
        for one in trials
        if one.start_method in START_METHODS
    ]


def _found(results: Results, place: Place) -> str:
    """Say what was found there, and where that was."""
    records = records_of(results, place)
    partial = f" (partial results: {results.partial})" if results.partial else ""
    if place.interpreter is None:
        number = len({one.trial.interpreter for one in records if one.judgement.article})
        told = scope(records, results.interpreters)
        return (
            f"What the article says of it: {told} Run on {number} interpreter{'s'[: number != 1]}{partial}."
        )
    case = results.cases[place.claim]
    seen = "; ".join(f"{_under(one)}{behaviour(one, case)}{_verdict(one)}" for one in records)
    return f"{configuration(results.interpreters[place.interpreter])}: {seen}{partial}."


def _under(record: Record) -> str:
    return f"under {record.trial.start_method}, " if record.trial.start_method else ""


def _verdict(record: Record) -> str:
    verdict = record.judgement
    if verdict.expectation is None:
        return ""
    return f" (expectation {words(verdict.expectation)}, article {words(verdict.article)})"


def _source(one: Citation) -> str:
    commit = f", commit {one.commit}" if one.commit else ""
    address = "" if one.published else f", {one.address}"
    dated = f"results of {one.made_at}, sha256 {one.sha256}"
    return f"canifork {one.version}, {one.place.id}{commit}, {dated}{address}"


def _key(one: Citation) -> str:
    return re.sub(
        r"[^A-Za-z0-9_.-]", "_", "-".join(filter(None, ["canifork", one.place.claim, one.place.anchor]))
    )


@cache
def _to_latex() -> Callable[[str], str]:
    from pylatexenc import latexencode  # late: it takes a tenth of a second

    # BibTeX counts a brace even behind a backslash, and a backtick opens a quotation.
    named = {"`": "textasciigrave", "{": "textbraceleft", "}": "textbraceright"}
    rule = latexencode.UnicodeToLatexConversionRule(
        latexencode.RULE_DICT, {ord(sign): f"{{\\{name}}}" for sign, name in named.items()}
    )
    encoder = latexencode.UnicodeToLatexEncoder(
        conversion_rules=[rule, "defaults"], unknown_char_policy="keep", unknown_char_warning=False
    )
    return encoder.unicode_to_latex  # type: ignore[no-any-return]
