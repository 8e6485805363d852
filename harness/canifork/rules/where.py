"""Say on which targets something hurts: 'under spawn, so on Windows and macOS'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from canifork.analysis.separate import separate
from canifork.axes import START_METHODS, SYSTEMS, Configuration, configuration
from canifork.rules.targets import Target

Cells = frozenset[Configuration]


def where(
    hurt: Mapping[Target, frozenset[str]], targets: Sequence[Target], turns: Sequence[tuple[int, ...]] = ()
) -> str:
    """Say it system by system; `hurt`: the targets, and under which start methods, if that matters.

    `turns`: the patch releases at which the claim turns.
    """
    if len(hurt) == len(targets):
        return "on all targets"
    methods = [one for one in START_METHODS if any(one in found for found in hurt.values())]
    under = f"under {' and '.join(methods)}, so " if methods else ""
    systems = dict.fromkeys(target.facts["os"] for target in targets)
    said = [_within(one, hurt, targets, turns) for one in systems if any(t.facts["os"] == one for t in hurt)]
    return f"{under}on {', '.join(said)}"


def _within(
    system: str, hurt: Iterable[Target], targets: Iterable[Target], turns: Sequence[tuple[int, ...]]
) -> str:
    """Say in which Pythons of a system: 'Linux since 3.14'."""
    name, mine = SYSTEMS[system], [target for target in targets if target.facts["os"] == system]
    inside = {target for target in hurt if target.facts["os"] == system}
    for with_method in (False, True):  # the default method goes with the version, which says more
        held = _cells(inside, turns, with_method=with_method)
        others = _cells(set(mine) - inside, turns, with_method=with_method)
        if not others:
            return name
        if (condition := separate(held, others)) is not None:
            return f"{name} {condition.words()}"
    return f"some of {name}"


def _cells(targets: Iterable[Target], turns: Sequence[tuple[int, ...]], *, with_method: bool) -> Cells:
    return frozenset(
        configuration(one.facts, one.start_method if with_method else None, turns) for one in targets
    )
