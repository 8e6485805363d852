"""The words for where something hurts."""

from __future__ import annotations

import pytest

from canifork.claims.casefile import read_cases
from canifork.rules.checker import check_file
from canifork.rules.table import RULES, asked
from canifork.rules.targets import DEFAULT, read_targets
from made_up import PROJECT

CASES = asked(read_cases(PROJECT / "cases"))
LAMBDA = b"import multiprocessing\nmultiprocessing.Process(target=lambda: 1)\n"
POOL = b"from multiprocessing import Pool\ndef main():\n    Pool(70)\n"
TASK = b"from multiprocessing import Pool\ndef main():\n    Pool(2).map(lambda n: n, [])\n"
QSIZE = b"import multiprocessing\ndef main():\n    multiprocessing.Queue().qsize()\n"


@pytest.mark.parametrize(
    ("source", "target", "where"),
    [
        (LAMBDA, DEFAULT, "under spawn and forkserver, so on Linux since 3.14, Windows, macOS"),
        (
            LAMBDA,
            "linux; python>=3.10; start_method=any",
            "under spawn and forkserver, so on Linux everywhere except under fork",
        ),
        (LAMBDA, "linux; python>=3.14", "on all targets"),
        (POOL, DEFAULT, "on Windows until 3.12"),
        (POOL, "windows; python>=3.6", "on Windows from 3.8 to 3.12"),
        (TASK, DEFAULT, "on all targets"),
        (QSIZE, DEFAULT, "on macOS"),
    ],
)
def test_it_is_said_system_by_system(source: bytes, target: str, where: str) -> None:
    [finding] = check_file("program.py", source, RULES, CASES, read_targets([target], CASES))
    assert finding.where == where


def test_what_hurts_is_asked_of_the_claim() -> None:
    """With another table the same line is not reported."""
    import dataclasses

    told = dataclasses.replace(CASES["pickle.lambda_target"], expect=CASES["pickle.lambda_target"].expect[:1])
    targets = read_targets([DEFAULT], CASES)
    assert check_file("program.py", LAMBDA, RULES, CASES, targets)
    assert not check_file("program.py", LAMBDA, RULES, CASES | {told.id: told}, targets)
