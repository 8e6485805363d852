"""A line is marked where claim and program agree on one, and nowhere else; a header is kept apart."""

from __future__ import annotations

import ast
import html
import re
from typing import Any

import pytest

from builders import HOSTILE, make_case
from canifork.claims.casefile import read_cases
from canifork.report.html.program import programs, show
from canifork.report.html.turning import turning_line
from made_up import PROJECT

HEADER = '"""A pool works.\n\nWhy.\n"""\nimport os\n\nSAYS = "x"\nEXPECT = [\n    {},\n]\n'
CODE = "\n\ndef observe():\n    return os.fork()\n"
DOCS = "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.map"


def turning(program: str, **case: Any) -> str | None:
    """Return the text of the line that is marked."""
    found = turning_line(make_case(**case), ast.parse(program), program)
    return program.splitlines()[found - 1].strip() if found else None


@pytest.mark.parametrize(
    ("truth", "program", "line"),
    [
        ("os.fork copies a process.", "x = 1\nchild = os.fork()\n", "child = os.fork()"),
        ("close() shuts it.", "pool.close()\npool.join()\n", "pool.close()"),
        ("After close() it is shut.", "pool.close()\npool.join()\n", None),
        ("Queue() makes one.", "queue = Queue()\n", None),
        ("A lock mends it.", "lock.acquire()\n", None),
        ("os.fork copies.", "os.fork()\nos.fork()\n", None),  # which of the two?
        ("A function without functools.wraps is lost.", "functools.wraps(one)\n", None),
    ],
)
def test_what_the_sentence_names_is_marked_where_it_is_called_once(
    truth: str, program: str, line: str | None
) -> None:
    assert turning(program, truth=truth) == line


def test_what_a_source_documents_is_marked_if_the_sentence_speaks_of_it() -> None:
    assert (
        turning("a = 1\npool.map(f, a)\n", docs=(DOCS,), truth="A map keeps the order.") == "pool.map(f, a)"
    )
    assert turning("a = 1\npool.map(f, a)\n", docs=(DOCS,), truth="Order is kept.") is None


def test_the_statement_is_marked_whose_exception_is_the_answer() -> None:
    program = "def f():\n    try:\n        {}\n    except OSError as error:\n        return {}\n"
    assert turning(program.format("child.start()", "type(error)")) == "child.start()"
    assert turning(program.format("child.start()", "None")) is None


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        ("fork.returns_twice", "child = os.fork()"),
        ("pickle.lambda_target", "child.start()"),
        ("locks.unlocked_counter", "number.value += 1"),
        ("locks.many_instructions", "balance = balance + n"),
        ("locks.opposite_order", "has_both = other.acquire(timeout=GRACE)"),
        ("pool.default_size", "with multiprocessing.Pool():"),
        ("ipc.queue_shutdown", "some_queue.shutdown()"),
        ("ipc.join_before_drain", None),
        ("pickle.queue_through_pool", "result(pool.apply_async(answer, (results,)))"),
        ("pool.ctrl_c", None),
        ("pool.close_refuses_new", "pool.apply_async(int)"),
        ("managers.queue_module_name", None),
    ],
)
def test_lines_of_the_claims_themselves(claim: str, line: str | None) -> None:
    cases = read_cases(PROJECT / "cases")
    text = programs(cases, PROJECT)[claim]
    shown = show(cases[claim], text)
    marked = re.findall("<mark>(.*)</mark>", shown.code)
    assert [html.unescape(re.sub("<[^>]*>", "", one)).strip() for one in marked] == ([line] if line else [])
    assert shown.marked == line


def plain(markup: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", markup))


def test_the_header_is_apart_and_no_line_is_lost() -> None:
    shown = show(make_case(), HEADER + CODE)
    assert plain(shown.code) == "import os\n\n\n\ndef observe():\n    return os.fork()".replace(
        "\n\n\n\n", "\n\n\n"
    )
    assert plain(shown.header) == '"""A pool works.\n\nWhy.\n"""\nSAYS = "x"\nEXPECT = [\n    {},\n]'


@pytest.mark.parametrize("text", [*HOSTILE, "def (", "\0", "(" * 500])
def test_what_is_no_python_is_code_and_text(text: str) -> None:
    shown = show(make_case(), text)
    assert not shown.header
    assert not shown.marked
    assert "<script" not in shown.code


def test_lines_may_end_as_python_lets_them() -> None:
    shown = show(make_case("locks.unlocked_counter"), "SAYS = 1\r\rdef f():\r    number.value += 1\r")
    assert plain(shown.header) == "SAYS = 1"
    assert "<mark>" in shown.code
