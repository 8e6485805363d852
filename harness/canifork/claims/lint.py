"""Name every slip in the cases and the outline, with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from canifork.claims.article import FILE, read_outline
from canifork.claims.authoring import CASE_RULES, FILE_RULES, Source, foreign
from canifork.claims.casefile import header_faults, parse, read_case
from canifork.errors import CaseFileError
from canifork.model import Outline

SENDS_ANYTHING = "sends_anything"  # of a chapter whose point is what cannot be sent to a process


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Slip:
    """What breaks a rule, where: `line` counts from 1."""

    path: Path
    line: int
    sentence: str


def slips(folder: Path) -> list[Slip]:
    """List every slip in the outline, the cases and the files that they share, of the cases in `folder`."""
    sending = _sending(folder)
    found = []
    for path in sorted(folder.glob("*/[!._]*.py")):
        found += slips_in_case(path, folder, sends_anything=path.parent.name in sending)
    for path in sorted(folder.glob("_*.py")):
        found += slips_in_shared(path)
    return [*slips_in_outline(folder), *found]


def slips_in_case(path: Path, folder: Path, *, sends_anything: bool = False) -> list[Slip]:
    """List the slips in one case, line by line."""
    try:
        tree = parse(path, path.read_bytes())
        lines = path.read_text(encoding="utf-8").splitlines()
    except CaseFileError as fault:
        return [_slip(path, fault)]
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "is not UTF-8 text"
        return [Slip(path=path, line=1, sentence=str(why))]
    found = {_slip(path, fault) for fault in header_faults(path, tree)}
    try:
        case = read_case(path, folder)
    except CaseFileError as fault:
        found.add(_slip(path, fault))
        case = None
    source = Source(lines=lines, tree=tree, case=case, sends_anything=sends_anything)
    of_case = CASE_RULES if case else ()
    told = (one for rule in (*FILE_RULES, *of_case) for one in rule(source))
    return sorted(found | {Slip(path=path, line=line, sentence=sentence) for line, sentence in told})


def slips_in_shared(path: Path) -> list[Slip]:
    """List the slips in a file that cases import: the same grammar, the same library."""
    try:
        tree = parse(path, path.read_bytes())
    except CaseFileError as fault:
        return [_slip(path, fault)]
    return [Slip(path=path, line=line, sentence=sentence) for line, sentence in foreign(tree)]


def slips_in_outline(folder: Path) -> list[Slip]:
    """List what the outline and the files do not agree on, and what the outline lacks."""
    path = folder / FILE
    try:
        outline = read_outline(folder)
    except CaseFileError as fault:
        sentence = str(fault).removeprefix(f"{path}: ")
        line = re.search(r"at line (\d+)", sentence)
        return [Slip(path=path, line=int(line[1]) if line else 1, sentence=sentence)]
    return [*_in_outline(path, _lacking(outline)), *disagreements(folder, outline)]


def disagreements(folder: Path, outline: Outline) -> list[Slip]:
    """List what the outline and the files do not agree on."""
    return [*_in_outline(folder / FILE, _agree(folder, outline)), *_unlisted(folder, outline)]


def _in_outline(path: Path, told: Iterable[tuple[tuple[str, ...], str]]) -> list[Slip]:
    text = path.read_text(encoding="utf-8")
    return [Slip(path=path, line=_line_of(text, *words), sentence=sentence) for words, sentence in told]


def _agree(folder: Path, outline: Outline) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what is wrong with an entry of the outline, behind the words that lead to its line."""
    for chapter in outline.chapters:
        names = chapter.claims + chapter.since
        for name in sorted({one for one in names if names.count(one) > 1}):
            yield (chapter.name, name, name), f"{chapter.name}.{name} is listed twice; keep one"
        for name in dict.fromkeys(names):
            if not (folder / chapter.name / f"{name}.py").is_file():
                yield (
                    (chapter.name, name),
                    f"{chapter.name}.{name} has no case; write cases/{chapter.name}/{name}.py",
                )


def _lacking(outline: Outline) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what an entry of the outline lacks, behind the words that lead to its line."""
    for chapter in outline.chapters:
        if chapter.title == chapter.name:
            yield (
                (chapter.name,),
                f"{chapter.name} has no title: begin cases/{chapter.name}/__init__.py with it",
            )
    for one in outline.not_testable:
        if not (one.claim.endswith(".") and one.reason.endswith(".")):
            yield (one.claim,), f"{one.claim!r} or its reason is no sentence; end both in a full stop"


def _unlisted(folder: Path, outline: Outline) -> Iterator[Slip]:
    """Yield the cases that the outline does not list, or not where they belong."""
    chapters = {chapter.name: chapter for chapter in outline.chapters}
    for path in sorted(folder.glob("*/[!._]*.py")):
        name, chapter = path.stem, chapters.get(path.parent.name)
        since = None if chapter is None else name in chapter.since
        if chapter is None or name not in chapter.claims + chapter.since:
            sentence = f"{FILE} does not list {path.parent.name}.{name}; add it to its chapter"
            yield Slip(path=path, line=1, sentence=sentence)
        elif since != bool(re.search("^SEEN *=", path.read_text("utf-8", "replace"), re.MULTILINE)):
            listed = "`since`" if since else "`claims`"
            sentence = f"{FILE} lists it in {listed}; those in `since` have SEEN"
            yield Slip(path=path, line=1, sentence=sentence)


def _sending(folder: Path) -> set[str]:
    """Name the chapters that send what cannot be sent, none if the outline cannot be read."""
    try:
        raw = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
        return {one["name"] for one in raw["chapter"] if one.get(SENDS_ANYTHING) is True}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()  # slips_in_outline says what is wrong


def _slip(path: Path, fault: CaseFileError) -> Slip:
    """Take apart a sentence that begins with file and line."""
    line, _, sentence = str(fault).removeprefix(f"{path}:").partition(": ")
    return Slip(path=path, line=int(line), sentence=sentence)


def _line_of(text: str, *words: str) -> int:
    """Return the line of the last of these words, each in quotes and found behind the one before."""
    place = -1
    for word in words:
        place = max(place, text.find(f'"{word}"', place + 1))
    return text.count("\n", 0, max(place, 0)) + 1
