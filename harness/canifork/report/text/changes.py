"""A diff for people (text, Markdown) and for programs (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator

from canifork.analysis.diff import Diff, Difference, JudgedPart, What, judged_part
from canifork.analysis.grid import value_text
from canifork.escape import printable
from canifork.model import Record, Results
from canifork.report.text.markdown import escape
from canifork.results.codec import JSON, record_to_json
from canifork.verdicts.judge import same

SCHEMA = 1
TITLES = {
    What.FLIPPED: "flipped",
    What.APPEARED: "appeared",
    What.VANISHED: "vanished",
    What.BY_RELEASE: "changed, as expected of another patch release",
    What.BY_CHANCE: "changed, as chance may have it",
}
NOTHING = "nothing that is judged has changed"


def as_text(diff: Diff) -> str:
    """Return the diff for a terminal."""
    lines = [f"then  {_origin(diff.then)}", f"now   {_origin(diff.now)}"]
    for title, entries in _sections(diff):
        lines += ["", title, *(f"  {entry}" for entry in entries)]
    return "\n".join(printable(line) for line in [*lines, "", count(diff)]) + "\n"


def as_markdown(diff: Diff) -> str:
    """Return the diff as Markdown, for a summary or a pull request."""
    lines = [f"**{escape(count(diff))}**", "", f"- then: {escape(_origin(diff.then))}"]
    lines += [f"- now: {escape(_origin(diff.now))}"]
    for title, entries in _sections(diff):
        lines += ["", f"### {escape(title.capitalize())}", "", *(f"- {escape(entry)}" for entry in entries)]
    return "\n".join(lines) + "\n"


def as_json(diff: Diff) -> str:
    """Return the diff as JSON: each change with both records whole, and what is judged of them."""
    document: JSON = {
        "schema": SCHEMA,
        **{
            name: {
                "made_at": part.made_at,
                "project": dict(part.project),
                "partial": part.partial,
                "interpreters": list(part.interpreters),
            }
            for name, part in (("then", diff.then), ("now", diff.now))
        },
        "rewritten": list(diff.rewritten),
        "facts": {
            key: {fact: {"then": old, "now": new} for fact, (old, new) in facts.items()}
            for key, facts in diff.facts.items()
        },
        "changes": [_change_to_json(change, diff) for change in diff.changes],
    }
    return json.dumps(document, indent=1) + "\n"


def count(diff: Diff) -> str:
    """Tell in one sentence how much changed, the worst first."""
    broke = sum(change.broke for change in diff.changes)
    numbers = {what: sum(change.what is what for change in diff.changes) for what in What}
    counts = [f"{number} {TITLES[what]}" for what, number in numbers.items() if number]
    return "; ".join([f"{broke} to look at"] * bool(broke) + counts) or NOTHING


def change_sentence(change: Difference, diff: Diff) -> str:
    """Tell one change after its place: 'default: fork, now forkserver; article: supported, now ...'."""
    if change.then is None or change.now is None:
        record = change.now or change.then
        return "" if record is None else "; ".join([_seen(record, diff), *_verdicts(record).values()])
    sides = _verdicts(change.then), _verdicts(change.now)
    verdicts = [
        f"{sides[0].get(key, 'not judged')}, now {sides[1].get(key, 'not judged')}"
        for key in {**sides[0], **sides[1]}
        if sides[0].get(key) != sides[1].get(key)
    ]
    return "; ".join([*_flips(change.then, change.now, diff), *verdicts])


def _flips(then: Record, now: Record, diff: Diff) -> Iterator[str]:
    old, new = _judged(then, diff), _judged(now, diff)
    if then.observation.kind is not now.observation.kind or set(old) != set(new):
        if old != new:
            yield f"{_seen(then, diff)}, now {_seen(now, diff)}"
        return
    for key, value in old.items():
        if not same(value, new[key]):
            yield f"{value_text(key)}: {value_text(value)}, now {value_text(new[key])}"


def _sections(diff: Diff) -> Iterator[tuple[str, list[str]]]:
    """Yield a title and its entries, for each that has some; what broke stands first."""
    sections = {
        "to look at: broken, garbled or mistaken now": [
            _entry(change, diff) for change in diff.changes if change.broke
        ]
    }
    sections |= {TITLES[what]: [*_whole(diff, what), *_single(diff, what)] for what in TITLES}
    sections["cases that were rewritten: here not the Python but the question may have changed"] = list(
        diff.rewritten
    )
    sections["facts that differ"] = [
        f"{key}: {fact}: {value_text(old)}, now {value_text(new)}"
        for key, facts in diff.facts.items()
        for fact, (old, new) in facts.items()
    ]
    yield from ((title, entries) for title, entries in sections.items() if entries)


def _single(diff: Diff, what: What) -> Iterator[str]:
    yield from (
        _entry(change, diff) for change in diff.changes if change.what is what and not _of_whole(change, diff)
    )


def _whole(diff: Diff, what: What) -> Iterator[str]:
    """Yield a line for each interpreter and claim that one side lacks as a whole."""
    numbers: dict[str, int] = {}
    for change in diff.changes:
        if change.what is what and (name := _of_whole(change, diff)):
            numbers[name] = numbers.get(name, 0) + 1
    yield from (f"{name}: {number} trials" for name, number in numbers.items())


def _of_whole(change: Difference, diff: Diff) -> str | None:
    """Name the interpreter or claim of a change that only one side knows at all."""
    if change.then is not None and change.now is not None:
        return None
    other = diff.then if change.then is None else diff.now
    if not diff.paired and change.interpreter not in other.interpreters:
        return f"all of {change.interpreter}"
    return None if change.case in other.cases else f"all of {change.case}"


def _entry(change: Difference, diff: Diff) -> str:
    method = f"-{change.start_method}" if change.start_method else ""
    rewritten = " (its case was rewritten)" if change.rewritten else ""
    return f"{change.case}[{change.interpreter}{method}]{rewritten}: {change_sentence(change, diff)}"


def _judged(record: Record, diff: Diff) -> JudgedPart:
    case = record.trial.case
    return judged_part(record, *(one.cases[case] for one in (diff.then, diff.now) if case in one.cases))


def _seen(record: Record, diff: Diff) -> str:
    values = _judged(record, diff)
    if "kind" in values:
        return ": ".join(value_text(value) for value in values.values())
    return (
        ", ".join(f"{value_text(key)}: {value_text(value)}" for key, value in values.items())
        or "nothing judged"
    )


def _verdicts(record: Record) -> dict[str, str]:
    verdict = record.judgement
    if verdict.expectation is None:
        return {}
    told = {"expectation": f"expectation {verdict.expectation}"}
    return told | ({"article": f"article {value_text(verdict.article)}"} if verdict.article else {})


def _origin(results: Results) -> str:
    names = ", ".join(results.interpreters) or "no interpreter"
    partial = f", partial: {results.partial}" if results.partial else ""
    return f"{results.made_at}, canifork {results.project['version']}, {names}{partial}"


def _change_to_json(change: Difference, diff: Diff) -> JSON:
    sides = {"then": change.then, "now": change.now}
    return {
        "case": change.case,
        "interpreter": change.interpreter,
        "start_method": change.start_method,
        "what": str(change.what),
        "broke": change.broke,
        "rewritten": change.rewritten,
        **{
            name: None if one is None else {**record_to_json(one), "seen": _judged(one, diff)}
            for name, one in sides.items()
        },
    }
