"""What tests of the site in a browser ask of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

# The letters of the longest line of an element that holds one text.
LINE = """(text) => {
  const range = document.createRange();
  const lengths = {};
  for (let place = 0; place < text.firstChild.length; place++) {
    range.setStart(text.firstChild, place);
    range.setEnd(text.firstChild, place + 1);
    const top = range.getBoundingClientRect().top;
    lengths[top] = (lengths[top] || 0) + 1;
  }
  return Math.max(...Object.values(lengths));
}"""


def address(folder: Path, page: str) -> str:
    return f"{folder.as_uri()}/{page}"


def shown(page: Any) -> list[str]:
    """Return the ids of the claims whose rows are to be seen."""
    return page.eval_on_selector_all(  # type: ignore[no-any-return]
        "tr.claim", "rows => rows.filter(row => row.checkVisibility()).map(row => row.dataset.id)"
    )


def heads(page: Any) -> list[str]:
    """Return the columns that are to be seen."""
    return page.eval_on_selector_all(  # type: ignore[no-any-return]
        "thead th[data-os]", "heads => heads.filter(one => one.checkVisibility()).map(one => one.innerText)"
    )
