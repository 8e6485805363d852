"""The columns of the matrix: emulated CPUs share one, and a cell without a bar says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builders import answered, expect, make_case, make_facts, make_record, make_results, make_trial
from canifork.analysis.findings import Findings
from canifork.model import Results
from canifork.report.html.bars import Bars, make_bars


def ran(answers: Mapping[str, bool | str], newer: str = "") -> Results:
    """Return what was seen on these CPUs; a text is why it was undecided.  On one a newer Python ran."""
    case = make_case(expect=(expect(may_see={"works": [True, False]}),))
    facts = {
        key: make_facts(key, machine=key, emulated="qemu", version="3.14.1" if key == newer else "3.13.1")
        for key in answers
    }
    records = [
        make_record(
            make_trial(interpreter=key),
            answered(undecided=one) if isinstance(one, str) else answered(works=one),
            case,
        )
        for key, one in answers.items()
    ]
    return make_results(records, interpreters=facts, cases={case.id: case})


def bars(results: Results) -> Bars:
    return make_bars(results, Findings(results).claims)


def test_cpus_that_an_emulator_plays_have_one_column() -> None:
    made = bars(ran({"armv7l": True, "riscv64": True, "s390x": False}))
    [family] = made.families
    assert family.platform == "Linux armv7l, riscv64, s390x under QEMU"
    assert family.interpreters == ("armv7l", "riscv64", "s390x")
    lines = made.cells["pool.size", family.key]
    assert [line.cpu for line in lines] == ["armv7l, riscv64 under QEMU", "s390x under QEMU"]


def test_on_which_other_versions_were_run_has_its_own() -> None:
    made = bars(ran({"armv7l": True, "riscv64": True}, newer="riscv64"))
    assert [family.interpreters for family in made.families] == [("armv7l",), ("riscv64",)]


def test_the_name_of_a_system_stands_over_neighbours() -> None:
    builds: dict[str, dict[str, Any]] = {
        "c": {},
        "t": {"free_threaded": True},
        "p": {"implementation": "pypy"},
    }
    facts = {
        machine + build: make_facts(machine + build, machine=machine, emulated="qemu", **given)
        for machine in ("aarch64", "s390x")
        for build, given in builds.items()
        if machine + build != "s390xt"
    }
    case = make_case()
    records = [make_record(make_trial(interpreter=key), answered(works=True), case) for key in facts]
    made = bars(make_results(records, interpreters=facts, cases={case.id: case}))
    heads = [name for name, width in made.platforms for _ in range(width)]
    assert heads == [family.platform for family in made.families]
    assert len(set(heads)) == 2


def test_a_cell_without_a_bar_says_why() -> None:
    made = bars(ran({"armv7l": "it was slow", "riscv64": "it was slow"}))
    [family] = made.families
    assert not made.cells["pool.size", family.key]
    assert made.empty["pool.size", family.key] == "undecided"
