"""The states of a trial: what each is called, how it is shown, and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from canifork.i18n.translator import english
from canifork.model import Expectation, Record


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """One state, as every table shows it: colour is never the only sign.

    `letter` stands in the tables of terminal and Markdown, `sign` on pages; `colour`, dark enough
    for white letters (4.5 to 1 and more), in badges and embedded rows.  `brief`: the meaning where the row
    says already that the claim came after the article.
    """

    key: str
    letter: str
    sign: str
    colour: str
    meaning: str
    brief: str = ""

    @property
    def said(self) -> str:
        """Return what a cell says to those who do not see sign and colour."""
        return self.brief or self.meaning


GREY = "#555"
STATES = {
    state.key: state
    for state in (
        State(
            key="supported",
            letter="S",
            sign="✓",
            colour="#2a6f3d",
            meaning=english("the article is right"),
            brief=english("right"),
        ),
        State(
            key="contradicted",
            letter="C",
            sign="✗",
            colour="#9a4a00",
            meaning=english("the article is wrong"),
            brief=english("wrong"),
        ),
        State(
            key="not_seen",
            letter="n",
            sign="○",
            colour="#5b4aa3",
            meaning=english("a race did not show itself"),
        ),
        State(
            key="silent",
            letter=".",
            sign="·",
            colour=GREY,
            meaning=english("the article says nothing"),
            brief=english("article silent"),
        ),
        State(
            key="as_expected",
            letter="e",
            sign="=",
            colour="#1f5f8b",
            meaning=english("came after the article; as expected"),
            brief=english("as expected"),
        ),
        State(
            key="open",
            letter="o",
            sign="…",
            colour=GREY,
            meaning=english("came after the article; nothing is expected here"),
            brief=english("nothing is expected here"),
        ),
        State(key="undecided", letter="?", sign="?", colour=GREY, meaning=english("undecided")),
        State(
            key="red",
            letter="!",
            sign="!",
            colour="#b3261e",
            meaning=english("broken, garbled or mistaken: needs attention"),
        ),
        State(
            key="not_applicable",
            letter="-",
            sign="-",
            colour=GREY,
            meaning=english("the question has no meaning here"),
        ),
        State(key="not_run", letter=" ", sign="", colour=GREY, meaning=english("not run")),
    )
}
"""Every state by its key, which is its word and its class in style sheets too."""

SHOWN = [state for state in STATES.values() if state.sign]
"""The states that a legend explains: an empty cell needs no sign."""


def state_of(record: Record) -> State:
    """Return the state of a record: red, the article's or else the expectation's verdict, or why none."""
    verdict = record.judgement
    if record.red:
        return STATES["red"]
    if verdict.article is None and verdict.expectation is Expectation.MET:
        return STATES["as_expected"]
    return STATES[str(verdict.article or verdict.expectation or record.observation.kind)]
