"""Write results for other programs: each module here makes one file, and says so in its EXPORT."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from canifork.analysis.findings import Findings


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """A file that is written beside the pages: its name, what its format is called, what makes its text."""

    file: str
    title: str
    write: Callable[[Findings], str]


def exports() -> list[Export]:
    """Return the exports of all modules in this folder, by the names of the modules."""
    modules = (
        importlib.import_module(found.name) for found in pkgutil.iter_modules(__path__, f"{__name__}.")
    )
    return [module.EXPORT for module in modules]
