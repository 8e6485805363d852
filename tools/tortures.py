"""What the cases of the torture chamber do, and what has to come of each, here and through each launcher."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

# What stands in a case for a file in which it notes what it makes in /dev/shm, and for whether it
# sees a variable of ours.
NOTES, SEES = "@NOTES@", "@SEES@"
VARIABLE = "TORTURE"
APART = ("container", "ssh")  # launchers: what is there has none of our variables


@dataclasses.dataclass(frozen=True, kw_only=True)
class Torture:
    """What a case does, and what has to be observed; `deadline` in seconds.

    `slow`: the quick test leaves it out.
    """

    does: str
    kind: str
    told: str = ""
    deadline: float = 30
    slow: bool = False


ANSWERS = "\nreturn {'done': True}"
HANGS = "\ntime.sleep(600)"
SHARED = """
import multiprocessing
from multiprocessing import shared_memory
multiprocessing.set_start_method("spawn")
kept = multiprocessing.Semaphore(), shared_memory.SharedMemory(create=True, size=4096)
with open("@NOTES@", "a") as notes:
    notes.write("sem.%s\\n%s\\n" % (kept[0]._semlock.name.lstrip("/"), kept[1].name))
"""

TORTURES = {
    # It does not end.
    "hangs_in_c": Torture(does="import ctypes; ctypes.PyDLL(None).sleep(600)", kind="hung", deadline=2),
    "hangs_in_python": Torture(does="while True: pass", kind="hung", deadline=2),
    "hangs_at_exit": Torture(
        does="import atexit; atexit.register(time.sleep, 600)" + ANSWERS,
        kind="hung",
        told="after it had answered",
        slow=True,
        deadline=2,
    ),
    "stops": Torture(does="os.kill(os.getpid(), signal.SIGSTOP)", kind="hung", slow=True, deadline=2),
    # It ends badly.
    "aborts": Torture(does="os.abort()", kind="died", told="SIGABRT"),
    # Not 0: what C makes of that is its own affair, and on s390x nothing need come of it.
    "segfaults": Torture(does="import ctypes; ctypes.string_at(1)", kind="died", told="SIGSEGV"),
    "overflows_the_stack": Torture(
        does="import faulthandler; faulthandler._stack_overflow()", kind="died", told="SIGSEGV"
    ),
    "exhausts_its_memory": Torture(
        does="""
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
        kept = []
        while True:
            kept.append(bytearray(1 << 24))
        """,
        kind="raised",
        told="MemoryError",
    ),
    "leaves_without_an_answer": Torture(does="os._exit(0)", kind="garbled", told="without an answer"),
    "closes_its_descriptors": Torture(
        does="os.closerange(0, 1024)" + ANSWERS, kind="died", told="exit status"
    ),
    "closes_its_descriptors_and_hangs": Torture(
        does="os.closerange(0, 1024)" + HANGS, kind="hung", slow=True, deadline=2
    ),
    # It answers badly.
    "answers_twice": Torture(
        does="""
        try:
            show(lambda: {"done": True})
        except SystemExit:
            return {"done": True}
        """,
        kind="garbled",
        told="2 answers",
    ),
    "answers_for_another": Torture(
        does="import cases._show as s; s.identity = 'cp399-x-y'.lower; s.show(lambda: {'done': True})",
        kind="mistaken",
        told="cp399",
    ),
    "answers_100_mb": Torture(does="return {'done': 'x' * 10**8}", kind="garbled", slow=True),
    "answers_in_no_encoding": Torture(
        does='os.write(1, b\'{"canifork": 1, "case": "\\xff\\xfe"}\\n\'); os._exit(0)',
        kind="garbled",
        told="cannot be read",
    ),
    "answers_nan": Torture(does="return {'done': float('nan')}", kind="garbled", told="NaN"),
    "answers_10000_deep": Torture(
        does="""
        deep = '[' * 10000 + ']' * 10000
        os.write(1, ('{"canifork": 1, "answer": %s}\\n' % deep).encode())
        os._exit(0)
        """,
        kind="garbled",
        told="cannot be read",
    ),
    "answers_html": Torture(does="return {'done': '<script>alert(1)</script>'}", kind="answered"),
    "answers_escapes": Torture(does="return {'done': '\\x1b]0;title\\x07\\x1b[31m'}", kind="answered"),
    "writes_1_gb": Torture(
        does="for _ in range(1024): os.write(1, b'x' * (1 << 20))\nprint()" + ANSWERS,
        kind="answered",
        slow=True,
    ),
    # It turns on those around it.
    "kills_its_parent": Torture(
        does="os.kill(os.getppid(), signal.SIGKILL)" + HANGS,
        kind="garbled",
        told="the worker was killed during the trial",
    ),
    "kills_its_parents": Torture(
        does="""
        worker = os.getppid()
        above = int(open("/proc/%d/stat" % worker).read().rpartition(")")[2].split()[1])
        os.kill(above, signal.SIGKILL)
        os.kill(worker, signal.SIGKILL)
        time.sleep(600)
        """,
        kind="garbled",
        told="the worker was killed during the trial",
    ),
    "stops_its_parent": Torture(
        does="os.kill(os.getppid(), signal.SIGSTOP)" + HANGS, kind="hung", deadline=2
    ),
    "kills_its_group": Torture(does="os.killpg(0, signal.SIGKILL)", kind="died", told="SIGKILL"),
    "kills_its_session": Torture(
        does="""
        subprocess.Popen(["sleep", "600"], preexec_fn=os.setpgrp)
        own = os.getsid(0)
        for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit())[::-1]:
            try:
                if os.getsid(pid) == own:
                    os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:  # of somebody else, who has just ended it
                pass
        """,
        kind="died",
        told="SIGKILL",
    ),
    "leaves_ten_orphans": Torture(
        does="""
        for _ in range(10):
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    os.execve("/bin/sleep", ["sleep", "600"], {})
                os._exit(0)
            os.wait()
        return {"done": True}
        """,
        kind="answered",
    ),
    "deletes_its_folder": Torture(
        does="import shutil; shutil.rmtree(os.path.dirname(os.path.dirname(os.path.dirname(__file__)))); "
        "shutil.rmtree(os.environ['TMPDIR'])" + ANSWERS,
        kind="answered",
    ),
    "changes_its_neighbours": Torture(
        does="open(os.path.join(os.path.dirname(__file__), 'neighbour_1.py'), 'w').write('raise ValueError')"
        + ANSWERS,
        kind="answered",
    ),
    "forks_without_end": Torture(  # up to 2 ** 8 processes
        does="""
        for _ in range(8):
            os.fork()
        time.sleep(600)
        """,
        kind="hung",
        deadline=4,
    ),
    "forks_and_leaves": Torture(  # up to 5000 of them, each gone before it is noticed
        does="""
        if os.fork():
            return {"done": True}
        for _ in range(5000):
            if os.fork():
                os._exit(0)
        os._exit(0)
        """,
        kind="answered",
    ),
    "dies_with_shared_memory": Torture(
        does=SHARED + "os.kill(os.getpid(), signal.SIGKILL)", kind="died", told="SIGKILL"
    ),
    "hangs_with_shared_memory": Torture(does=SHARED + HANGS, kind="hung", slow=True, deadline=4),
}
NEIGHBOUR = """
import tempfile
with tempfile.TemporaryFile() as file:
    file.write(b"x" * 100)
return {"done": os.path.exists("cases/made/__init__.py") and @SEES@}
"""
NEIGHBOURS = 8

ELSEWHERE: Mapping[str, Mapping[str, Mapping[str, Any] | str]] = {
    "container": {
        # pid_namespaces(7): the guard is the first process there, and no signal from within ends or stops it.
        "kills_its_parent": {"kind": "hung", "told": "", "deadline": 2},
        # Nobody is above it, and kill(2) takes 0 for the group of the caller.
        "kills_its_parents": {"kind": "died", "told": "SIGKILL"},
        # Monitor and client of an engine pass on what it writes in small pieces: a minute on a busy machine.
        "writes_1_gb": {"deadline": 120},
        # The folder of the cases is read-only there.
        "deletes_its_folder": {"kind": "raised", "told": "OSError"},
        "changes_its_neighbours": {"kind": "raised", "told": "OSError"},
    },
    "ssh": {
        "kills_its_parent": {"told": "its guard on"},
        "kills_its_parents": {"told": "failed or was cut"},
        # What it writes is encrypted, sent and decrypted: half a minute on a busy machine.
        "writes_1_gb": {"deadline": 120},
        # The folder for temporary files lies in that of the cases there, and has gone with it.
        "deletes_its_folder": {"kind": "raised", "told": "FileNotFoundError"},
    },
    "qemu": {
        "exhausts_its_memory": "QEMU's user mode sets no limit of memory, so all of this machine's would go",
    },
}
"""By the word of a launcher: what is otherwise through it, or why a case cannot be run through it."""


def through(word: str) -> dict[str, Torture]:
    """Return the cases that can be run through the launcher of this word, with what has to come of them."""
    other = ELSEWHERE.get(word, {})
    changes = {name: other.get(name, {}) for name in TORTURES}
    return {
        name: dataclasses.replace(TORTURES[name], **change)
        for name, change in changes.items()
        if not isinstance(change, str)
    }
