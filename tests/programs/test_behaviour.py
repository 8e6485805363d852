"""What is compared of a run: how it ended, what it wrote and left."""

from __future__ import annotations

import pytest

from builders import make_exit, make_interpreter
from canifork.model import Exit
from canifork.programs.behaviour import CROWDED, HUNG, Behaviour, settings_of
from made_runs import seen

TRACEBACK = b'Traceback (most recent call last):\n  File "p.py", line 1, in <module>\n    f()\n'


@pytest.mark.parametrize(
    ("status", "ended"),
    [(0, "exit code 0"), (3, "exit code 3"), (-11, "died of SIGSEGV"), (0xC0000005, "died of 0xC0000005")],
)
def test_an_end_is_named(status: int, ended: str) -> None:
    assert seen(make_exit(status=status)).ended == ended


def test_who_killed_his_runner_is_named() -> None:
    assert seen(Exit(lost=True)).ended == "killed the process that ran it"


def test_who_started_too_many_processes_is_told_from_who_did_not_end() -> None:
    assert seen(Exit(out=b"tick\n", crowded=True)) == Behaviour(ended=CROWDED)


def test_of_what_did_not_end_only_that_is_compared() -> None:
    behaviour = seen(make_exit(b"tick\ntick\n", status=None, err=TRACEBACK + b"KeyError: 1\n"), ["made x"])
    assert behaviour == Behaviour(ended=HUNG)


@pytest.mark.parametrize(
    ("err", "error", "last"),
    [
        (b"", "", ""),
        (b"a warning\n\n", "", "a warning"),
        (TRACEBACK + b"ValueError: no\n", "ValueError", "ValueError: no"),
        (TRACEBACK + b"KeyboardInterrupt\n", "KeyboardInterrupt", "KeyboardInterrupt"),
        (
            TRACEBACK + b"a.b.BrokenProcessPool: it broke\n",
            "BrokenProcessPool",
            "a.b.BrokenProcessPool: it broke",
        ),
        (TRACEBACK + b"RuntimeError: \n        advice of many lines\n", "RuntimeError", "RuntimeError: "),
        (
            b'  File "p.py", line 1\n    def (\n        ^\nSyntaxError: invalid\n',
            "SyntaxError",
            "SyntaxError: invalid",
        ),
        (b"Note: no traceback\n", "", "Note: no traceback"),
        (TRACEBACK + b"A: 1\n\nDuring handling:\n\n" + TRACEBACK + b"OSError: 2\n", "OSError", "OSError: 2"),
    ],
)
def test_the_last_exception_is_found(err: bytes, error: str, last: str) -> None:
    behaviour = seen(make_exit(status=1, err=err))
    assert (behaviour.error, behaviour.last) == (error, last)


def test_its_own_folders_look_as_they_do_from_there() -> None:
    out = b"/own/p.py /own /scratch/tmp1 Z:\\own\\p.py\r\n"
    assert seen(make_exit(out)).out == "p.py . <temporary folder>/tmp1 p.py"


def test_the_path_of_its_python_is_taken_out_of_its_output() -> None:
    """It is another one everywhere; that of a longer name is another program."""
    out = b"/bin/python3 -c 1\n/bin/python3.11 /bin/python3: no\n"
    shown = "<python> -c 1\n/bin/python3.11 <python>: no"
    assert seen(make_exit(out), pythons=("python3", "/bin/python3")).out == shown


def test_what_a_python_calls_itself_is_taken_out_too() -> None:
    """The command can be a script that starts it."""
    run = settings_of(make_interpreter(executable="/opt/python3"))[0]
    assert run.executable == "/opt/python3"


def test_output_that_is_no_text_is_shown_as_bytes() -> None:
    assert seen(make_exit(b"\xff")).out == "\\xff"


def test_files_are_named_in_order_and_many_are_counted() -> None:
    files = [f"made {number:03}" for number in range(60)]
    lines = seen(make_exit(), files[::-1]).files.split("\n")
    assert lines[:2] == ["made 000", "made 001"]
    assert lines[-1] == "and 10 more"
