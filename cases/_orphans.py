"""Kill a program's main process, and see which of the processes it started live on.

Each process of the program calls stay(role, port), the main one with the role "main": it
connects to us, says its role and its id, and answers every question.  So we find orphans
without asking the system, prove them alive by their answer, and can kill them.  If we end
early, so do they: their line to us breaks.
"""
import os
import signal
import socket
import threading
import time

from cases._inner import run_inner
from cases._patience import is_time_up, seconds_left
from cases._show import Undecided

LOOK = 0.5     # seconds between two looks whether the program that should call still runs
LATER = 1.0    # seconds after the kill in which whatever falls with the main process can fall
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows: os.kill calls TerminateProcess

STAY = """
import os, socket

def stay(role, port):
    line = socket.create_connection(("127.0.0.1", port)).makefile("rw")
    print(role, os.getpid(), file=line, flush=True)
    for question in line:
        print("alive", file=line, flush=True)
"""


def kill(pid):
    """Kill a process, unless it has ended meanwhile."""
    try:
        os.kill(pid, KILL)
    except OSError:
        pass  # Windows: PermissionError, or a wrong parameter


def outlive_main(program, roles, *arguments, end=None):
    """Run STAY + program, end its main process, and return who is alive: {role: bool}.

    In the program, sys.argv holds the arguments, then the port.  end(pid) ends it; by default
    it is killed.
    """
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(len(roles) + 1)
    server.settimeout(LOOK)
    called = (STAY + program,) + arguments + (server.getsockname()[1],)
    runner = _Runner(called)
    lines = {}
    try:
        while set(lines) != set(roles) | {"main"}:
            line = _Line(_accept(server, runner))
            lines[line.role] = line
        lines["main"].kill(end or kill)
        time.sleep(LATER)
        alive = {role: lines[role].is_alive() for role in roles}
        if is_time_up():
            raise Undecided("time was up, and its end may have ended the processes, not the kill")
        return alive
    finally:
        server.close()
        for line in lines.values():
            line.kill()
        runner.thread.join()


class _Runner:
    """Run the inner program in a thread; `ended` is how it ended, or None if time was up."""

    def __init__(self, called):
        self.ended = None
        self.thread = threading.Thread(target=self._run, args=called)
        self.thread.start()

    def _run(self, *called):
        try:
            self.ended = run_inner(*called)
        except Undecided:
            pass  # who waits for its calls finds out


def _accept(server, runner):
    """Return the connection of the next process that calls; fail where none will."""
    while runner.thread.is_alive():
        try:
            return server.accept()[0]
        except socket.timeout:
            continue
    if runner.ended:
        raise RuntimeError("the inner program ended too early: %s" % runner.ended.err)
    raise Undecided("an inner program had not started its processes when time was up")


class _Line:
    """Hold the line to one process."""

    def __init__(self, connection):
        self.connection, self.heard = connection, connection.makefile("r")
        self.role, pid = self._read().split()
        self.pid = int(pid)

    def is_alive(self):
        """Ask, and return whether an answer came; a line that broke has nobody behind it."""
        try:
            self.connection.sendall(b"alive?\n")
            return self._read() == "alive\n"
        except ConnectionError:
            return False

    def _read(self):
        self.connection.settimeout(seconds_left())  # less than when the line was made
        try:
            return self.heard.readline()
        except ConnectionError:
            raise
        except OSError:  # of a time-out; and of what is read after one
            raise Undecided("a process had not answered when time was up")

    def kill(self, end=kill):
        """Kill the process, or end it with end(pid), and wait until its end of the line is closed."""
        try:
            if not self.is_alive():
                return
        except Undecided:
            pass  # it is slow, but there
        end(self.pid)
        try:
            self.connection.settimeout(seconds_left())
            self.heard.read()
        except OSError:
            pass  # Windows resets the line of a process that was killed
