"""Compare then and now: the Python of the article's day against the newest, system by system."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.language import english
from harness.model import Article, Facts, Results, release
from harness.report.history import Seen

SYSTEMS = ("linux", "windows")  # on which the article was written and tried
SAME = (Article.SUPPORTED, Article.SUPPORTED)
GROUPS = {
    (Article.SUPPORTED, Article.CONTRADICTED): english("Held then, no longer"),
    (Article.SUPPORTED, Article.NOT_SEEN): english("Seen then, does not show itself now"),
    (Article.CONTRADICTED, Article.SUPPORTED): english("Holds now, did not then"),
    (Article.NOT_SEEN, Article.SUPPORTED): english("Seen now, did not show itself then"),
    (Article.CONTRADICTED, Article.CONTRADICTED): english("Contradicted then and now"),
    (Article.NOT_SEEN, Article.NOT_SEEN): english("Did not show itself then or now"),
    SAME: english("Held then and holds now"),
}
"""What came of a claim, by the article's verdict (then, now); what changed stands first."""

LAPSED = [title for (then, now), title in GROUPS.items() if then is Article.SUPPORTED is not now]


@dataclass(frozen=True, kw_only=True, slots=True)
class Era:
    """A system with its two interpreters, by their ids; None where none was run.

    `exact`: whether `then` is the version of the article's day, or only the oldest that was run.
    """

    system: str
    emulated: str | None
    then: str | None
    now: str | None
    exact: bool

    @property
    def complete(self) -> bool:
        """Tell whether there is anything to compare."""
        return self.then is not None and self.then != self.now


def eras(results: Results) -> list[Era]:
    """Return an era for each system the article speaks of, and for each emulator that plays one."""
    found: dict[tuple[str, str | None], list[str]] = {(name, None): [] for name in SYSTEMS}
    for key, facts in results.interpreters.items():
        if facts["os"] in SYSTEMS and facts["implementation"] == "cpython" and not facts["free_threaded"]:
            found.setdefault((facts["os"], facts["emulated"]), []).append(key)
    return [
        _era(name, emulated, [(key, results.interpreters[key]) for key in keys], results)
        for (name, emulated), keys in sorted(
            found.items(), key=lambda item: (SYSTEMS.index(item[0][0]), str(item[0][1]))
        )
    ]


def fates(
    era: Era, seen: Mapping[str, Sequence[Seen]], interpreters: Mapping[str, Facts]
) -> dict[str, list[tuple[str, Seen, Seen]]]:
    """Return the claims of an era by what came of them: title of GROUPS → (claim, then, now).

    Under a start method only the default one of each interpreter counts: what a reader gets who
    chooses none.
    """
    found: dict[str, list[tuple[str, Seen, Seen]]] = {title: [] for title in GROUPS.values()}
    if era.then is None or era.now is None:
        return found
    for claim, some in seen.items():
        then, now = (_by_default(some, key, interpreters[key]) for key in (era.then, era.now))
        if then and now and (title := _group(then, now)):
            found[title].append((claim, then, now))
    return found


def _era(system: str, emulated: str | None, members: list[tuple[str, Facts]], results: Results) -> Era:
    members = sorted(members, key=lambda one: release(one[1]))
    final = [one for one in members if re.fullmatch(r"[\d.]+", one[1]["build"])] or members
    wanted = tuple(int(number) for number in re.findall(r"\d+", results.outline.newest_python)[:2])
    exact = [key for key, facts in members if release(facts)[:2] == wanted]
    oldest = [key for key, _ in members]
    return Era(
        system=system,
        emulated=emulated,
        then=next(iter(exact or oldest), None),
        now=final[-1][0] if final else None,
        exact=bool(exact),
    )


def _by_default(found: Sequence[Seen], interpreter: str, facts: Facts) -> Seen | None:
    wanted = {None, facts["default_start_method"]}
    here = [one for one in found if one.record.trial.interpreter == interpreter]
    return next((one for one in here if one.cell.start_method in wanted), None)


def _group(then: Seen, now: Seen) -> str | None:
    if then.verdict is None or now.verdict is None:
        return None
    return GROUPS.get((then.verdict, now.verdict))
