"""Bring the catalogues up to date and tell what they lack, for `canifork translate`.

Gathered is all that readers are shown: the texts of case files and outline, which are read and
never imported, of templates (`_()` and `trans`), and of our own modules (`say()`, `english()`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from jinja2 import TemplateSyntaxError

from canifork.errors import CatalogueError
from canifork.files import write_atomically
from canifork.i18n.catalog import missing, progress, read_catalogue, to_text, update
from canifork.i18n.translator import ENGLISH, FOLDER, LANGUAGES, WORD
from canifork.model import Case, Cause, Outline, Row
from canifork.project import CASES

PACKAGE = Path(__file__).parents[1]
SOURCES = [("**/templates/**", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {"**/templates/**": {"silent": "false", "trimmed": "true"}}
Claims = tuple[Outline, Mapping[str, Case]]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "english": None}


def renew(claims: Claims, root: Path, folder: Path = FOLDER, causes: Sequence[Cause] = ()) -> Iterator[str]:
    """Update the catalogues in `folder` from the cases in `root` and this package; yield what they lack."""
    source = gather(claims, root, causes=causes)
    for language in LANGUAGES.keys() - {ENGLISH}:
        yield from _renew(folder / f"{language}.po", source)


def gather(claims: Claims, root: Path, package: Path = PACKAGE, causes: Sequence[Cause] = ()) -> Catalog:
    """Return all English texts with their places: of claims and causes, in `root`, and of the package."""
    source = Catalog()
    outline, cases = claims
    for kind, text in _outline_texts(outline):
        source.add(text, locations=[(f"{CASES}/article.toml", 1)], auto_comments=[kind])
    for case in cases.values():
        for kind, text in _case_texts(case):
            source.add(text, locations=[(case.file, 1)], auto_comments=[kind])
    for cause in causes:
        source.add(cause.says, locations=[(f"{CASES}/causes.toml", 1)], auto_comments=["cause"])
    for place, reason in _undecided(root):
        source.add(reason, locations=[(place, 1)], auto_comments=["undecided"])
    for place, texts in _package_texts(package):
        source.add(texts, locations=[(place, 1)])
    return source


def _renew(path: Path, source: Catalog) -> Iterator[str]:
    catalogue = read_catalogue(path) if path.exists() else Catalog(locale=path.stem)
    update(catalogue, source)
    write_atomically(path, to_text(catalogue))
    yield f"{path}: {progress(catalogue)}"
    yield from (f"  {message.locations[0][0]}: {message.id}" for message in missing(catalogue))


def _outline_texts(outline: Outline) -> Iterator[tuple[str, str]]:
    yield "title", outline.title
    yield from (("chapter", chapter.title) for chapter in outline.chapters)
    for statement in outline.not_testable:
        yield "cannot be tested", statement.claim
        yield "why not", statement.reason


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
    """Yield the reasons for which a case, or what cases share, is undecided: in its answer, or raised."""
    for path in sorted((root / CASES).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Dict(keys=[ast.Constant("undecided"), *_], values=[ast.Constant(str(reason)), *_]):
                    yield path.relative_to(root).as_posix(), reason
                case ast.Call(func=ast.Name("Undecided"), args=[ast.Constant(str(reason))]):
                    yield path.relative_to(root).as_posix(), reason


def _package_texts(package: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    try:
        for place, _, text, _, _ in extract_from_dir(package, SOURCES, OPTIONS, KEYWORDS):
            yield f"{package.name}/{Path(place).as_posix()}", text
    except TemplateSyntaxError as fault:
        raise CatalogueError(f"a template, line {fault.lineno}: {fault}; mend it first") from None
