"""Write a new collection: an outline, one case, the helpers, a README, a workflow."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomlkit

from canifork.collection.helpers import write_helpers
from canifork.errors import CollectionError
from canifork.files import refuse_file_as_folder, write_atomically
from canifork.project import CASES, OUTLINE, Copy

TEMPLATE = Path(__file__).with_name("template")
WORKFLOW = ".github/workflows/claims.yml"
FILES = {  # in the template → in the collection
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "workflow.yml": WORKFLOW,
    "chapter.txt": f"{CASES}/process/__init__.py",
    "case.txt": f"{CASES}/process/memory_not_shared.py",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What the claims are taken from: its title, its author, its address on the web (or "")."""

    title: str
    author: str
    address: str


def begin(folder: Path, wish: Wish, source: Copy, today: date) -> list[str]:
    """Write a collection into a folder; return the files that were there before and stay as they were.

    CollectionError if the folder holds cases.
    """
    refuse_file_as_folder(folder)
    cases = folder / CASES
    if cases.exists():
        raise CollectionError(
            f"{folder}: holds {CASES}; name another folder, or bring its helpers up to date with --update"
        )
    try:
        write_helpers(cases, source)
        write_atomically(cases / OUTLINE, _outline(wish, today))
    except BaseException:
        shutil.rmtree(cases, ignore_errors=True)  # half a collection would stand in the way of the next try
        raise
    kept = []
    for name, place in FILES.items():
        if (folder / place).exists():
            kept.append(place)
        else:
            write_atomically(folder / place, _filled(name, wish, source))
    return kept


def _filled(name: str, wish: Wish, source: Copy) -> str:
    text = (TEMPLATE / name).read_text(encoding="utf-8")
    for word, value in (("TITLE", wish.title), ("VERSION", source.version)):
        text = text.replace(f"@{word}@", value)
    return text


def _outline(wish: Wish, today: date) -> str:
    outline = tomlkit.parse((TEMPLATE / OUTLINE).read_text(encoding="utf-8"))
    outline["title"] = outline["original_title"] = wish.title
    outline["author"] = wish.author
    outline["address"] = wish.address
    outline["published"] = today
    return tomlkit.dumps(outline)
