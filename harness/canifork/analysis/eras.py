"""Compare then and now: the Python of the article's day against the newest, system by system."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canifork.analysis.timeline import Sighting
from canifork.axes import numbers, platform, python, release
from canifork.i18n.translator import english
from canifork.model import Article, Facts, Results

WRITTEN_ON = {"linux": "Linux x86_64", "windows": "Windows amd64"}  # and tried; there are eras of both
GROUPS: Mapping[tuple[Article | None, Article | None], str] = {
    (Article.SUPPORTED, Article.CONTRADICTED): english("Held then, no longer"),
    (Article.SUPPORTED, Article.NOT_SEEN): english("Seen then, does not show itself now"),
    (Article.CONTRADICTED, Article.SUPPORTED): english("Holds now, did not then"),
    (Article.NOT_SEEN, Article.SUPPORTED): english("Seen now, did not show itself then"),
    (Article.CONTRADICTED, Article.CONTRADICTED): english("Contradicted then and now"),
    (Article.NOT_SEEN, Article.NOT_SEEN): english("Did not show itself then or now"),
    (Article.SUPPORTED, Article.SUPPORTED): english("Held then and holds now"),
}
"""What came of a claim, by the article's verdict (then, now); what changed stands first."""

LAPSED = [title for (then, now), title in GROUPS.items() if then is Article.SUPPORTED is not now]


@dataclass(frozen=True, kw_only=True, slots=True)
class Era:
    """A platform with its two interpreters, by their ids; None where none was run.

    `exact`: whether `then` is the version of the article's day, or only the oldest that was run.
    """

    name: str
    then: str | None
    now: str | None
    exact: bool

    @property
    def anchor(self) -> str:
        """Name it in addresses: 'windows-amd64-under-wine'."""
        return self.name.lower().replace(" ", "-")

    @property
    def complete(self) -> bool:
        """Tell whether there is anything to compare."""
        return self.then is not None and self.then != self.now


def eras(results: Results) -> list[Era]:
    """Return an era for each platform of the systems that the article speaks of."""
    found: dict[str, list[tuple[str, Facts]]] = {name: [] for name in WRITTEN_ON.values()}
    for key, facts in results.interpreters.items():
        if facts["os"] in WRITTEN_ON and facts["implementation"] == "cpython" and not facts["free_threaded"]:
            found.setdefault(platform(facts), []).append((key, facts))
    return [_era(name, members, results) for name, members in sorted(found.items())]


def outcomes(
    era: Era, seen: Mapping[str, Sequence[Sighting]], interpreters: Mapping[str, Facts]
) -> dict[str, list[tuple[str, Sighting, Sighting]]]:
    """Return the claims of an era by what came of them: title of GROUPS → (claim, then, now).

    Under a start method only the default one of each interpreter counts: what a reader gets who
    chooses none.
    """
    found: dict[str, list[tuple[str, Sighting, Sighting]]] = {title: [] for title in GROUPS.values()}
    if era.then is None or era.now is None:
        return found
    for claim, some in seen.items():
        then, now = (_by_default(some, key, interpreters[key]) for key in (era.then, era.now))
        if then and now and (title := GROUPS.get((then.verdict, now.verdict))):
            found[title].append((claim, then, now))
    return found


def _era(name: str, members: list[tuple[str, Facts]], results: Results) -> Era:
    members = sorted(members, key=lambda one: release(one[1]))
    final = [member for member in members if re.fullmatch(r"[\d.]+", member[1]["build"])] or members
    wanted = numbers(results.outline.newest_python)[:2]
    exact = [key for key, facts in members if python(facts) == wanted]
    oldest = [key for key, _ in members]
    return Era(
        name=name,
        then=next(iter(exact or oldest), None),
        now=final[-1][0] if final else None,
        exact=bool(exact),
    )


def _by_default(found: Sequence[Sighting], interpreter: str, facts: Facts) -> Sighting | None:
    wanted = {None, facts["default_start_method"]}
    here = [sighting for sighting in found if sighting.record.trial.interpreter == interpreter]
    return next((sighting for sighting in here if sighting.cell["start_method"] in wanted), None)
