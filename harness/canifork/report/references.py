"""Write what lets other documents refer to claims with no plugin: objects.inv and myst.xref.json.

https://sphobjinv.readthedocs.io/en/stable/syntax.html describes the first, an inventory of Sphinx;
https://mystmd.org/guide/external-references the second.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any

from canifork.escape import one_line
from canifork.model import Results

INVENTORY = "objects.inv"
MYST = "data/myst.xref.json"  # MyST is given the address of the folder: results alone lie beside the page
TARGETS = "data/myst.json"
HEADER = """\
# Sphinx inventory version 2
# Project: canifork
# Version: {version}
# The remainder of this file is compressed using zlib.
"""


def references(results: Results) -> Iterator[tuple[str, str | bytes]]:
    """Yield the path, below the report's folder, and the content of each file."""
    yield INVENTORY, inventory(results)
    yield MYST, _json(_myst(results))
    yield TARGETS, _json(_targets(results))


def inventory(results: Results) -> bytes:
    """Return an inventory in which each claim is a label of Sphinx: :ref:`pool.size`."""
    lines = [
        f"{claim} std:label -1 claim/{claim}.html {one_line(case.truth) or claim}\n"
        for claim, case in sorted(results.cases.items())
    ]
    head = HEADER.format(version=one_line(str(results.project["version"])))
    return head.encode() + zlib.compress("".join(lines).encode(), 9)


def _myst(results: Results) -> dict[str, Any]:
    """Return where each claim is, for MyST: [](xref:canifork#pool.size)."""
    return {
        "version": "1",
        "myst": "1.2.0",
        "references": [
            {
                "identifier": _identifier(claim),
                "html_id": claim,
                "kind": "heading",
                "data": f"/{TARGETS.rpartition('/')[2]}",
                "url": f"/../claim/{claim}.html",
            }
            for claim in results.cases
        ],
    }


def _targets(results: Results) -> dict[str, Any]:
    """Return what MyST reads the words of a link from: a page with a heading for each claim."""
    headings = [
        {
            "type": "heading",
            "depth": 2,
            "identifier": _identifier(claim),
            "label": _identifier(claim),
            "html_id": claim,
            "children": [{"type": "text", "value": one_line(case.truth)}],
        }
        for claim, case in results.cases.items()
    ]
    return {
        "kind": "Article",
        "slug": "canifork",
        "frontmatter": {"title": "canifork"},
        "mdast": {"type": "root", "children": headings},
    }


def _identifier(claim: str) -> str:
    """Name a claim as MyST would: it looks for it with a selector, in which a dot means a class."""
    return claim.replace(".", "-").replace("_", "-")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
