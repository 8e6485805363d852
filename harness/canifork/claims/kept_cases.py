"""Keep what was read of case files, in the user's cache folder, for as long as their texts stay the same."""

from __future__ import annotations

import hashlib
import importlib.util
import pickle
from collections.abc import Mapping
from functools import cache as once
from pathlib import Path

from canifork import axes, cache, model
from canifork.claims import conditions
from canifork.model import Case

NAME = "cases"  # of the folder that was read last: whoever changes between two has both read anew
READERS = (axes, conditions, model)  # beside casefile.py, what decides how a file is read


def key(path: Path, source: bytes) -> str:
    """Return what changes with a file's place or text."""
    return hashlib.sha256(str(path.absolute()).encode(errors="surrogateescape") + b"\0" + source).hexdigest()


def recall() -> dict[str, Case]:
    """Return the cases that were read last, by their keys; none if they were read by other code."""
    kept = cache.read(NAME) or b""
    if not kept.startswith(_readers()):
        return {}
    return pickle.loads(kept[len(_readers()) :])  # type: ignore[no-any-return] # noqa: S301 - cache says why


def keep(cases: Mapping[str, Case]) -> None:
    """Keep cases by their keys."""
    cache.write(NAME, _readers() + pickle.dumps(dict(cases)))


@once
def _readers() -> bytes:
    """Return a sum of the code that reads case files, and of the Python that runs it."""
    files = [Path(__file__).with_name("casefile.py"), *(Path(str(one.__file__)) for one in READERS)]
    code = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(code + importlib.util.MAGIC_NUMBER).digest()
