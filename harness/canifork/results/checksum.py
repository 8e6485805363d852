"""Verify that a file is the one which was cited: offline, by its sha256, to the last byte."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from canifork.errors import ResultsError
from canifork.files import write_atomically

SHA256 = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])")


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal; ResultsError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise ResultsError(f"{path}: {fault.strerror}; name a file that can be read") from None


def hashes_in(path: Path) -> list[str]:
    """Return every sha256 that a text holds: a citation, a bibliography, a list of sums."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as fault:
        raise ResultsError(f"{path}: {fault.strerror}; name a file that can be read") from None
    return list(dict.fromkeys(found.lower() for found in SHA256.findall(text)))


def sums_of(path: Path) -> Path:
    """Return where the sum of a file stands: beside it, as `sha256sum --check` reads it."""
    return path.with_name(f"{path.name}.sha256")


def write_sum(path: Path) -> str:
    """Write the sum of a file beside it, and return it; OutputError if the disk refuses."""
    sha256 = sha256_of(path)
    write_atomically(sums_of(path), f"{sha256}  {path.name}\n")
    return sha256
