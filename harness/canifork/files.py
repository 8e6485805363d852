"""Write files so that a full disk loses nothing, and is one sentence."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from canifork.errors import OutputError, PlaceError


def write_atomically(path: Path, content: str | bytes, *, durable: bool = True) -> None:
    """Write a file beside its place and move it there; OutputError if the disk refuses.

    Text becomes UTF-8.  What is not `durable` can be made anew, and does not wait until it lies safe
    on the disk.
    """
    scratch = None
    try:
        data = content.encode() if isinstance(content, str) else content
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            scratch = file.name
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        Path(scratch).chmod(0o644)
        Path(scratch).replace(path)
    except (OSError, UnicodeEncodeError) as fault:
        if scratch is not None:
            Path(scratch).unlink(missing_ok=True)
        refuse_file_as_folder(path.parent)
        if path.is_dir():
            raise PlaceError(f"{path}: is a folder; name a file") from None
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise OutputError(f"{path}: {why}; free some space or name another place") from None


def refuse_file_as_folder(folder: Path) -> None:
    """Raise PlaceError if a file has the name of this folder, or of a folder above it."""
    for place in (folder, *folder.parents):
        with contextlib.suppress(PermissionError):
            if place.is_file():
                raise PlaceError(f"{place}: is a file, not a folder; name another folder") from None


@contextlib.contextmanager
def disk_errors_as_output_error(folder: Path) -> Iterator[None]:
    """Make one sentence, an OutputError, of a temporary folder that is full or cannot be written."""
    try:
        yield
    except OSError as fault:
        why = fault.strerror or "cannot be written"  # shutil.Error has one for each file
        raise OutputError(f"{folder}: {why}; free some space, or set TMPDIR to another folder") from None
