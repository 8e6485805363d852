"""Trees of processes, drawn as they were recorded: each child where a rule foretells it."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import psutil
import pytest
from test_bytecode import key

from builders import HOSTILE, answered, make_case, make_record, make_results, make_trial
from canifork.analysis.findings import Findings
from canifork.axes import python
from canifork.errors import ResultsError
from canifork.interpreters.discovery import discover
from canifork.report.html.acts import TREES
from canifork.report.html.lineage import rule_of
from canifork.report.html.pages import pages
from canifork.report.html.trees import FILE, read_trees, trees
from made_up import PROJECT
from record_trees import MissedError, _lines, ask, named, rows

RECORDED = read_trees(FILE.read_text(encoding="utf-8"))
CASES = {claim: make_case(claim, sha256=sha256) for claim, sha256 in RECORDED["sha256"].items()}
BY_CLAIM = {one.claim: one for one in TREES}
CRASH, HELPERS, POOL, MANY = (
    "compare.main_crash_kills_children", "process.helpers_left", "pool.workers_after_parent",
    "fork.many_children",
)  # fmt: skip


def all_seen(claim: str, method: str, act: int = 0) -> list[list[list[list[Any]]]]:
    """Return what Pythons had before and after, each pair that differs once."""
    found = dict.fromkeys(json.dumps(asked["trees"][claim][method][act]) for asked in RECORDED["pythons"])
    return [json.loads(both) for both in found]


def seen(claim: str, method: str, act: int = 0) -> list[list[list[Any]]]:
    """Return what every Python had before and after, which is the same on all."""
    [both] = all_seen(claim, method, act)
    return both


def test_every_tree_was_recorded_of_the_text_that_the_case_has_now() -> None:
    """If this fails: a case was changed, or a table; run tools/record_trees.py."""
    assert RECORDED["sha256"] == {one.claim: one.current_sha256(PROJECT) for one in TREES}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that stops a process")
def test_a_python_here_has_the_processes_that_the_record_says() -> None:
    known = {key(asked): asked["trees"] for asked in RECORDED["pythons"]}
    here = [one for one in discover([], PROJECT)[0] if key(one.facts) in known]
    if not here:
        pytest.skip("no Python of the record is installed")
    assert ask(here[0].command, BY_CLAIM[HELPERS]) == known[key(here[0].facts)][HELPERS]


def test_only_fork_leaves_no_helper() -> None:
    assert seen(HELPERS, "fork")[1] == [["main", None, 1]]
    for method in ("spawn", "forkserver"):
        assert ["tracker", 0, 1] in seen(HELPERS, method)[1]


def test_the_fork_server_is_the_parent_of_its_children() -> None:
    before = seen("process.parent_id", "forkserver")[0]
    [parent] = [above for name, above, _ in before if name == "child"]
    assert before[parent][0] == "server"


def test_orphans_go_to_the_system_and_children_of_the_server_stay_with_it() -> None:
    assert seen(CRASH, "fork")[1] == [["child", "system", 1], ["daemon", "system", 1]]
    after = seen(CRASH, "forkserver")[1]
    server = [name for name, _, _ in after].index("server")
    assert after[server][1] == "system"
    assert [["child", server, 1], ["daemon", server, 1]] == after[-2:]


def test_of_two_workers_the_busy_one_is_left_and_after_ctrl_c_nobody_is() -> None:
    for method in BY_CLAIM[POOL].methods:
        for before, after in all_seen(POOL, method):
            assert [count for name, _, count in before if name == "worker"] == [2]
            assert [count for name, _, count in after if name == "worker"] == [1]
            assert "main" not in [name for name, _, _ in after]
        assert seen("managers.survive_sigterm", method, 1)[1] == []


def test_until_3_7_a_child_that_starts_children_has_a_tracker_of_its_own() -> None:
    for asked in RECORDED["pythons"]:
        for method in ("spawn", "forkserver"):
            before = asked["trees"][POOL][method][0][0]
            trackers = [name for name, _, _ in before].count("tracker")
            assert trackers == (2 if python(asked) < (3, 8) else 1), asked["version"]


@pytest.mark.parametrize(
    ("method", "child", "parent"),
    [("forkserver", "child", "main"), ("fork", "tracker", "main"), ("spawn", "server", "main")],
)
def test_no_rule_foretells_what_python_does_not_do(method: str, child: str, parent: str) -> None:
    with pytest.raises(ValueError, match=child):
        rule_of(method, child, parent)


@dataclass(frozen=True)
class Made:
    """A process as psutil would show it."""

    pid: int
    above: Made | None
    words: str = "python program.py"

    def create_time(self) -> float:
        return 0.0  # of all: clocks of systems are coarse

    def cmdline(self) -> list[str]:
        return self.words.split()

    def parent(self) -> Made | None:
        return self.above

    def ppid(self) -> int:
        return self.above.pid if self.above else 1


MAIN = Made(10, None)
TRACKER = Made(11, MAIN, "python -c from multiprocessing.semaphore_tracker import main;main(3)")
SERVER = Made(12, MAIN, "python -c from multiprocessing.forkserver import main; main(3, 5)")
CHILD, SIBLING = Made(13, SERVER, SERVER.words), Made(14, SERVER, SERVER.words)
OWN_SERVER = Made(15, CHILD, SERVER.words)


def name_all(processes: set[Made], *names: str | None) -> dict[psutil.Process, str | None]:
    return named(cast("set[psutil.Process]", processes), names)


def rows_of(names: dict[psutil.Process, str | None]) -> list[list[Any]]:
    return rows(names, cast("psutil.Process", MAIN))


def test_helpers_are_known_by_their_command_lines_and_a_servers_child_is_none() -> None:
    names = name_all({MAIN, TRACKER, SERVER, CHILD, SIBLING, OWN_SERVER}, "main", "child", "child")
    assert list(names.values()) == ["main", "tracker", "server", "child", "child", "server"]
    assert rows_of(names) == [
        ["main", None, 1], ["tracker", 0, 1], ["server", 0, 1], ["child", 2, 2], ["server", 3, 1],
    ]  # fmt: skip


def test_who_is_not_there_in_time_was_missed() -> None:
    with pytest.raises(MissedError):
        name_all({MAIN, TRACKER}, "main", "child")


def test_who_only_looks_on_is_left_out_and_whose_parent_is_gone_belongs_to_the_system() -> None:
    first, orphan = Made(20, MAIN), Made(21, None)
    names = name_all({MAIN, first, orphan}, None, "main", "child")
    assert rows_of(names) == [["main", None, 1], ["child", "system", 1]]


def test_the_record_has_a_line_for_each_tree_and_reads_as_before() -> None:
    text = _lines(RECORDED)
    assert json.loads(text) == RECORDED
    assert '\n       [ [ "main", null, 1 ], [ "child", 0, 20 ] ],\n' in text


def test_boxes_stand_one_below_another_and_children_to_the_right() -> None:
    for family in trees(CASES, RECORDED).values():
        for tree in (tree for group in family.groups for pair in group.trees for tree in pair):
            heights = [box.y for box in tree.boxes]
            assert heights == sorted(set(heights))
            for box in tree.boxes:
                above = next((one for one in tree.boxes if one.y == box.above), None)
                assert box.x == (above.x + 24 if above else 0)
            assert all(box.y < tree.size[1] for box in tree.boxes)
    assert trees({MANY: make_case(MANY)}, RECORDED) == {}


def test_pythons_that_differ_are_shown_apart() -> None:
    told = copy.deepcopy(RECORDED)
    told["pythons"][0]["trees"][HELPERS]["spawn"][0][1].pop()  # no tracker is left
    groups = [group for group in trees(CASES, told)[HELPERS].groups if group.method == "spawn"]
    assert [group.pythons[0].names for group in groups] == [
        "CPython 3.6.15", ", ".join(["CPython 3.7.16", *(
            one["version"] for one in told["pythons"][2:]
            if one["implementation"] == "cpython" and not one["free_threaded"]
        )]),
    ]  # fmt: skip


Spoil = Callable[[dict[str, Any]], object]


def spoil_rows(spoil: Callable[[list[Any]], object]) -> Spoil:
    """Return what spoils the processes that one Python had before."""
    return lambda told: spoil(told["pythons"][0]["trees"][CRASH]["forkserver"][0][0])


SPOILT: dict[str, Spoil] = {
    "no day": lambda told: told.update(made_at="today"),
    "another claim": lambda told: told["sha256"].update({"fork.other": "0"}),
    "a version that is markup": lambda told: told["pythons"][0].update(version="<b>"),
    "a missing tree": lambda told: told["pythons"][0]["trees"].pop(MANY),
    "another start method": lambda told: told["pythons"][0]["trees"][CRASH].update(other=[]),
    "a missing act": lambda told: told["pythons"][0]["trees"][CRASH]["fork"].clear(),
    "a missing child": spoil_rows(lambda tree: tree.pop()),
    "an unknown name": spoil_rows(lambda tree: tree[-1].__setitem__(0, "<b>")),
    "a parent that comes later": spoil_rows(lambda tree: tree[1].__setitem__(1, 3)),
    "a parent that nothing foretells": spoil_rows(lambda tree: tree[-1].__setitem__(1, 0)),
    "a parent that is a list": spoil_rows(lambda tree: tree[-1].__setitem__(1, [])),
    "a count of nought": spoil_rows(lambda tree: tree[-1].__setitem__(2, 0)),
    "a row too long": spoil_rows(lambda tree: tree[-1].append(1)),
    "who was not there before": lambda told: told["pythons"][0]["trees"][MANY][""][0][1].append(
        ["worker", 0, 1]
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_damaged_record_is_refused_with_a_sentence(spoil: Spoil) -> None:
    told = copy.deepcopy(RECORDED)
    spoil(told)
    with pytest.raises(ResultsError, match=r"trees\.json: is no record of trees .* record it again"):
        read_trees(json.dumps(told))


def test_the_page_draws_it_says_it_as_a_list_and_escapes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = copy.deepcopy(RECORDED)
    told["pythons"][0]["implementation"] = HOSTILE[0]
    monkeypatch.setattr("canifork.report.html.trees.read_trees", lambda _: told)
    record = make_record(make_trial(MANY), answered(works=True), CASES[MANY])
    page = dict(pages(Findings(make_results([record], cases={MANY: CASES[MANY]}))))[f"claim/{MANY}.html"]
    assert page.count('<rect x="24"') == 1
    assert "<li>main process<ul><li>child \N{MULTIPLICATION SIGN} 20</li></ul></li>" in page
    assert 'href="https://docs.python.org/3/library/os.html#os.fork"' in page
    assert "<script>alert" not in page
