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

PATIENCE = 15  # seconds for a process to call or to answer; less than run_inner's
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


def outlive_main(program, roles, *arguments):
    """Run STAY + program, kill its main process, and return who is alive: {role: bool}.

    In the program, sys.argv holds the arguments, then the port.
    """
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(len(roles) + 1)
    server.settimeout(PATIENCE)
    called = (STAY + program,) + arguments + (server.getsockname()[1],)
    runner = threading.Thread(target=run_inner, args=called)
    runner.start()
    lines = {}
    try:
        while set(lines) != set(roles) | {"main"}:
            line = _Line(server.accept()[0])
            lines[line.role] = line
        lines["main"].kill()
        time.sleep(LATER)
        return {role: lines[role].is_alive() for role in roles}
    finally:
        server.close()
        for line in lines.values():
            line.kill()
        runner.join()


class _Line:
    """Hold the line to one process."""

    def __init__(self, connection):
        connection.settimeout(PATIENCE)
        self.connection, self.heard = connection, connection.makefile("r")
        self.role, pid = self.heard.readline().split()
        self.pid = int(pid)

    def is_alive(self):
        """Ask, and return whether an answer came; a line that broke has nobody behind it."""
        try:
            self.connection.sendall(b"alive?\n")
            return self.heard.readline() == "alive\n"
        except ConnectionError:
            return False

    def kill(self):
        """Kill the process, and wait until its end of the line is closed."""
        if not self.is_alive():
            return
        os.kill(self.pid, KILL)
        try:
            self.heard.read()
        except ConnectionError:
            pass  # Windows resets the line of a process that was killed
