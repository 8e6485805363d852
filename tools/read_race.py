"""Race a statement of a case in two threads until updates are lost, and tell who read and wrote what.

Run by the Python that is asked, so in the grammar of Python 3.6 and with the standard library alone:
python tools/read_race.py ROOT SECONDS WANTED, with the statements as JSON.

The statement is the case's own, apart from what it adds: in one thread the letter "a", in the other
"b".  So each value that is stored tells all updates in it, and with them who wrote it and what that
thread had read.  The values are kept by a property whose two functions are C's, itemgetter and
list.append: to read or to write adds no instruction between which threads could be switched.
"""

import importlib
import inspect
import json
import operator
import sys
import textwrap
import threading
import time
from typing import Any, Dict, List, Optional

SIDES = "ab"
TIMES = 4000  # updates of a side in a round: the values grow by a letter with each
SWITCH_SECONDS = 1e-6  # ask to switch threads as often as can be, as the cases do
PATIENCE = 60  # seconds at a barrier


class Number(list):  # type: ignore[type-arg]  # of all values that were stored
    """Hold what two threads race for, and remember each value that was stored."""

    value = property(operator.itemgetter(-1), list.append)


def lap(module: Any, name: str, text: str, constant: str, letter: str) -> Any:
    """Return a case's function whose statement adds a letter in place of its number."""
    source = textwrap.dedent(inspect.getsource(getattr(module, name)))
    if source.count(text) != 1 or text.count(constant) != 1:
        raise ValueError("%s: the statement %r does not stand in it once" % (name, text))
    names = dict(vars(module))
    exec(source.replace(text, text.replace(constant, repr(letter))), names)
    return names[name]


def race(laps: List[Any], number: Any) -> None:
    """Let each side do its updates once, both from the same moment on."""
    gate = threading.Barrier(len(laps), timeout=PATIENCE)

    def side(lap: Any) -> None:
        gate.wait()
        lap(number, TIMES)

    sides = [threading.Thread(target=side, args=(one,), daemon=True) for one in laps]
    for one in sides:
        one.start()
    for one in sides:
        one.join(PATIENCE)


def shortest_loss(values: List[str]) -> Optional[Dict[str, int]]:
    """Return the loss that is told in fewest steps: a thread wrote what it had made of an old value.

    {"read": how many updates were in it, "late": which side read and wrote it, "lost": how many
    updates of the other side, each made of the one before, came between}.
    """
    found = []
    place = {values[0]: 0}  # where each value was stored last
    for number, value in enumerate(values[1:], 1):
        read, late = value[:-1], SIDES.index(value[-1])
        between = values[place[read] + 1 : number]
        if between and between[-1] == read + SIDES[1 - late] * len(between):
            found.append({"read": len(read), "late": late, "lost": len(between)})
        place[value] = number
    return min(found, key=lambda one: one["lost"]) if found else None


def tally(laps: List[Any], seconds: float) -> Dict[str, Any]:
    """Race for so long, and return how many updates were made and got lost, and the shortest loss."""
    updates, kept, losses, end = 0, 0, [], time.time() + seconds
    while time.time() < end:
        number = Number([""])
        race(laps, number)
        updates += len(number) - 1
        kept += len(number[-1])
        losses.append(shortest_loss(number))
    found = [one for one in losses if one]
    shortest = min(found, key=lambda one: one["lost"]) if found else None
    return {"updates": updates, "lost": updates - kept, "shortest": shortest}


def main(root: str, seconds: str, wanted: str) -> None:
    """Print, by claim, how many updates were made, how many of them got lost, and the shortest loss."""
    sys.path.insert(0, root)
    sys.setswitchinterval(SWITCH_SECONDS)
    told = {}
    for claim, (name, text, constant) in json.loads(wanted).items():
        module = importlib.import_module("cases." + claim)
        laps = [lap(module, name, text, constant, letter) for letter in SIDES]
        told[claim] = tally(laps, float(seconds))
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
