"""Say where a claim holds, in the shortest sentence that is true of every trial that was run.

The trials of a claim are cells with a value on each of the AXES.  The sentence names the
condition that fits exactly the cells in which the article is supported, or else exactly those
in which it is not, whichever is easier to read.  It speaks of what was run and of nothing else:
"until 3.9" names the last version on which the claim was seen to hold.  What is undecided
decides nothing, and where the article is silent the sentence says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from canifork.analysis.separate import Condition, Places, separate
from canifork.axes import Configuration
from canifork.i18n.translator import Say, english
from canifork.model import Article, Facts, Record, Results

Cells = frozenset[Configuration]
ONLY = {
    Article.CONTRADICTED: english("Holds only {where}; elsewhere it is contradicted."),
    Article.NOT_SEEN: english("Holds only {where}; elsewhere it did not show itself."),
    None: english("Holds only {where}; elsewhere it does not."),
}
EXCEPT = {
    Article.CONTRADICTED: english("Holds everywhere except {where}; there it is contradicted."),
    Article.NOT_SEEN: english("Holds everywhere except {where}; there it did not show itself."),
    None: english("Holds everywhere except {where}; there it does not."),
}
NOWHERE = {
    Article.CONTRADICTED: english("Contradicted everywhere it was run."),
    Article.NOT_SEEN: english("Did not show itself anywhere it was run."),
    None: english("Not supported anywhere it was run."),
}
"""Sentences by what the cells show in which the claim does not hold; None: not all the same."""

EXCEPTIONS = english("{one}, and {other}")


def by_claim(results: Results) -> dict[str, list[Record]]:
    """Return the records of each claim, by its id, in the order of the interpreters."""
    place = {key: number for number, key in enumerate(results.interpreters)}
    records: dict[str, list[Record]] = {case: [] for case in results.cases}
    for record in sorted(results.records, key=lambda one: place[one.trial.interpreter]):
        records[record.trial.case].append(record)
    return records


def scope(
    records: Iterable[Record],
    interpreters: Mapping[str, Facts],
    say: Say = english,
    places: Places | None = None,
) -> str:
    """Return the sentence that says where one claim holds, of the trials that were run.

    `places`: those of these interpreters, if other claims ask for them too.
    """
    places = places or Places(interpreters)
    cells: dict[Article, set[Configuration]] = {}
    since_then = False
    for record in records:
        since_then |= record.judgement.expectation is not None and record.judgement.article is None
        if record.judgement.article:
            cells.setdefault(record.judgement.article, set()).add(places.of(record))
    if not cells:
        return say("It came after the article.") if since_then else say("Not run.")
    silent = frozenset(cells.pop(Article.SILENT, ()))
    cells.pop(Article.UNDECIDED, None)
    if not cells:
        return say("The article is silent on this.") if silent else say("Undecided wherever it was run.")
    held = frozenset(cells.pop(Article.SUPPORTED, ()))
    others = frozenset().union(*cells.values())
    sentence = _sentence(held, others, next(iter(cells)) if len(cells) == 1 else None, say)
    return _with_silence(sentence, silent, held | others, say) if silent else sentence


def _sentence(held: Cells, others: Cells, verdict: Article | None, say: Say) -> str:
    """Say where it holds; `verdict`: what the others show, if they all show the same."""
    if not others:
        return say("Holds everywhere it was run.")
    if not held:
        return say(NOWHERE[verdict])
    inside, outside = separate(held, others), separate(others, held)
    if outside is not None and (inside is None or outside.effort < inside.effort):
        return say(EXCEPT[verdict]).format(where=outside.words(say, EXCEPTIONS))
    if inside is not None:
        return say(ONLY[verdict]).format(where=inside.words(say))
    counted = say("Holds in {held} of {run} configurations that were run.")
    return counted.format(held=len(held), run=len(held | others))


def _with_silence(sentence: str, silent: Cells, spoken_of: Cells, say: Say) -> str:
    where: Condition | None = separate(silent, spoken_of)
    if where is not None:
        return say("{sentence} The article is silent {where}.").format(
            sentence=sentence, where=where.words(say, EXCEPTIONS)
        )
    return say("{sentence} The article is silent on {silent} of {run} configurations.").format(
        sentence=sentence, silent=len(silent), run=len(silent | spoken_of)
    )
