"""Read a query: text into a tree, or one sentence that says what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from canifork.errors import QueryError
from canifork.i18n.translator import english

Vocabulary = Mapping[str, tuple[str, ...]]
"""The values that each key, and each question, may be given; none: a range of versions."""

Range = tuple[tuple[int, ...] | None, tuple[int, ...] | None]
PLACES = ("os", "build", "method", "python")
KEYS = (*PLACES, "chapter", "state")
QUESTIONS = ("differs", "only", "flips")
NAMED = {"key": KEYS, "question": QUESTIONS}
DEEPEST = 50  # brackets within brackets
TOKEN = re.compile(
    r'(?P<space>[ \t\r\n\xa0\u3000]+)|(?P<quoted>"[^"]*")|(?P<quote>")|(?P<open>\()|(?P<close>\))'
    r'|(?P<key>[^ \t\r\n\xa0\u3000()":]+):(?P<value>[^ \t\r\n\xa0\u3000()"]+)'
    r'|(?P<question>(?!(?i:and|or|not)\()[^ \t\r\n\xa0\u3000()":]+)\((?P<argument>[^()"]*)\)'
    r'|(?P<word>[^ \t\r\n\xa0\u3000()"]+)'
)
VERSION = re.compile(r"\d{1,4}\.\d{1,4}", re.ASCII)
MISTAKES = {
    "key": english("At {place}: “{found}” is no key. Use {allowed}, or put quotation marks around text."),
    "question": english(
        "At {place}: “{found}” is no question. Use {allowed}, or put quotation marks around text."
    ),
    "value": english("At {place}: “{found}” is not known here. Use {allowed}."),
    "versions": english("At {place}: “{found}” names no versions. Write {allowed}."),
    "missing": english("At {place}: a word or a question is missing."),
    "bracket": english("At {place}: this bracket has no other half."),
    "quote": english("At {place}: this quotation mark has no other half."),
    "deep": english("At {place}: there are too many brackets within brackets."),
}
"""Every sentence about a mistake; the pages of the site have them in their language."""

RANGES = ("3.14", "3.9..3.12", "3.10..", "..3.9")  # as versions are written
RANGED = {"python": RANGES, "only": RANGES, "flips": RANGES[1:]}
"""What takes versions, and how they are written there: a flip lies between two."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a query: `kind` is `and`, `or`, `not`, `text`, a key or a question; `value` what it asks."""

    kind: str
    value: str | Range = ""
    parts: tuple[Node, ...] = ()

    @property
    def place(self) -> bool:
        """Tell whether it only says where to look."""
        return self.kind in PLACES or (bool(self.parts) and all(part.place for part in self.parts))


def parse(text: str, vocabulary: Vocabulary) -> Node:
    """Return the tree of a query; QueryError with a sentence if it is none."""
    return _Reader(text, vocabulary).read()


def read_range(text: str) -> Range | None:
    """Return the first and the last version of a range, None where it is open; None if it is no range."""
    first, dots, last = text.partition("..")
    ends = [one for one in ((first, last) if dots else (first,)) if one]
    if not ends or not all(VERSION.fullmatch(one) for one in ends):
        return None
    read = [tuple(map(int, one.split("."))) if one else None for one in (first, last if dots else first)]
    return read[0], read[1]


def _mistake(kind: str, place: int, found: str = "", allowed: tuple[str, ...] = ()) -> QueryError:
    sentence = MISTAKES[kind].format(place=place + 1, found=found, allowed=", ".join(allowed))
    return QueryError(sentence)


class _Reader:
    """Reads a query by recursive descent: alternatives, of which each is parts that all have to fit."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text, self._vocabulary = text, vocabulary
        self._tokens = [found for found in TOKEN.finditer(text) if found.lastgroup != "space"]
        self._at = self._depth = 0

    def read(self) -> Node:
        if not self._tokens:
            return Node("and")
        found = self._alternatives()
        if self._at < len(self._tokens):  # only a bracket ends alternatives
            raise _mistake("bracket", self._tokens[self._at].start())
        return found

    def _alternatives(self) -> Node:
        parts = [self._all()]
        while self._joint("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Node("or", parts=tuple(parts))

    def _all(self) -> Node:
        parts = [self._single()]
        while self._joint("and") or self._goes_on():
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else Node("and", parts=tuple(parts))

    def _single(self) -> Node:
        start = self._tokens[self._at].start() if self._at < len(self._tokens) else len(self._text)
        self._depth += 1
        if self._depth > DEEPEST:
            raise _mistake("deep", start)
        found = Node("not", parts=(self._single(),)) if self._joint("not") else self._atom(start)
        self._depth -= 1
        return found

    def _atom(self, start: int) -> Node:
        if not self._goes_on():
            raise _mistake("missing", start)
        token = self._tokens[self._at]
        self._at += 1
        if token["open"]:
            found = self._alternatives()
            if self._at == len(self._tokens):
                raise _mistake("bracket", start)
            self._at += 1
            return found
        if token["quote"]:
            raise _mistake("quote", start)
        if token["key"]:
            return self._named("key", token, "value")
        if token["question"]:
            return self._named("question", token, "argument")
        return Node("text", token[0].strip('"').lower())

    def _named(self, kind: str, token: re.Match[str], asked: str) -> Node:
        name = token[kind].lower()
        if name not in NAMED[kind]:
            raise _mistake(kind, token.start(), token[kind], NAMED[kind])
        return Node(name, self._value(name, token[asked].strip(" "), token.start(asked)))

    def _value(self, name: str, value: str, place: int) -> str | Range:
        allowed = self._vocabulary[name]
        for plain in (value.lower(), value.lower().replace("-", "_")):
            if plain in allowed:
                return plain
        ranged = RANGED.get(name, ())
        versions = read_range(value) if ranged else None
        if versions and (name != "flips" or versions[0] != versions[1]):
            return versions
        raise _mistake("value" if allowed else "versions", place, value, (*allowed, *ranged))

    def _joint(self, word: str) -> bool:
        """Take this word if it comes next."""
        taken = self._at < len(self._tokens) and self._tokens[self._at][0].lower() == word
        self._at += taken
        return taken

    def _goes_on(self) -> bool:
        """Tell whether another part comes next."""
        if self._at == len(self._tokens):
            return False
        token = self._tokens[self._at]
        return not token["close"] and token[0].lower() not in {"and", "or"}
