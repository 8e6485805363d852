"""Write a new case, and list it in the outline."""

from __future__ import annotations

import keyword
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from canifork.claims.article import read_outline
from canifork.claims.authoring import UNWRITTEN
from canifork.claims.casefile import NAME, read_case
from canifork.errors import CaseFileError, CollectionError
from canifork.files import write_atomically
from canifork.project import CASES, OUTLINE

WIDTH = 96  # of a line, so that quotes and a comma behind it still fit on the page


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCase:
    """What is known of a case that is to be written; `since` is where people met a claim of their own."""

    claim: str
    truth: str
    says: str | None
    since: tuple[str, ...]
    docs: tuple[str, ...]
    because: str
    start_methods: tuple[str, ...]
    needs: tuple[str, ...]
    chapter_title: str


def place_of(root: Path, claim: str) -> Path:
    """Return the file of a claim that is to be written; CollectionError if it is none or is there."""
    chapter, _, name = claim.partition(".")
    for word in (chapter, name):
        if not NAME.fullmatch(word) or not word.isidentifier() or word[0] == "_" or keyword.iskeyword(word):
            raise CollectionError(
                f"{claim!r} is no claim; write chapter.name with a-z, 0-9 and _, such as pool.default_size"
            )
    path = root / CASES / chapter / f"{name}.py"
    if path.exists():
        raise CollectionError(f"{path}: is there already; choose another name")
    return path


def write(root: Path, wanted: NewCase) -> Path:
    """Write the case and list it; return its file.  CollectionError if it cannot be as it is wanted."""
    path, text = place_of(root, wanted.claim), rendered(wanted)
    _check(path, text)
    outline = _listed(root / CASES, wanted)
    title = path.parent / "__init__.py"
    if not title.exists():
        write_atomically(title, f'"""{_in_docstring(wanted.chapter_title)}"""\n')
    write_atomically(path, text)
    try:
        write_atomically(root / CASES / OUTLINE, outline)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def rendered(wanted: NewCase) -> str:
    """Return the text of the case; its program is still to be written."""
    said = [_assigned("SEEN", wanted.since)] if wanted.since else [_assigned("SAYS", wanted.says)]
    said.append(_assigned("DOCS", wanted.docs))
    said += [
        _assigned(key, value)
        for key, value in (("START_METHODS", wanted.start_methods), ("NEEDS", wanted.needs))
        if value
    ]
    if not wanted.since:
        said.append('ARTICLE = [{"when": {}, "sees": {"holds": True}}]')
    return (
        f'"""{_in_docstring(wanted.truth)}\n"""\n'
        "from cases._show import show\n\n"
        + "\n".join(said)
        + '\nEXPECT = [\n    {"when": {}, "sees": {"holds": True},\n     "because": '
        + _text(wanted.because, indent=5)
        + "},\n]\n\n\ndef observe():\n"
        + f'    return {{"undecided": "{UNWRITTEN}"}}\n\n\n'
        + 'if __name__ == "__main__":\n    show(observe)\n'
    )


def _assigned(key: str, value: str | Sequence[str] | None) -> str:
    if value is None or isinstance(value, str):
        return f"{key} = {None if value is None else _text(value)}"
    one_line = f"{key} = [{', '.join(map(_quoted, value))}]"
    if len(one_line) <= WIDTH:
        return one_line
    return "\n".join([f"{key} = [", *(f"    {_text(one, indent=4)}," for one in value), "]"])


def _text(value: str, indent: int = 0) -> str:
    """Return a text as a literal: if it is long, in several lines that Python puts together."""
    lines = textwrap.wrap(value, WIDTH - indent - 12, drop_whitespace=False) or [""]
    if len(lines) == 1:
        return _quoted(value)
    space = "\n" + " " * (indent + 4)
    return "(" + space + space.join(map(_quoted, lines)) + "\n" + " " * indent + ")"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_docstring(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _check(path: Path, text: str) -> None:
    """Read the case as it will be; CollectionError if that cannot be done."""
    with tempfile.TemporaryDirectory(prefix="canifork-") as name:
        trial = Path(name, CASES, path.parent.name, path.name)
        trial.parent.mkdir(parents=True)
        trial.write_text(text, encoding="utf-8")
        try:
            read_case(trial, trial.parents[1])
        except CaseFileError as fault:
            _, _, sentence = str(fault).removeprefix(f"{trial}:").partition(": ")
            raise CollectionError(f"{path.parent.name}.{path.stem} cannot be written: {sentence}") from None


def _listed(cases: Path, wanted: NewCase) -> str:
    """Return the outline with the claim in it, its comments and layout as they were."""
    read_outline(cases)  # says what is wrong with it
    name, _, claim = wanted.claim.partition(".")
    outline = tomlkit.parse((cases / OUTLINE).read_text(encoding="utf-8"))
    chapters: Any = outline["chapter"]
    chapter = next((one for one in chapters if one["name"] == name), None)
    if chapter is None:
        chapter = tomlkit.table()
        chapter["name"] = name
        chapter["claims"] = tomlkit.array()
        if chapters:
            chapters[-1].add(tomlkit.nl())
        chapters.append(chapter)
        chapter = chapters[-1]
    key = "since" if wanted.since else "claims"
    if key not in chapter:
        chapter[key] = tomlkit.array()
    if claim not in chapter[key]:
        chapter[key].append(claim)
    return tomlkit.dumps(outline)
