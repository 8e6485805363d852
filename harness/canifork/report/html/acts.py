"""The claims whose processes are drawn: between which lines of their cases, and who is there before."""

from __future__ import annotations

from dataclasses import dataclass

from canifork.axes import START_METHODS
from canifork.i18n.translator import english
from canifork.report.html.lineage import NO_METHOD
from canifork.report.html.recordings import Subject


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of a case or of its helpers before which it is stopped: its function, and what it holds."""

    function: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """What happens between two looks, and who is there at the first one, in the order of their start.

    Python's own helpers are not among the names; None stands for a process that only looks on.
    """

    before: str
    after: str
    names: tuple[str | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trees(Subject):
    """The lines between which it happens, as often as there are acts, under these start methods."""

    before: Line
    after: Line
    acts: tuple[Act, ...]
    methods: tuple[str, ...] = START_METHODS


IN_TIME = english("while the child runs")
JOINED = english("after join()")
MAIN_LIVES = Line(function="outlive_main", text='lines["main"].kill(end or kill)')
MAIN_IS_GONE = Line(function="outlive_main", text="return {role: lines[role].is_alive()")
TREES = (
    Trees(
        claim="fork.many_children",
        before=Line(function="observe", text="os.close(opener)"),
        after=Line(function="observe", text='return {"children"'),
        acts=(
            Act(
                before=english("while all children wait"), after=english("after each was waited for"),
                names=("main", *["child"] * 20),
            ),
        ),
        methods=(NO_METHOD,),
    ),
    Trees(
        claim="process.parent_id",
        before=Line(function="observe", text="if join(process) != 0"),
        after=Line(function="observe", text="writer.close()"),
        acts=(Act(before=IN_TIME, after=JOINED, names=("main", "child")),),
    ),
    Trees(
        claim="process.helpers_left",
        before=Line(function="observe", text='return {"exit_code"'),
        after=Line(function="child_left", text="return os.waitpid("),
        acts=(Act(before=IN_TIME, after=JOINED, names=("main", "child")),),
    ),
    Trees(
        claim="compare.main_crash_kills_children",
        before=MAIN_LIVES,
        after=MAIN_IS_GONE,
        acts=(
            Act(
                before=english("before the main process is killed"), after=english("after it was killed"),
                names=(None, "main", "child", "daemon"),
            ),
        ),
    ),
    Trees(
        claim="pool.workers_after_parent",
        before=Line(function="observe", text="main.terminate()"),
        after=Line(function="hear", text="line.send(say)"),
        acts=(
            Act(
                before=english("one worker busy, one idle"),
                after=english("after the main process was terminated"),
                names=("program", "main", "worker", "worker"),
            ),
        ),
    ),
    Trees(
        claim="managers.survive_sigterm",
        before=MAIN_LIVES,
        after=MAIN_IS_GONE,
        acts=(
            Act(
                before=english("before SIGTERM"), after=english("after SIGTERM"),
                names=(None, "main", "manager"),
            ),
            Act(
                before=english("before Ctrl-C"), after=english("after Ctrl-C"),
                names=(None, "main", "manager"),
            ),
        ),
    ),
    Trees(
        claim="subprocess.kill_leaves_grandchild",
        before=Line(function="lives_on", text="process.kill()"),
        after=Line(function="lives_on", text='return "alive" in'),
        acts=(
            Act(
                before=english("with a shell, before kill()"), after=english("with a shell, after kill()"),
                names=("main", "shell", "command"),
            ),
            Act(
                before=english("without a shell, before kill()"),
                after=english("without a shell, after kill()"),
                names=("main", "command"),
            ),
        ),
        methods=(NO_METHOD,),
    ),
)  # fmt: skip
