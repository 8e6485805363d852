"""What `check` finds in the twelve programs that `try` is measured by; the innocent one it leaves alone."""

from __future__ import annotations

import pytest

from canifork.claims.casefile import read_cases
from canifork.rules.checker import check_file
from canifork.rules.patterns.starting import STDIN
from canifork.rules.table import RULES, asked
from canifork.rules.targets import DEFAULT, read_targets
from made_up import PROJECT
from recorded import PIPED, POSTED

CASES = asked(read_cases(PROJECT / "cases"))
FREE = "linux; python>=3.13; free_threaded=true"
FOUND = {
    "missing_guard": {"process.main_guard"},
    "lambda_target": {"pickle.lambda_target"},
    "changed_global": {"process.globals_not_sent"},
    "queue_joined_first": {"ipc.join_before_drain"},
    "counter_without_lock": set(),  # since 3.10 it loses nothing, as long as there is the GIL
    "pool_of_70": {"pool.many_workers"},
    "notebook": {"process.entry_context"},
    "killed_worker": {"pool.dead_worker"},
    "fork_with_threads": {"fork.unix_only", "fork.held_lock"},
    "shared_value": {"ipc.unlocked_value"},
    "task_master": {"managers.registered_lambda", "managers.unguarded_master"},
    "innocent": set(),
}


def claims(name: str, target: str = DEFAULT) -> set[str]:
    path = POSTED / f"{name}.py"
    shown = STDIN if name in PIPED else path.name
    findings = check_file(shown, path.read_bytes(), RULES, CASES, read_targets([target], CASES))
    return {one.rule.claim for one in findings}


@pytest.mark.parametrize("name", FOUND)
def test_the_claim_is_found_that_try_offers(name: str) -> None:
    assert claims(name) == FOUND[name]


def test_a_counter_is_found_where_there_is_no_gil() -> None:
    assert claims("counter_without_lock", FREE) == {"locks.unlocked_counter"}
