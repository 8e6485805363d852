"""Twelve programs as people post them: the right groups, and the right claim first or second.

What is compared are runs that were kept, on the Pythons that each file names; tools/try_posted.py makes
them anew.  All were run on CPython 3.6 to 3.15, one without the GIL, and PyPy; the pool of 70 on Windows
under Wine, where alone it fails.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from canifork.programs.behaviour import Setting
from canifork.programs.comparison import Compared
from recorded import POSTED, compare_recorded, read_recorded

CLAIMS = {
    "missing_guard": "process.main_guard",
    "lambda_target": "pickle.lambda_target",
    "changed_global": "process.globals_not_sent",
    "queue_joined_first": "ipc.join_before_drain",
    "counter_without_lock": "locks.unlocked_counter",
    "pool_of_70": "pool.many_workers",
    "notebook": "process.entry_context",
    "killed_worker": "pool.dead_worker",
    "fork_with_threads": "fork.with_threads",
    "shared_value": "ipc.unlocked_value",
    "task_master": "managers.registered_lambda",
}

NEWER = {  # of what came after the article; on CPython 3.8 to 3.14 and PyPy
    "event_loop": "asyncio.no_current_loop",
    "early_lock": "asyncio.lock_made_outside_loop",
    "decorated_worker": "pickle.decorated_function",
    "object_with_lock": "pickle.bound_method",
    "few_tasks_per_child": "futures.max_tasks_per_child",
    "asks_in_child": "process.stdin_of_child",
    "fork_lock_spawned": "ipc.mixed_contexts",
}


def forked(one: Setting) -> bool:
    return one.start_method == "fork"


def anywhere(_: Setting) -> bool:
    return True


APART: dict[str, Callable[[Setting], bool]] = {  # the settings of a group that is told from all others
    "missing_guard": forked,
    "lambda_target": forked,
    "changed_global": forked,
    "queue_joined_first": anywhere,
    "counter_without_lock": lambda one: (
        one.configuration["python"] < (3, 10) or one.configuration["free_threaded"]
    ),
    "pool_of_70": lambda one: one.interpreter == "cp310-windows-amd64-wine",
    "notebook": forked,
    "killed_worker": anywhere,
    "fork_with_threads": lambda one: one.configuration["python"] >= (3, 12),
    "shared_value": anywhere,
    "task_master": forked,
    "innocent": anywhere,
}


def compared(name: str) -> Compared:
    return compare_recorded(read_recorded(name))


def test_there_are_twelve() -> None:
    assert {path.stem for path in POSTED.glob("*.py")} == set(APART) | set(NEWER)
    assert set(CLAIMS) | {"innocent"} == set(APART)
    assert len(APART) == 12


@pytest.mark.parametrize("name", APART)
def test_the_groups_are_the_right_ones(name: str) -> None:
    """On PyPy a counter loses updates now and then, so that chance decides to which group it belongs."""
    groups = [{one for one in group.settings if "pp311" not in one.id} for group in compared(name).groups]
    every = set().union(*groups)
    assert {one for one in every if APART[name](one)} in groups
    assert (len(groups) == 1) is (APART[name] is anywhere)


@pytest.mark.parametrize("name", [*CLAIMS, *NEWER])
def test_the_right_claim_is_offered_first_or_second(name: str) -> None:
    offered = [[cause.claim for cause in some[:2]] for some in compared(name).causes]
    claim = (CLAIMS | NEWER)[name]
    assert any(claim in some for some in offered)
    assert claim in next(some for some in offered if some)


def test_the_innocent_one_is_offered_nothing() -> None:
    found = compared("innocent")
    assert found.alike
    assert found.causes == ((),)
