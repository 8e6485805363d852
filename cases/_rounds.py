"""Run a race for a while: two sides, started together, round after round, and count.

A side does its steps in small parts.  After each part it writes down how many it has done, and
reads how many the other has: if the other went on meanwhile, there was a handover, at which an
update could have been lost.  On two CPUs there is one at nearly every part; under a GIL there
is one whenever it changed hands.  So the answer says in how many handovers nothing was lost.

Two controls run on the same engine.  In the first both sides read before either writes: it
has to lose an update every time.  In the second each side runs all its parts while the other
is held back by a lock: it must never lose one.  If either misbehaves the race proves nothing,
and the answer is "undecided".

The same code races threads and processes, under every start method: only what starts a
side, what the barrier is and where the number lies differ.
"""
import sys
import time

from cases._show import PACE

PART = 50              # steps between two looks at the other side
MANY = 6000            # handovers: with none lost, fewer than one in 2000 loses (95 %)
ENOUGH = 5             # rounds that lost: one is a witness, five make a count
CONTROL_ROUNDS = 8     # rounds of each control
SECONDS = 2            # the race's budget; it ends sooner once MANY, or ENOUGH, is reached
FEWEST = 300           # handovers; with fewer, "nothing was lost" says too little
BRIEF_SECONDS = 0.3    # the budget of a race that others run beside in one trial
BRIEF_FEWEST = 60      # for it; twice as many without a GIL
FEW = 20               # the same where another race has lost updates, or a control has
MOST_SECONDS = 20 * PACE      # how long to try for the fewest on a busy machine
SWITCH_SECONDS = 1e-6  # ask the interpreter to switch threads as often as it can
FIRST_PARTS = 2        # a round begins short: PyPy switches more freely in what it has not compiled
LOOKS = 20000          # at the other side, about 1 ms: waking up can take as long as a round
LONG = 0.1             # seconds; a longer round does not grow
PATIENCE = 30 * PACE          # seconds at a barrier before the other side is given up

STOP, FORCED, IN_TURNS, RACE = range(4)
PHASE, PARTS, AWAKE, DONE, SEEN, PLACES = 0, 1, 2, 4, 6, 8  # on the board; from AWAKE: one a side


class Number:
    """Hold what two threads race for; a multiprocessing Value does it for processes."""

    def __init__(self):
        self.value = 0


def race_threads(lap, number=None, fewest=FEWEST, seconds=SECONDS):
    """Race lap(number, times), which changes number.value so many times, in two threads.

    Return {"lost": bool, "handovers": how often one side saw that the other had gone on,
    "rounds", "lost_rounds"}; where nothing was lost also "under_one_in": with 95 % confidence
    fewer than one handover in so many loses an update (3/n, the rule of three).  Or
    {"undecided": why}, as with less than the `fewest` handovers and no loss.
    """
    import threading

    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        return _race(lap, threading, threading.Thread, number or Number(), [0] * PLACES,
                     fewest, seconds)
    finally:
        sys.setswitchinterval(before)


def race_briefly(lap, number=None):
    """Do as race_threads, in less time: at a GIL, where one side stands still, a handover tells more."""
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    return race_threads(lap, number, BRIEF_FEWEST if gil else 2 * BRIEF_FEWEST, BRIEF_SECONDS)


def race_processes(lap, fewest=FEWEST):
    """Race two processes, as race_threads does two threads; lap is a function of a module."""
    import multiprocessing as mp

    return _race(lap, mp, mp.Process, mp.Value("l", 0), mp.RawArray("l", PLACES), fewest,
                 SECONDS)


def race_both(race, lap, locked):
    """Race a lap and its twin with a lock; return the twin's answer and "lost_without_lock"."""
    without, answer = race(lap), race(locked, fewest=FEW)
    if "undecided" in without:
        return without
    return answer if "undecided" in answer else dict(answer, lost_without_lock=without["lost"])


def which_lost(**races):
    """Say of each race whether it lost updates: {name: bool}; or why one of them is undecided."""
    undecided = [race for race in races.values() if "undecided" in race]
    return undecided[0] if undecided else {name: races[name]["lost"] for name in races}


def _race(lap, kit, start, number, board, fewest, seconds):
    number.value = 0
    lap(number, PART)
    step = number.value  # how far one part moves the number
    gate, pair = kit.Barrier(3, timeout=PATIENCE), kit.Barrier(2, timeout=PATIENCE)
    shared = (lap, number, kit.Lock(), gate, pair, board)
    sides = [start(target=_side, args=(me,) + shared) for me in (0, 1)]
    for side in sides:
        side.daemon = True
        side.start()
    tally = _Tally(gate, number, board, step, fewest, seconds)
    forced = tally.run(FORCED, limit=CONTROL_ROUNDS)
    raced = tally.run(RACE)
    in_turns = tally.run(IN_TURNS, limit=CONTROL_ROUNDS)
    board[PHASE] = STOP
    gate.wait()
    for side in sides:
        side.join(PATIENCE)
    return _answer(forced, in_turns, raced, fewest)


def _side(me, lap, number, lock, gate, pair, board):
    """Take part in every round until the board says STOP."""
    while True:
        gate.wait()
        phase, parts = board[PHASE], board[PARTS]
        if phase == STOP:
            return
        if phase == FORCED:
            read = number.value
            pair.wait()
            number.value = read + 1
        elif phase == IN_TURNS:
            with lock:
                _run(me, lap, number, parts, board)
        else:
            _meet(board, me, 1 - me)
            _run(me, lap, number, parts, board)
        gate.wait()


def _run(me, lap, number, parts, board):
    """Do the parts, and count in how many of them the other side went on."""
    other, seen = DONE + 1 - me, 0
    for part in range(parts):
        before = board[other]
        lap(number, PART)
        board[DONE + me] = part + 1
        if board[other] != before:
            seen += 1
    board[SEEN + me] = seen


def _meet(board, me, other):
    """Wait, without sleeping, until the other side is awake too, but not for long."""
    board[AWAKE + me] = 1
    for _ in range(LOOKS):
        if board[AWAKE + other]:
            break


class _Tally:
    """Start rounds and count how they end."""

    def __init__(self, gate, number, board, step, fewest, seconds):
        self.gate, self.number, self.board, self.step = gate, number, board, step
        self.fewest, self.seconds = fewest, seconds

    def run(self, phase, limit=None):
        """Count rounds, those that lost, and handovers, until it is enough."""
        counts = {"handovers": 0, "rounds": 0, "lost_rounds": 0}
        parts, began = FIRST_PARTS, time.perf_counter()
        while not self._enough(counts, time.perf_counter() - began, limit):
            right = 2 if phase == FORCED else 2 * self.step * parts
            took = self._round(phase, parts)
            counts["rounds"] += 1
            counts["handovers"] += sum(self.board[SEEN:SEEN + 2])
            counts["lost_rounds"] += self.number.value != right
            if took < LONG:
                parts *= 2
        return counts

    def _round(self, phase, parts):
        """Let the sides go once, and return how long they took."""
        self.number.value = 0
        self.board[:] = [phase, parts] + [0] * (PLACES - 2)
        began = time.perf_counter()
        self.gate.wait()  # all set: off they go
        self.gate.wait()  # both are back
        return time.perf_counter() - began

    def _enough(self, counts, seconds, limit):
        if limit is not None:
            return counts["rounds"] >= limit
        if counts["lost_rounds"] >= ENOUGH or counts["handovers"] >= MANY:
            return True
        enough = counts["lost_rounds"] or counts["handovers"] >= self.fewest
        return seconds > (self.seconds if enough else MOST_SECONDS)


def _answer(forced, in_turns, raced, fewest):
    """Turn the counts into a case's answer, or say which of them proves nothing."""
    if forced["lost_rounds"] < forced["rounds"]:
        return {"undecided": "the control that has to lose updates kept some"}
    if in_turns["lost_rounds"]:
        return {"undecided": "the control that must not lose updates lost some"}
    if raced["handovers"] < fewest and not raced["lost_rounds"]:
        return {"undecided": "too few handovers between the two sides"}
    answer = dict(raced, lost=raced["lost_rounds"] > 0)
    if not answer["lost"]:
        answer["under_one_in"] = answer["handovers"] // 3
    return answer
