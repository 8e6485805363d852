"""Draw who imports whom among the rooms of the harness, into docs/architecture.md.

    python tools/draw_rooms.py            write the picture
    python tools/draw_rooms.py --check    exit with 1 if the picture is out of date

A room is a folder of harness/canifork, or a module beside the folders.  An import inside a function
counts as well.  An arrow is left out where a longer way leads to the same room.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGE = "canifork"
BEGIN = "<!-- begin: drawn by tools/draw_rooms.py -->"
END = "<!-- end: drawn by tools/draw_rooms.py -->"

Arrows = Mapping[str, AbstractSet[str]]
"""The rooms that each room imports."""


def main(words: Sequence[str] | None = None, page: Path = PAGE, arrows: Arrows | None = None) -> int:
    """Write or check the picture; `arrows` are read from the harness if they are not given."""
    parser = argparse.ArgumentParser(description="Draw who imports whom among the rooms of the harness.")
    parser.add_argument("--check", action="store_true", help="exit with 1 if the picture is out of date")
    options = parser.parse_args(words)
    before = page.read_text(encoding="utf-8")
    after = put(before, picture(read_arrows() if arrows is None else arrows))
    if after == before:
        return 0
    if options.check:
        print(f"{page}: the picture is out of date; run `python tools/draw_rooms.py`", file=sys.stderr)
        return 1
    page.write_text(after, encoding="utf-8", newline="\n")
    return 0


def read_arrows() -> Arrows:
    """Read the imports of all modules of the harness, without running one."""
    import grimp  # late: only who draws needs it

    sys.path.insert(0, str(ROOT / "harness"))
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    imports = (
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    )
    return between_rooms(imports)


def between_rooms(imports: Iterable[tuple[str, str]]) -> Arrows:
    """Return the arrows between rooms, of imports of modules; the package itself is no room."""
    arrows: dict[str, set[str]] = {}
    for importer, imported in imports:
        here, there = room_of(importer), room_of(imported)
        if here and there and here != there:
            arrows.setdefault(here, set()).add(there)
    return arrows


def room_of(module: str) -> str:
    """Name the room of a module: 'report' for 'canifork.report.text.terminal'."""
    return module.partition(".")[2].partition(".")[0]


def picture(arrows: Arrows) -> str:
    """Return the picture as a Mermaid diagram: the same text for the same arrows."""
    return "\n".join(["```mermaid", "flowchart TD", *(f"    {line}" for line in _lines(arrows)), "```"])


def put(text: str, drawn: str) -> str:
    """Return the text with the picture between its two markers."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"the page lacks a marker; it needs a line {BEGIN} and a line {END}")
    return f"{before}{BEGIN}\n{drawn}\n{END}{after}"


def shortened(arrows: Arrows) -> Iterator[tuple[str, str]]:
    """Yield the arrows that no longer way replaces, from the top down.

    Rooms that import each other in a circle keep all arrows between them: a picture shows a fault.
    """
    below = {
        room: reachable(room, arrows)
        for room in {*arrows, *(there for some in arrows.values() for there in some)}
    }
    for here in sorted(arrows, key=lambda room: (-len(below[room]), room)):
        for there in sorted(arrows[here]):
            between = (room for room in below[here] if there in below[room])
            if not any(here not in below[room] and room not in below[there] for room in between):
                yield here, there


def reachable(room: str, arrows: Arrows) -> AbstractSet[str]:
    """Return the rooms to which arrows lead from this room, directly or not."""
    found: set[str] = set()
    waiting = [room]
    while waiting:
        new = arrows.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return found


def _lines(arrows: Arrows) -> Iterator[str]:
    for here, there in shortened(arrows):
        yield f"{here} --> {there}"


if __name__ == "__main__":
    sys.exit(main())
