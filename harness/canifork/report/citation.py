"""Cite a claim, or a claim in one configuration, out of one results file."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from canifork.analysis.findings import Finding
from canifork.analysis.grid import behaviour, judged
from canifork.axes import START_METHODS, UNDER, implementation, libc, limits, system
from canifork.errors import ResultsError
from canifork.escape import one_line
from canifork.model import Facts, Record, Results
from canifork.report.authorship import OURS, Work, work_of
from canifork.report.latex import to_latex
from canifork.results.codec import JSON

TRIAL = re.compile(r"([^\[\]]+)\[([^\[\]]+)\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
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

    `sha256` is that of the results file, `address` absolute where the site is known.  `work`: whose claims
    these are.
    """

    place: Subject
    truth: str
    found: str
    made_at: str
    version: str
    commit: str | None
    sha256: str
    address: str
    work: Work = OURS

    @property
    def url(self) -> str | None:
        """Return where on the web it is to be found: the report, or else what the claims are taken from."""
        return self.address if self.published else self.work.address or None

    @property
    def published(self) -> bool:
        """Tell whether the address is one of the web, not only a place in the report."""
        return "://" in self.address


def find_subject(results: Results, word: str) -> Subject:
    """Read 'claim' or 'claim[interpreter]' or 'claim[interpreter-method]', as trials are named.

    ResultsError if the results say nothing of such a claim or configuration.
    """
    named = TRIAL.fullmatch(word)
    claim, where = (named[1], named[2]) if named else (word, None)
    if claim not in results.cases:
        raise ResultsError(f"the results hold no claim {claim!r}; `canifork list` names the claims")
    if where is None:
        return Subject(claim=claim)
    for place in _places(results, claim):
        if place.anchor == where:
            return place
    known = ", ".join(dict.fromkeys(str(place.interpreter) for place in _places(results, claim)))
    raise ResultsError(
        f"the results hold no trial of {claim} on {where!r}; they hold those on {known or 'none'}"
    )


def cite(
    results: Results,
    sha256: str,
    place: Subject,
    site: str | None = None,
    *,
    found: Finding | None = None,
) -> Citation:
    """Return the citation of a place that find_subject found.

    `site`: the address of the report.  `found`: what was found of the claim, where that is known.
    """
    return Citation(
        work=work_of(results.outline.collection(results.cases[place.claim].chapter)),
        place=place,
        truth=one_line(results.cases[place.claim].truth),
        found=one_line(_found(results, place, found)),
        made_at=results.made_at,
        version=one_line(str(results.project["version"])),
        commit=one_line(results.project["commit"] or "") or None,
        sha256=sha256,
        address=f"{site.rstrip('/')}/{place.address}" if site else place.address,
    )


def records_of(results: Results, place: Subject) -> list[Record]:
    """Return the records that a place speaks of."""
    return [
        record
        for record in results.records
        if record.trial.case == place.claim
        and place.interpreter in {None, record.trial.interpreter}
        and place.start_method in {None, record.trial.start_method}
    ]


def configuration(facts: Facts) -> str:
    """Name an interpreter: 'CPython 3.13.0 on Linux 6.1 x86_64', '... on Windows 10 amd64 under Wine 8.0'."""
    gil = " with the GIL on" if facts["gil"] else ""
    build = f" (free-threaded{gil})" if facts["free_threaded"] else ""
    name = f"{implementation(facts)} {facts['version']}{build}"
    musl = f" {facts['libc']}" if libc(facts) == "musl" else ""  # what is usual is not named
    place, under, emulator = system(facts).partition(UNDER)
    version = (facts.get("emulator") or "").partition(" ")[2]
    emulated = f"{under}{emulator} {version}".rstrip()
    return f"{name} on {place} {facts['os_release']} {facts['machine']}{musl}{emulated}{limits(facts)}"


def as_text(citation: Citation) -> str:
    """Return the citation as one paragraph."""
    address = f" {citation.address}" if citation.published else ""
    return f"{citation.work.author}. “{citation.truth}” {citation.found} {_source(citation)}.{address}\n"


def as_bibtex(citation: Citation) -> str:
    """Return the citation as a BibTeX entry in ASCII wherever LaTeX has a name for the character."""
    say = to_latex()
    fields = {
        "author": f"{{{say(citation.work.author)}}}",
        "title": f"{{{say(citation.truth)}}}",
        "year": citation.made_at[:4],
        "month": str(int(citation.made_at[5:7])),
        "howpublished": say(_source(citation)),
        "note": say(citation.found),
    }
    if citation.url:
        fields["url"] = re.sub(r"[{}\\\s]", "", citation.url)  # these would end the field
    lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items())
    return f"@misc{{{_key(citation)},\n{lines}}}\n"


def as_csl(citation: Citation) -> str:
    """Return the citation as CSL-JSON, a list of one item."""
    year, month, day = (int(part) for part in citation.made_at[:10].split("-"))
    item: JSON = {
        "id": _key(citation),
        "type": "dataset",
        "author": [{"literal": citation.work.author}],
        "title": citation.truth,
        "issued": {"date-parts": [[year, month, day]]},
        "version": citation.version,
        "abstract": citation.found,
        "publisher": _source(citation),  # most styles leave a note out, and the sum must be printed
    }
    if citation.work.title:
        item["container-title"] = citation.work.title
    if citation.url:
        item["URL"] = citation.url
    return json.dumps([item], indent=1, ensure_ascii=False) + "\n"


def _places(results: Results, claim: str) -> list[Subject]:
    trials = [record.trial for record in results.records if record.trial.case == claim]
    whole = [Subject(claim=claim, interpreter=trial.interpreter) for trial in trials]
    return whole + [
        Subject(claim=claim, interpreter=trial.interpreter, start_method=trial.start_method)
        for trial in trials
        if trial.start_method in START_METHODS
    ]


def _found(results: Results, place: Subject, found: Finding | None) -> str:
    """Say what was found there, and where that was."""
    case, records = results.cases[place.claim], records_of(results, place)
    partial = f" (partial results: {results.partial})" if results.partial else ""
    if place.interpreter is None:
        number = len({record.trial.interpreter for record in records if record.judgement.expectation})
        known = found or Finding(records, case, results.interpreters)
        scoped = "" if case.since_then else f"What the article says of it: {known.scope()} "
        ran = f"Run on {number} interpreter{'s'[: number != 1]}{partial}."
        return f"{scoped}What happens where: {known.happening()} {ran}"
    seen = "; ".join(f"{_under(record)}{behaviour(record, case)}{_verdict(record)}" for record in records)
    return f"{configuration(results.interpreters[place.interpreter])}: {seen}{partial}."


def _under(record: Record) -> str:
    return f"under {record.trial.start_method}, " if record.trial.start_method else ""


def _verdict(record: Record) -> str:
    return f" ({judged(record.judgement)})" if record.judgement.expectation else ""


def _source(citation: Citation) -> str:
    commit = f", commit {citation.commit}" if citation.commit else ""
    address = "" if citation.published else f", {citation.address}"
    dated = f"results of {citation.made_at}, sha256 {citation.sha256}"
    if not citation.work.title:
        return f"canifork {citation.version}, {citation.place.id}{commit}, {dated}{address}"
    work = ", ".join(filter(None, [citation.work.title, citation.place.id, citation.work.address]))
    return f"{work}, run with canifork {citation.version}{commit}, {dated}{address}"


def _key(citation: Citation) -> str:
    return re.sub(
        r"[^A-Za-z0-9_.-]",
        "_",
        "-".join(filter(None, ["canifork", citation.place.claim, citation.place.anchor])),
    )
