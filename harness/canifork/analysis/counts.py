"""Count what was seen, and tell it in a sentence."""

from __future__ import annotations

from collections import Counter

from canifork.claims.collections import cases_in
from canifork.i18n.translator import Say, english
from canifork.model import Article, Kind, Outline, Results


def tally(results: Results) -> Counter[str]:
    """Count the records by kind, expectation and article."""
    counts: Counter[str] = Counter()
    for record in results.records:
        counts[f"kind {record.observation.kind}"] += 1
        if record.judgement.expectation is not None:
            counts[f"expectation {record.judgement.expectation}"] += 1
        if record.judgement.article is not None:
            counts[f"article {record.judgement.article}"] += 1
    return counts


def count_sentence(results: Results, say: Say = english) -> str:
    """Tell the counts in one sentence; what was not run is part of it."""
    counts = tally(results)
    absent = counts["kind not_applicable"] + counts["kind not_run"]
    unreadable = [
        words.format(count=counts[f"kind {kind}"])
        for kind, words in {
            Kind.GARBLED: say(", {count} garbled"),
            Kind.MISTAKEN: say(", {count} mistaken"),
        }.items()
        if counts[f"kind {kind}"]
    ]
    return say(
        "{run} trials: {met} met, {broken} broken, {undecided} undecided, {open} open{unreadable}; "
        "{not_applicable} not applicable, {not_run} not run"
    ).format(
        run=sum(counts[f"kind {kind}"] for kind in Kind) - absent,
        **{word: counts[f"expectation {word}"] for word in ("met", "broken", "undecided", "open")},
        unreadable="".join(unreadable),
        **{kind.value: counts[f"kind {kind}"] for kind in (Kind.NOT_APPLICABLE, Kind.NOT_RUN)},
    )


def article_sentence(results: Results, say: Say = english) -> str:
    """Tell how often the article was right, in one sentence; of further collections, in one for each."""
    article = say(
        "The article: {supported} supported, {contradicted} contradicted, {not_seen} not seen, "
        "{undecided} undecided, {silent} silent"
    )
    other = say(
        "{title}: {supported} supported, {contradicted} contradicted, {not_seen} not seen, "
        "{undecided} undecided, {silent} silent"
    )
    outline = results.outline
    words = [article, *[other] * len(outline.others)]
    return ". ".join(
        text.format(title=say(one.title), **_verdicts(results, one))
        for text, one in zip(words, outline.collections, strict=True)
    )


def _verdicts(results: Results, collection: Outline) -> dict[str, int]:
    """Count the article's verdicts on the claims of a collection."""
    claims = set(cases_in(collection, results.cases))
    counts = Counter(record.judgement.article for record in results.records if record.trial.case in claims)
    return {verdict.value: counts[verdict] for verdict in Article}
