"""Run a case, and stop at two of its lines until somebody beside has looked at all processes.

Run by the Python that is asked, so in the grammar of Python 3.6 and with the standard library alone:
python tools/read_trees.py ROOT CLAIM LINES [START_METHOD], in a process group of its own.  LINES says as
JSON for both lines in which function they stand and what they hold.  It stops by SIGSTOP, and goes on
when it gets SIGCONT: at the first line with all processes of its group, lest a child ends meanwhile, at
the second one alone, so that whatever falls can fall.  Where the case comes to the lines again, so does this.
"""

import itertools
import json
import linecache
import os
import runpy
import signal
import sys
from typing import Any, Callable, Iterator, List, Optional

ME = os.getpid()
Trace = Callable[[Any, str, Any], Optional[Any]]


def stop_all() -> None:
    """Stop this process and its children at once."""
    if sys.platform != "win32":  # record_trees.py says so
        os.killpg(0, signal.SIGSTOP)


def stop() -> None:
    """Stop this process."""
    if sys.platform != "win32":
        os.kill(ME, signal.SIGSTOP)


def stopping_at(root: str, lines: List[List[str]]) -> Trace:
    """Return a function for sys.settrace that stops before each of these lines, in turns."""
    turns: Iterator[Any] = itertools.cycle([(lines[0], stop_all), (lines[1], stop)])
    awaited = [next(turns)]

    def line(frame: Any, event: str, _: Any) -> Optional[Trace]:
        (function, text), stops = awaited[0]
        code = frame.f_code
        if (
            event == "line"
            and code.co_name == function
            and text in linecache.getline(code.co_filename, frame.f_lineno)
            and os.getpid() == ME  # not a forked child, which has this function too
        ):
            awaited[0] = next(turns)
            stops()
        return line

    def call(frame: Any, event: str, _: Any) -> Optional[Trace]:
        code = frame.f_code
        inside = any(code.co_name == function for function, _ in lines)
        return line if inside and code.co_filename.startswith(root) else None

    return call


def main(root: str, claim: str, lines: str, *method: str) -> None:
    """Run the case as its reader would: as __main__, under a start method."""
    sys.path.insert(0, root)
    sys.argv = [claim, *method]
    sys.settrace(stopping_at(os.path.join(root, "cases"), json.loads(lines)))
    runpy.run_module("cases." + claim, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
