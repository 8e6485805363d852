"""The line of JSON in which a trial answers: find it in the output, and read it with suspicion."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from canifork.model import Exit

ANSWER_LINE = re.compile(rb'\{"canifork": [^\r\n]*')
DETAIL = 4_000  # characters of its last output that are kept with an observation
MOST_KEYS, MOST_DEPTH, MOST_TEXT, MOST_NUMBER = 60, 3, 200, 2**53


def read_answer(line: bytes) -> Mapping[str, Any]:
    """Read the line that a case shows; ValueError with a sentence if it is not one."""
    try:
        said = json.loads(line.decode("ascii"), parse_constant=_refuse)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(said, dict) or said.get("canifork") != 1:
        raise ValueError("it is not an answer of version 1")
    if not all(isinstance(said.get(key), str) for key in ("case", "interpreter")):
        raise ValueError("it does not say which case and interpreter it is from")
    for key in ("case", "interpreter"):
        _check_value(said[key], 0)
    if not isinstance(said.get("start_method"), (str, type(None))):
        raise ValueError("its start method is not a word")
    if ("answer" in said) == ("raised" in said):
        raise ValueError("it has to hold either an answer or what was raised")
    if "raised" in said:
        _check_value(said["raised"] if isinstance(said["raised"], str) else [], 0)
    elif not isinstance(said["answer"], dict) or not said["answer"]:
        raise ValueError("the answer is not a dict with something in it")
    else:
        _check_value(said["answer"], 0)
    return said


def last_words(ended: Exit) -> str | None:
    """Return the end of what the trial wrote beside its answer, as text, or None."""
    output = ANSWER_LINE.sub(b"", ended.out)
    text = (output + b"\n" + ended.err).decode("utf-8", "replace").strip()
    return text[-DETAIL:] or None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _check_value(value: object, depth: int) -> None:
    """Raise ValueError unless this is what answers are made of, in the sizes they have."""
    if depth > MOST_DEPTH:
        raise ValueError(f"it is nested more than {MOST_DEPTH} deep")
    if isinstance(value, dict):
        if len(value) > MOST_KEYS:
            raise ValueError(f"it has {len(value)} keys, more than {MOST_KEYS}")
        for key, inner in value.items():
            _check_value(key, depth + 1)
            _check_value(inner, depth + 1)
    elif isinstance(value, str):
        if len(value) > MOST_TEXT:
            raise ValueError(f"it holds a text of {len(value)} characters, not a short word")
    elif isinstance(value, (int, float)):
        if not abs(value) <= MOST_NUMBER:  # NaN is not below it either
            raise ValueError("it holds a number beyond 2**53")
    elif value is not None:
        raise ValueError("it holds something that is no boolean, number, word or dict")
