"""Sphinx and MyST refer to claims with no plugin: Sphinx reads the inventory back, links lead to pages."""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from builders import HOSTILE, make_case, make_newer, make_results
from canifork.model import Results
from canifork.report import write_report
from canifork.report.references import inventory, references

TRUTH = "A pool `works`, always."
SITE = "https://example.org/report"
PAGE = f"{SITE}/claim/pool.size.html"


def made(*truths: str) -> Results:
    cases = [make(truth=truth) for make, truth in zip((make_case, make_newer), truths, strict=False)]
    return make_results([], cases={case.id: case for case in cases})


def read_back(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Sphinx's own imports deprecate
        module = pytest.importorskip("sphinx.util.inventory")
    return module.InventoryFile.load(io.BytesIO(content), SITE, lambda *parts: "/".join(parts))


def labels(content: bytes) -> dict[str, tuple[str, str]]:
    """Return address and words of each label, as Sphinx reads them, of whatever version it is."""
    found = read_back(content)["std:label"]
    return {
        name: (item[2], item[3]) if isinstance(item, tuple) else (item.uri, item.display_name)
        for name, item in found.items()
    }


def test_sphinx_reads_each_claim_with_its_page_and_its_words() -> None:
    assert labels(inventory(made(TRUTH, "Another."))) == {
        "pool.size": (f"{SITE}/claim/pool.size.html", TRUTH),
        "pool.since": (f"{SITE}/claim/pool.since.html", "Another."),
    }


@pytest.mark.parametrize("hostile", [*HOSTILE, "", "  ", "x std:label -1 a.html y", "a\nb std:label 1 c d"])
def test_a_hostile_text_makes_no_label(hostile: str) -> None:
    found = labels(inventory(made(hostile)))
    assert {name: address for name, (address, _) in found.items()} == {
        "pool.size": f"{SITE}/claim/pool.size.html"
    }


def test_sphinx_links_to_a_claim_with_no_plugin(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        application = pytest.importorskip("sphinx.application")
        from sphinx.util.docutils import docutils_namespace

        (tmp_path / "objects.inv").write_bytes(inventory(made(TRUTH)))
        (tmp_path / "conf.py").touch()
        (tmp_path / "index.rst").write_text(
            "See :ref:`pool.size`, :ref:`so <pool.size>`.\n", encoding="utf-8"
        )
        warned = io.StringIO()
        mapping = {"canifork": (SITE, str(tmp_path / "objects.inv"))}
        with docutils_namespace():
            application.Sphinx(
                tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html", status=None, warning=warned,
                confoverrides={"extensions": ["sphinx.ext.intersphinx"], "intersphinx_mapping": mapping},
            ).build()  # fmt: skip
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert warned.getvalue() == ""
    assert html.count(f'href="{SITE}/claim/pool.size.html"') == 2
    assert "A pool `works`, always." in html


def test_myst_finds_each_claim_as_mystmd_does() -> None:
    """https://github.com/jupyter-book/mystmd, packages/myst-transforms/src/links/myst.ts."""
    written = dict(references(made(TRUTH, "Another.")))
    index = json.loads(written["data/myst.xref.json"])
    assert index["version"] == "1"
    for claim, words in (("pool.size", TRUTH), ("pool.since", "Another.")):
        [match] = [one for one in index["references"] if claim in {one["identifier"], one["html_id"]}]
        assert urljoin(SITE, f"/report/data{match['url']}") == f"{SITE}/claim/{claim}.html"
        page = json.loads(written[f"data{match['data']}"])
        [target] = [one for one in page["mdast"]["children"] if one["identifier"] == match["identifier"]]
        assert target["children"] == [{"type": "text", "value": words}]
        assert "." not in match["identifier"]  # mystmd looks for it with a selector


def test_they_lie_with_the_site_and_lead_to_its_pages(tmp_path: Path) -> None:
    results = made(TRUTH)
    write_report(results, tmp_path)
    assert (tmp_path / "objects.inv").read_bytes() == inventory(results)
    assert (tmp_path / "claim" / "pool.size.html").exists()
    assert (tmp_path / "data" / "myst.xref.json").exists()
