"""What each version of Python changed, as an Atom feed (RFC 4287): an entry for each version."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from canifork.analysis.attribution import Turn, by_release, turns
from canifork.analysis.findings import Findings
from canifork.analysis.timeline import change_sentence
from canifork.axes import AXES
from canifork.escape import printable
from canifork.i18n.translator import english
from canifork.model import Results
from canifork.report.exports import Export

ATOM = "http://www.w3.org/2005/Atom"
OURS = uuid.uuid5(uuid.NAMESPACE_DNS, "canifork")  # of which the ids of feed and entries are made


def write(findings: Findings) -> str:
    """Return the feed; it is as old as the results, and its links lead to the pages beside it."""
    results = findings.results
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "title", "What each version of Python does to your processes and threads")
    _add(feed, "id", uuid.uuid5(OURS, "changes").urn)
    _add(feed, "updated", results.made_at)
    author = ET.SubElement(feed, "author")
    _add(author, "name", "The canifork authors")
    moved = {claim: finding.changes for claim, finding in findings.claims.items()}
    for minor, found in by_release(turns(moved, (), results.interpreters)).items():
        feed.append(_entry(AXES["python"].name(minor), found, results))
    ET.indent(feed)
    return ET.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _entry(version: str, found: list[Turn], results: Results) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "title", f"What {version} does to your processes and threads")
    _add(entry, "id", uuid.uuid5(OURS, version).urn)
    _add(entry, "updated", results.made_at)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=f"../release/{version}.html")
    _add(entry, "content", "\n".join(_sentences(found, results)))
    return entry


def _sentences(found: list[Turn], results: Results) -> Iterator[str]:
    for turn in found:
        truth = results.cases[turn.claim].truth
        yield printable(f"{turn.claim}: {truth} {change_sentence(turn.change, english)}")


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text if "\n" in text else printable(text)


EXPORT = Export(file="changes.atom", title="Atom", write=write)
