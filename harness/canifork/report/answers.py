"""What results say of a claim, in words that stay as long as it behaves alike, and their hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from canifork.analysis.spans import Line
from canifork.escape import one_line
from canifork.model import Case
from canifork.report.strip import bars


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The truth of a claim, and for each system and build what was seen since when."""

    truth: str
    answers: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """Return the hash of both; a newer day, version or patch release does not change it."""
        text = json.dumps([self.truth, sorted(self.answers.items())], ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def answer(case: Case, lines: Iterable[Line]) -> Answer:
    """Return the answer that a claim's history gives."""
    return Answer(
        truth=one_line(case.truth),
        answers={name: "; ".join(cell.text for cell in cells) for name, cells in bars(lines)},
    )
