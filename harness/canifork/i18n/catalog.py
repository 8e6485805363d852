"""Read, update and write catalogues: gettext's PO files, English text → text of one language."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from canifork.errors import CatalogueError


def read_catalogue(path: Path) -> Catalog:
    """Read a PO file; CatalogueError, with the line, if it is missing or malformed."""
    try:
        with path.open("rb") as file:
            return read_po(file, locale=path.stem, abort_invalid=True)
    except OSError as fault:
        raise CatalogueError(f"{path}: {fault.strerror}; `canifork translate` makes it anew") from None
    except PoFileError as fault:
        line = fault.line.strip()
        raise CatalogueError(f"{path}:{fault.lineno + 1}: {line!r} fits no PO file here; mend it") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"{path}: is not UTF-8 text; save it as such") from None


def update(catalogue: Catalog, source: Catalog) -> None:
    """Give the catalogue exactly the texts of the source.

    Translations of the same text are kept, what has vanished becomes obsolete, and the
    translation of a text that is a little different now becomes its draft.
    """
    # Dates in it would change the file on every run, and git knows them better.
    catalogue.update(source, update_creation_date=False)


def translated(catalogue: Catalog) -> dict[str, str]:
    """Return English text → translation of all that is translated and no draft, plurals included."""
    return {
        one: string
        for message in catalogue
        if message.id and not message.fuzzy
        for one, string in _pairs(message)
        if string
    }


def missing(catalogue: Catalog) -> list[Message]:
    """Return what a reader would see in English: texts without a translation, or with a draft."""
    done = translated(catalogue)
    return [
        message
        for message in catalogue
        if message.id and not all(text in done for text, _ in _pairs(message))
    ]


def progress(catalogue: Catalog) -> str:
    """Tell in one sentence how far the translation is."""
    drafts = sum(message.fuzzy for message in catalogue if message.id)
    return (
        f"{len(catalogue)} texts, {len(missing(catalogue))} missing ({drafts} of them drafts), "
        f"{len(catalogue.obsolete)} obsolete"
    )


def to_text(catalogue: Catalog) -> str:
    """Write a catalogue as a PO file, without line numbers and wrapping, so that changes stay small."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, include_lineno=False)
    return file.getvalue().decode()


def _pairs(message: Message) -> list[tuple[str, str]]:
    """Pair each English text with its translation; a Chinese plural has one form for both of English."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string or ""))]
    forms = message.string or [""]
    return [(text, forms[min(place, len(forms) - 1)]) for place, text in enumerate(message.id)]
