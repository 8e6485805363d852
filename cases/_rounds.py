"""Run a race for a while: two sides, started together, round after round, and count.

A round begins at a barrier and counts only if the two sides were under way at once: if
each, on ending its lap, finds that the other has begun.  Laps begin short, because PyPy
switches threads more freely in code that it has not compiled yet, and grow until a round
lasts.

Two controls run on the same engine.  In the first both sides read before either writes: it
has to lose an update every time.  In the second each side runs its whole lap while the other
is held back by a lock: it must never lose one.  If either misbehaves the race proves nothing,
and the answer is "undecided".

The same code races threads and processes, under every start method: only what starts a
side, what the barrier is and where the number lies differ.
"""
import sys
import time

SECONDS = 1.8          # the race's budget; it ends sooner once ENOUGH rounds have lost
ENOUGH = 20            # rounds that lost: one is a witness, twenty make a count
CONTROL_ROUNDS = 10    # rounds of each control,
CONTROL_SECONDS = 2    # or fewer on a busy machine
FEWEST = 30            # rounds at once; with fewer, "nothing was lost" says too little
MOST_SECONDS = 15      # how long to try for FEWEST on a busy machine
SWITCH_SECONDS = 1e-6  # ask the interpreter to switch threads as often as it can
FIRST_LAP = 100        # steps; fewer than it takes PyPy to compile a loop (about 1000)
LOOKS = 20000          # at the other side, about 1 ms: waking up can take as long as a lap
SHORT = 0.004          # seconds; a shorter round may be over before both are awake: grow
LONG = 0.02            # seconds; a longer round does not grow, even if it was not at once
PATIENCE = 30          # seconds at a barrier before the other side is given up

STOP, FORCED, IN_TURNS, RACE = range(4)
PHASE, TIMES, AWAKE, BEGAN, MET, PLACES = 0, 1, 2, 4, 6, 8  # on the board; AWAKE ff: one a side


class Number:
    """Hold what two threads race for; a multiprocessing Value does it for processes."""

    def __init__(self):
        self.value = 0


def race_threads(lap):
    """Race lap(number, times), which changes number.value so many times, in two threads.

    Return {"lost": bool, "rounds": how many were at once, "lost_rounds", "not_at_once":
    rounds left out, "lap": steps a side took in the last round}; where nothing was lost also
    "under_one_in": with 95 % confidence fewer than one round in so many loses an update
    (3/n, the rule of three).  Or {"undecided": why}.
    """
    import threading

    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        return _race(lap, threading, threading.Thread, Number(), [0] * PLACES)
    finally:
        sys.setswitchinterval(before)


def race_processes(lap):
    """Race two processes, as race_threads does two threads; lap is a function of a module."""
    import multiprocessing as mp

    return _race(lap, mp, mp.Process, mp.Value("l", 0), mp.RawArray("l", PLACES))


def race_both(race, lap, locked):
    """Race a lap and its twin with a lock; return the twin's answer and "lost_without_lock"."""
    without, answer = race(lap), race(locked)
    if "undecided" in without:
        return without
    return answer if "undecided" in answer else dict(answer, lost_without_lock=without["lost"])


def _race(lap, kit, start, number, board):
    lap(number, 1)
    step = number.value  # how far one step moves the number
    gate, pair = kit.Barrier(3, timeout=PATIENCE), kit.Barrier(2, timeout=PATIENCE)
    shared = (lap, number, kit.Lock(), gate, pair, board)
    sides = [start(target=_side, args=(me,) + shared) for me in (0, 1)]
    for side in sides:
        side.daemon = True
        side.start()
    tally = _Tally(gate, number, board, step)
    forced = tally.run(FORCED, limit=CONTROL_ROUNDS)
    raced = tally.run(RACE)
    in_turns = tally.run(IN_TURNS, limit=CONTROL_ROUNDS)
    board[PHASE] = STOP
    gate.wait()
    for side in sides:
        side.join(PATIENCE)
    return _answer(forced, in_turns, raced)


def _side(me, lap, number, lock, gate, pair, board):
    """Take part in every round until the board says STOP."""
    while True:
        gate.wait()
        phase, times = board[PHASE], board[TIMES]
        if phase == STOP:
            return
        other = 1 - me
        if phase == RACE:
            _meet(board, me, other)
        board[BEGAN + me] = 1
        if phase == FORCED:
            read = number.value
            pair.wait()
            number.value = read + 1
        elif phase == IN_TURNS:
            with lock:
                lap(number, times)
        else:
            lap(number, times)
        board[MET + me] = board[BEGAN + other]
        gate.wait()


def _meet(board, me, other):
    """Wait, without sleeping, until the other side is awake too, but not for long."""
    board[AWAKE + me] = 1
    for _ in range(LOOKS):
        if board[AWAKE + other]:
            break


class _Tally:
    """Start rounds and count how they end."""

    def __init__(self, gate, number, board, step):
        self.gate, self.number, self.board, self.step = gate, number, board, step

    def run(self, phase, limit=None):
        """Count rounds at once, those that lost, and those not at once, until it is enough."""
        counts = {"rounds": 0, "lost_rounds": 0, "not_at_once": 0, "lap": FIRST_LAP}
        began = time.perf_counter()
        while not self._enough(counts, time.perf_counter() - began, limit):
            right = 2 if phase == FORCED else 2 * self.step * counts["lap"]
            took = self._round(phase, counts["lap"])
            at_once = phase != RACE or (self.board[MET] and self.board[MET + 1])
            counts["rounds" if at_once else "not_at_once"] += 1
            if at_once and self.number.value != right:
                counts["lost_rounds"] += 1
            if took < SHORT or (not at_once and took < LONG):
                counts["lap"] *= 2
        return counts

    def _round(self, phase, times):
        """Let the sides go once, and return how long they took."""
        self.number.value = 0
        self.board[:] = [phase, times] + [0] * (PLACES - 2)
        began = time.perf_counter()
        self.gate.wait()  # all set: off they go
        self.gate.wait()  # both are back
        return time.perf_counter() - began

    @staticmethod
    def _enough(counts, seconds, limit):
        if limit is not None:
            return counts["rounds"] >= limit or seconds > CONTROL_SECONDS
        if counts["lost_rounds"] >= ENOUGH:
            return True
        enough = counts["lost_rounds"] or counts["rounds"] >= FEWEST
        return seconds > (SECONDS if enough else MOST_SECONDS)


def _answer(forced, in_turns, raced):
    """Turn the counts into a case's answer, or say which of them proves nothing."""
    if forced["lost_rounds"] < forced["rounds"]:
        return {"undecided": "the control that has to lose updates kept some"}
    if in_turns["lost_rounds"]:
        return {"undecided": "the control that must not lose updates lost some"}
    if raced["rounds"] < FEWEST and not raced["lost_rounds"]:
        return {"undecided": "too few rounds in which both sides ran at once"}
    answer = dict(raced, lost=raced["lost_rounds"] > 0)
    if not answer["lost"]:
        answer["under_one_in"] = answer["rounds"] // 3
    return answer
