"""Say why one process is another one's child: what documentation and source foretell, and where they do."""

from __future__ import annotations

from dataclasses import dataclass

from canifork.i18n.translator import english

NO_METHOD = ""  # of a claim that has no start method
SYSTEM, SERVER, TRACKER = "system", "server", "tracker"
OWN, STARTED = "own", "started"

LABELS = {
    "main": english("main process"),
    "program": english("claim's program"),
    "child": english("child"),
    "daemon": english("daemonic child"),
    "worker": english("worker"),
    "manager": english("manager's server"),
    "shell": english("shell"),
    "command": english("command"),
    SERVER: english("fork server"),
    TRACKER: english("resource tracker"),
    SYSTEM: english("the system"),
}
"""What each process is called."""

KINDS = {SYSTEM: SYSTEM, SERVER: SERVER, TRACKER: TRACKER, "shell": STARTED, "command": STARTED}
"""What kind of process it is, if it is not one that runs the program itself."""

SOURCE = "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing"
PYTHON = "https://docs.python.org/3/library"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """Why a process of a kind is a child of one of another kind, under these start methods.

    `place`: what the link leads to.
    """

    says: str
    place: str
    link: str
    child: str | None  # None: any
    parent: str
    methods: tuple[str, ...]


RULES = (
    Rule(
        says=english(
            "A process that has lost its parent gets another one: the system's first process, or a nearer "
            "one that has asked for orphans."
        ),
        place="_exit(2)", link="https://man7.org/linux/man-pages/man2/_exit.2.html#DESCRIPTION",
        child=None, parent=SYSTEM, methods=(NO_METHOD, "fork", "spawn", "forkserver"),
    ),
    Rule(
        says=english("A forked process is a child of the one that called `os.fork()`."),
        place="os.fork", link=f"{PYTHON}/os.html#os.fork",
        child=OWN, parent=OWN, methods=(NO_METHOD, "fork"),
    ),
    Rule(
        says=english("Under spawn the process that calls `start()` starts a new interpreter."),
        place="popen_spawn_posix.py", link=f"{SOURCE}/popen_spawn_posix.py#L38-L60",
        child=OWN, parent=OWN, methods=("spawn",),
    ),
    Rule(
        says=english("Under forkserver the server forks each child, and so is its parent."),
        place="forkserver.py", link=f"{SOURCE}/forkserver.py#L255-L278",
        child=OWN, parent=SERVER, methods=("forkserver",),
    ),
    Rule(
        says=english("A process that starts children under forkserver first starts a server of its own."),
        place="forkserver.py", link=f"{SOURCE}/forkserver.py#L106-L165",
        child=SERVER, parent=OWN, methods=("forkserver",),
    ),
    Rule(
        says=english(
            "Under spawn and forkserver a tracker of semaphores and shared memory comes with the first "
            "child; until 3.7 each process that starts children has its own."
        ),
        place="resource_tracker.py", link=f"{SOURCE}/resource_tracker.py#L106-L170",
        child=TRACKER, parent=OWN, methods=("spawn", "forkserver"),
    ),
    Rule(
        says=english("`Popen` starts a child of the process that calls it; with `shell=True`, the shell."),
        place="subprocess", link=f"{PYTHON}/subprocess.html#frequently-used-arguments",
        child=STARTED, parent=OWN, methods=(NO_METHOD,),
    ),
    Rule(
        says=english("The shell starts the command, as a child of its own."),
        place="POSIX", link="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_13",
        child=STARTED, parent=STARTED, methods=(NO_METHOD,),
    ),
)  # fmt: skip


def rule_of(method: str, child: str, parent: str) -> Rule:
    """Return why a process of one name is a child of another; ValueError where no rule foretells it."""
    for rule in RULES:
        if method in rule.methods and rule.parent == kind(parent) and rule.child in {None, kind(child)}:
            return rule
    raise ValueError(f"{child}: nothing makes it a child of {parent} under {method!r}")


def kind(name: str) -> str:
    """Return what kind of process one is."""
    return KINDS.get(name, OWN)
