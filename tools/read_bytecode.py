"""Tell the bytecode of statements in the cases, and after which instructions a signal was handled.

Run by the Python that is asked, so in the grammar of Python 3.6 and with the standard library alone:
python tools/read_bytecode.py ROOT SECONDS WANTED, with the statements as JSON.  CPython's evaluation loop
calls a signal's handler in the places where it also gives the GIL away, and PyPy's does the same: so the
instruction at which the handler finds each frame is one after which another thread can run.
"""

import dis
import importlib
import json
import signal
import sys
import time
from typing import Any, Dict, List, Optional, Tuple

Code = List[Tuple[int, str, str]]  # of each instruction its offset, its name, its argument

STORES = ("STORE_ATTR", "STORE_GLOBAL")
BACK = ("JUMP_ABSOLUTE", "JUMP_BACKWARD")
EVERY = 0.00013  # seconds between two signals; a thread keeps the GIL for 0.005


class Number:
    """Hold a value, as what the cases race for does."""

    value = 0


def instructions(function: Any, text: str) -> Code:
    """Return the instructions of the first line of a function that reads so: offset, name, argument."""
    with open(function.__code__.co_filename, encoding="utf-8") as file:
        lines = [line.strip() for line in file]
    wanted = lines.index(text, function.__code__.co_firstlineno) + 1
    found: Code = []
    line: Optional[int] = None
    for one in dis.get_instructions(function):
        if one.starts_line:
            line = getattr(one, "line_number", one.starts_line)  # from 3.13 on starts_line is a bool
        if line == wanted:
            if found and found[-1][1] in STORES and one.opname not in BACK:
                break  # what ends the function counts to its last line
            found.append((one.offset, one.opname, argument(one)))
            if one.opname in BACK:
                break  # and what ends a loop, until 3.7
    return found


def argument(one: Any) -> str:
    """Return what an instruction works on, as dis writes it; nothing for a jump, whose goal is an offset."""
    if one.opcode in dis.hasjrel or one.opcode in dis.hasjabs or one.arg is None:
        return ""
    return one.argrepr or str(one.arg)


def interrupted(function: Any, seconds: float) -> List[int]:
    """Run a function under signals; return the instruction at which a handler found it, a place a signal."""
    code = function.__code__
    found: List[int] = []
    values: Dict[str, Any] = {"number": Number(), "balance": Number(), "times": 1000, "n": 5}
    arguments = [values[name] for name in code.co_varnames[: code.co_argcount]]

    def handler(_: int, frame: Any) -> None:
        while frame is not None and frame.f_code is not code:
            frame = frame.f_back
        found.append(-1 if frame is None else frame.f_lasti)

    if sys.platform != "win32":  # which lacks them; record_bytecode.py says so
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
        end = time.time() + seconds
        while time.time() < end:
            for _ in range(100):
                function(*arguments)
        signal.setitimer(signal.ITIMER_REAL, 0)
    # CPython 3.11 and 3.12 show the caller of a function at a cache that follows the instruction.
    starts = [one.offset for one in dis.get_instructions(function)]
    return [max([start for start in starts if start <= offset], default=-1) for offset in found]


def main(root: str, seconds: str, wanted: str) -> None:
    """Print, by claim, the signals and the instructions of its statement: [name, argument, signals there]."""
    sys.path.insert(0, root)
    told = {}
    for claim, (name, text) in json.loads(wanted).items():
        function = getattr(importlib.import_module("cases." + claim), name)
        places = interrupted(function, float(seconds)) if float(seconds) else []
        code = [[opname, what, places.count(offset)] for offset, opname, what in instructions(function, text)]
        told[claim] = {"signals": len(places), "code": code}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
