"""Start a child whose own child holds its output, and see whether run(timeout=) waits for that.

No clock decides.  Both call us over a socket: a call that ends tells that its process has.  If
the child is no more and run() is in communicate(), it reads what only the grandchild can end.
"""
import select
import socket
import subprocess
import sys
import threading
import time

from cases._patience import seconds_left
from cases._show import PACE, Undecided

TIMES = (2 * PACE, 15 * PACE)  # seconds for both to start in, and again if that was too little
LATER = 2 * PACE  # seconds after that time in which run() kills its child
LOOKS = 20  # of 0.05 s that have to see the same
GRANDCHILD = """
import socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1]))).recv(1)
"""
CHILD = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", sys.argv[2], sys.argv[1]], stdout=sys.stdout)
""" + GRANDCHILD


def waits_for_grandchild():
    """Tell whether run() goes on reading when it has killed its child."""
    for seconds in TIMES:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(2)
            server.settimeout(0.05)
            answer = _try_with(seconds, server)
        if answer is not None:
            return answer
    raise Undecided("two processes had not started when time was up")


def _try_with(seconds, server):
    """Return the answer, or None where time was up before both had called."""
    until = time.monotonic() + seconds + LATER
    runner = threading.Thread(target=_run, args=(server.getsockname()[1], seconds))
    runner.start()
    lines = []
    try:
        while len(lines) < 2:
            try:
                lines.append(server.accept()[0])
            except socket.timeout:
                if not runner.is_alive() or time.monotonic() > until:
                    return None
        if not select.select(lines, [], [], seconds_left())[0]:
            raise Undecided("a child process had not been killed when time was up")
        return _stays_reading(runner)
    finally:
        for line in lines + [server]:
            line.close()  # which ends the grandchild, also one whose call was not yet taken
        runner.join(seconds_left())


def _run(port, seconds):
    command = [sys.executable, "-c", CHILD, str(port), GRANDCHILD]
    try:
        subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds)
    except subprocess.TimeoutExpired:
        pass


def _stays_reading(runner):
    """Tell whether a thread stays in communicate() or comes back."""
    looks = 0
    while looks < LOOKS:
        if not runner.is_alive():
            return False
        looks = looks + 1 if "communicate" in _functions(runner) else 0
        time.sleep(0.05)
    return True


def _functions(thread):
    """Return the names of the functions that a thread is in."""
    frame, names = sys._current_frames().get(thread.ident), set()
    while frame:
        names.add(frame.f_code.co_name)
        frame = frame.f_back
    return names
