"""Keep in the user's cache folder what can be made anew; what is missing or damaged there is made anew.

Whoever can write there can run programs as the user anyway, so the sum in each file is one against
accidents: a full disk, a file cut off, another program's file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import platformdirs

FOLDER = "CANIFORK_CACHE"  # the environment variable that names another folder
SUM = hashlib.sha256().digest_size


def folder() -> Path:
    """Return the folder: the one that the user names, or where the system has such things."""
    return Path(os.environ.get(FOLDER) or platformdirs.user_cache_path("canifork", appauthor=False))


def read(name: str) -> bytes | None:
    """Return what was kept under this name, None if nothing was, or if it is no longer what was written."""
    try:
        raw = (folder() / name).read_bytes()
    except OSError:
        return None
    return raw[SUM:] if hashlib.sha256(raw[SUM:]).digest() == raw[:SUM] else None


def write(name: str, kept: bytes) -> None:
    """Keep this under a name; where that cannot be done, only the time to make it anew is lost."""
    place = folder() / name
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(kept).digest() + kept)
            Path(scratch).replace(place)
        except OSError:
            Path(scratch).unlink(missing_ok=True)
