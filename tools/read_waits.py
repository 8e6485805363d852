"""Run deadlocks of the cases until all sides stand still, and tell where each of them stands.

Run by the Python that is asked, so with the standard library alone: python tools/read_waits.py ROOT WANTED.
WANTED says as JSON, by claim, in which function and on what call each side is to stand.  A deadlock is
looked at from beside: threads of this process by sys._current_frames, a child by faulthandler, which it
got by being forked.
"""

import faulthandler
import importlib
import json
import linecache
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
from typing import Any, Callable, Dict, List, Tuple

Place = Tuple[str, int, str]  # file, line, function
Stack = List[Place]  # the call that is on its way comes first
Calls = List[Tuple[str, str]]  # a function, and what its line has to hold
FRAME = re.compile(r'  File "(.+)", line (\d+) in (.+)')
PAUSE = 0.1  # seconds between two looks; who has not moved stands still
GRACE = 4.0  # seconds until the threads of a case give up: time for two looks on a busy machine, too
PATIENCE = 30.0  # seconds until all have to stand where they are expected


def threads_here() -> List[Stack]:
    """Return where each thread of this process is."""
    return [
        [(one.filename, one.lineno or 0, one.name) for one in reversed(traceback.extract_stack(frame))]
        for frame in sys._current_frames().values()
    ]


def threads_of(child: int, dump: Any) -> List[Stack]:
    """Return where each thread of a child is, which writes it into `dump` when it gets the signal."""
    dump.truncate(0)
    dump.seek(0)
    if sys.platform != "win32":  # record_waits.py says so
        os.kill(child, signal.SIGUSR1)
    time.sleep(PAUSE)
    dump.seek(0)
    parts = re.split(r"hread 0x", dump.read())[1:]
    return [[(file, int(line), name) for file, line, name in FRAME.findall(part)] for part in parts]


def standing(look: Callable[[], List[Stack]], calls: Calls) -> List[Dict[str, Any]]:
    """Look until a thread stands on each of these calls at two looks; return the places."""
    end = time.time() + PATIENCE
    before: List[Dict[str, Any]] = []
    while time.time() < end:
        places = found(look(), calls)
        if places and places == before:
            return places
        before = places
        time.sleep(PAUSE)
    raise SystemExit("no deadlock was seen in %s" % ", ".join(call for _, call in calls))


def found(stacks: List[Stack], calls: Calls) -> List[Dict[str, Any]]:
    """Return for each call the place of a thread that is in it, each thread once; nothing if one lacks."""
    left, places = sorted(stacks), []
    for function, call in calls:
        inside = [(stack, place) for stack in left for place in stack if place[2] == function]
        inside = [(stack, place) for stack, place in inside if call in text(place)]
        if not inside:
            return []
        stack, place = inside[0]
        left.remove(stack)
        places.append(
            {"function": function, "file": os.path.basename(place[0]), "number": place[1],
             "line": text(place)}
        )  # fmt: skip
    return places


def text(place: Place) -> str:
    """Return the line of a program."""
    return linecache.getline(place[0], place[1]).strip()


def opposite_order(case: Any, calls: Calls) -> Any:
    """Let two threads take two locks in opposite order; return where they stand."""
    case.GRACE = GRACE
    one, other = threading.Lock(), threading.Lock()

    def look() -> List[Stack]:
        names = [frame.f_locals for frame in sys._current_frames().values() if frame.f_code.co_name == "take"]
        want = [(two["one"], two["other"]) for two in names]  # what each holds, and what it wants
        crossed = len(want) == 2 and want[0] == want[1][::-1] and one.locked() and other.locked()
        return threads_here() if crossed else []

    racing = threading.Thread(target=case.deadlock, args=([(one, other), (other, one)],))
    racing.start()
    places = standing(look, calls)
    racing.join()
    return places


def join_before_drain(case: Any, calls: Calls) -> Any:
    """Join a forked process whose queue nobody reads; return where both stand."""
    multiprocessing.set_start_method("fork")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as dump:
        if sys.platform != "win32":
            faulthandler.register(signal.SIGUSR1, file=dump, all_threads=True)
        process, _ = case.start(case.BIG)
        joining = threading.Thread(target=process.join, daemon=True)
        joining.start()
        places = standing(lambda: threads_here() + threads_of(process.pid, dump), calls)
        process.terminate()
        joining.join()
    return places


SCENES = {"locks.opposite_order": opposite_order, "ipc.join_before_drain": join_before_drain}


def main(root: str, wanted: str) -> None:
    """Print, by claim, where its sides stand: function, file, number and text of the line."""
    sys.path.insert(0, root)
    told = {
        claim: SCENES[claim](importlib.import_module("cases." + claim), calls)
        for claim, calls in json.loads(wanted).items()
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
