"""Bring the catalogues up to date and tell what they lack: python -m harness.translate.

Gathered is all that readers are shown: the texts of case files and outline, which are read and
never imported, of templates (`_()` and `trans`), and of our own modules (`say()`, `english()`).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from jinja2 import TemplateSyntaxError

from harness.catalogue import missing, read_catalogue, to_text, told, update
from harness.errors import CatalogueError, HarnessError
from harness.flow import CASES, read_claims
from harness.language import ENGLISH, FOLDER, LANGUAGES, WORD
from harness.model import Case, Outline, Row
from harness.outline import FILE
from harness.record import write_atomically

PACKAGE = Path(__file__).parent
SOURCES = [("**/templates/**", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {"**/templates/**": {"silent": "false", "trimmed": "true"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "english": None}


def main(root: Path = PACKAGE.parent, folder: Path = FOLDER) -> int:
    """Update the catalogues in `folder` from the cases in `root` and this package; return the exit code."""
    try:
        source = gather(root)
        for language in LANGUAGES.keys() - {ENGLISH}:
            _renew(folder / f"{language}.po", source)
    except HarnessError as fault:
        print(f"canifork: {fault}", file=sys.stderr)
        return fault.exit_code
    return 0


def gather(root: Path, package: Path = PACKAGE) -> Catalog:
    """Return all English texts with their places: of the cases in `root`, and of the package."""
    source = Catalog()
    outline, cases = read_claims(root)
    for kind, text in _outline_texts(outline):
        source.add(text, locations=[(f"{CASES}/{FILE}", 1)], auto_comments=[kind])
    for case in cases.values():
        for kind, text in _case_texts(case):
            source.add(text, locations=[(case.file, 1)], auto_comments=[kind])
    for place, reason in _undecided(root):
        source.add(reason, locations=[(place, 1)], auto_comments=["undecided"])
    for place, texts in _package_texts(package):
        source.add(texts, locations=[(place, 1)])
    return source


def _renew(path: Path, source: Catalog) -> None:
    catalogue = read_catalogue(path) if path.exists() else Catalog(locale=path.stem)
    update(catalogue, source)
    write_atomically(path, to_text(catalogue))
    print(f"{path}: {told(catalogue)}")
    for one in missing(catalogue):
        print(f"  {one.locations[0][0]}: {one.id}")


def _outline_texts(outline: Outline) -> Iterator[tuple[str, str]]:
    yield "title", outline.title
    yield from (("chapter", chapter.title) for chapter in outline.chapters)
    for one in outline.not_testable:
        yield "cannot be tested", one.claim
        yield "why not", one.reason


def _case_texts(case: Case) -> Iterator[tuple[str, str]]:
    yield "truth", case.truth
    yield "why", case.why
    if case.says is not None:
        yield "SAYS", case.says
    yield from (("because", row.because) for row in case.expect)
    words = (word for row in case.article + case.expect for word in _answer_words(row))
    yield from (("answer", word) for word in dict.fromkeys(words) if WORD.search(word))


def _answer_words(row: Row) -> Iterator[str]:
    """Yield keys and words of the answers that a row foretells, as tables show them: 'cpu count'."""
    allowed = {key: [value] for key, value in row.sees.items()} | dict(row.may_see)
    for key, values in allowed.items():
        yield from (str(one).replace("_", " ") for one in (key, *values) if isinstance(one, str))


def _undecided(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the reasons for which a case, or what cases share, answers {"undecided": reason}."""
    for path in sorted((root / CASES).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Dict(keys=[ast.Constant("undecided"), *_], values=[ast.Constant(str(reason)), *_]):
                    yield path.relative_to(root).as_posix(), reason


def _package_texts(package: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    try:
        for place, _, text, _, _ in extract_from_dir(package, SOURCES, OPTIONS, KEYWORDS):
            yield f"{package.name}/{Path(place).as_posix()}", text
    except TemplateSyntaxError as fault:
        raise CatalogueError(f"a template, line {fault.lineno}: {fault}; mend it first") from None


if __name__ == "__main__":
    sys.exit(main())
