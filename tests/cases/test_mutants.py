"""A case whose mechanism is broken does not see what it expects: what it watches is what decides."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from canifork import pipeline
from canifork.execution.supervisor import Runner
from canifork.interpreters.launchers import start
from canifork.model import Expectation, Kind, Plan, Record, Trial
from made_up import PROJECT

pytestmark = pytest.mark.slow

MUTANTS: list[tuple[str, str | None, str, str]] = [
    # the thread lets go of the lock before the fork
    (
        "fork.held_lock", None,
        "held.set()\n        let_go.wait()", "pass\n    held.set()\n    let_go.wait()",
    ),
    # the program has its guard after all
    ("process.main_guard", "spawn", '"if True:"', "\"if __name__ == '__main__':\""),
    # join does not wait
    ("process.join_waits", "spawn", "process.join()", "process.join(0)"),
    # the pool is handed a number
    ("pool.default_size", "spawn", "Pool()", "Pool(os.cpu_count() + 1)"),
    # Python is asked for text
    ("subprocess.output_is_bytes", None, "print('hello')\"]", "print('hello')\"], encoding='ascii'"),
    # the program's output is in an encoding that no system has for its own
    ("subprocess.default_encoding", None, "universal_newlines=True", "encoding='cp437'"),
    # the update is one step
    (
        "ipc.unlocked_value", "spawn",
        "        number.value += 1", "        with number.get_lock():\n            number.value += 1",
    ),
    # the function can be found by its name
    ("pickle.lambda_target", "spawn", "lambda: None", "print"),
    # the reader is a process
    ("threads.share_memory", None, "threading.Thread(", "__import__('multiprocessing').Process("),
    # a lock is held between read and write
    (
        "locks.call_between_read_and_write", None, "    for _ in range(times):\n",
        """\
    import threading
    lock = add.__dict__.setdefault("lock", threading.Lock())
    for _ in range(times):
      with lock:
""",
    ),
    # both threads take the locks in one order
    ("locks.opposite_order", None, "[(a, b), (b, a)]", "[(a, b), (a, b)]"),
    # the object is an ordinary one
    ("thread_local.isolated", None, "mixes_up(threading.local())", "mixes_up(Ordinary())"),
    # the children ask the system (prctl's PR_SET_PDEATHSIG) to be killed with their parent
    (
        "compare.main_crash_kills_children", "spawn",
        "import multiprocessing, sys\n",
        """import ctypes, multiprocessing, sys
free = stay
def stay(name, port):
    if name != "main": ctypes.CDLL(None).prctl(1, 9)
    free(name, port)
""",
    ),
    # both messages go to the same process, so neither is the faster one
    ("compare.threads_a_bit_faster", "spawn", "round_trip(*near)", "round_trip(*far)"),
    # the executor's process does not die
    ("pool.dead_worker", "spawn", "executor.submit(os._exit, 1)", "executor.submit(int)"),
    # nobody waits for the word
    ("workload.threads_overlap_waiting", None, "ours.recv(1)", "ours.recv(0)"),
    # each task finds a thread of its own
    (
        "asyncio.one_thread", None,
        "await asyncio.sleep(0.01)\n    seen.append((os.getpid(), threading.get_ident()))",
        "await asyncio.to_thread(lambda: seen.append((os.getpid(), threading.get_ident())))",
    ),
    # the worker has a queue of its own behind the name
    ("managers.remote_queue", None, 'register("get_tasks")\n', 'register("get_tasks", callable=list)\n'),
    # the worker does its sums at home, and sends nothing over the network
    ("managers.remote_queue", None, "done.put(todo.get(block=False) ** 2)", "[].append(todo)"),
    # the master has a guard after all
    ("managers.unguarded_master", "spawn", '"if True:"', "\"if __name__ == '__main__':\""),
    # the children say their parent's id
    ("fork.many_children", None, "os.getpid()", "os.getppid()"),
    # there is no limit
    ("fork.limited_number", None, "        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))\n", ""),
    # the object is an ordinary one
    ("thread_local.no_lock_needed", None, "local = threading.local()", "local = type('', (), {})()"),
    # both threads write into one ordinary object
    ("thread_local.hands_on", None, "threading.local()", "type('', (), {})()"),
    # the pool has a thread for every task
    ("workload.more_tasks_up_to_a_limit", None, "ThreadPoolExecutor(LIMIT)", "ThreadPoolExecutor(tasks)"),
    # the file is a pipe
    ("asyncio.no_file_io", None, "tempfile.TemporaryFile()", 'open(os.pipe()[0], "rb", 0)'),
    # nothing of input or output is awaited
    ("asyncio.overlaps_waiting", None, "if await line ==", 'if await asyncio.sleep(0, b"go\\n") =='),
    # the parent has no thread that a child could inherit
    ("threads.one_in_a_child", "spawn", ".start()\n    parent_threads", "\n    parent_threads"),
    # the parent cannot start another child
    ("compare.child_crash_is_contained", "spawn", "Process(target=int)", "Process(target=os.abort)"),
    # the time is spent waiting, not on what the lock adds to
    ("locks.lock_costs", None, "balance = balance + n\n", "__import__('time').sleep(0.0001)\n"),
    # two fit in at once
    ("locks.lock_costs", None, "meet(lock,", "meet(threading.Semaphore(2),"),
    # the threads let go of the GIL by themselves
    ("locks.threads_on_cores", None, "if len(moves)", "time.sleep(0)\n        if len(moves)"),
    # the top level looks who runs it
    ("process.main_imported_again", "spawn", 'print("top', "if __name__ == '__main__': print(\"top"),
    # the child sets up its logging
    (
        "process.logging_configured", "spawn",
        "root = logging.getLogger()", "logging.basicConfig(level=20)\n    root = logging.getLogger()",
    ),
    # the generator asks the system each time
    ("process.seeded_generator", "fork", "= random.Random()", "= random.SystemRandom()"),
    # the handler raises nothing
    ("process.terminate_runs_finally", "fork", "lambda *_: sys.exit()", "signal.SIG_DFL"),
    # the child leaves without an end
    ("process.atexit_runs", "spawn", '"the end")\n', '"the end")\n    __import__("os")._exit(0)\n'),
    # the interpreters are given one number
    (
        "process.hash_of_string", "spawn",
        "    first, second", "    __import__('os').environ['PYTHONHASHSEED'] = '1'\n    first, second",
    ),
    # the child goes elsewhere
    ("process.settings_inherited", "spawn", "    writer.send({", "    os.chdir('..')\n    writer.send({"),
    # the option is none of those that are known
    ("process.flags_in_child", "spawn", '"-X", "faulthandler"', '"-X", "other"'),
    # the folder has a short name
    ("process.long_tmpdir", "forkserver", '"x" * 100)', '"x" * 5)'),
    # the program says again where it is
    (
        "process.start_at_exit", "spawn",
        "def at_the_end():\n", "here = __file__\ndef at_the_end():\n    globals()['__file__'] = here\n",
    ),
    # the child keeps the parent's input
    (
        "process.stdin_of_child", "fork",
        "    (child,)", "    __import__('multiprocessing.util').util._close_stdin = int\n    (child,)",
    ),
    # a sentinel that pickle finds by its name
    ("pickle.sentinel_identity", "spawn", "MISSING = object()", "MISSING = print"),
    # the shell becomes the command
    ("subprocess.kill_leaves_grandchild", None, "line = subprocess", "line = 'exec ' + subprocess"),
    # the program catches it
    ("subprocess.send_sigint", None, 'print("begun"', 'signal.signal(2, lambda *_: exit(3)); print("begun"'),
    # nothing is ignored
    ("process.signal_handler_inherited", "spawn", "signal.SIG_IGN", "signal.SIG_DFL"),
    # the key is the right one
    ("managers.wrong_authkey", None, 'b"xyz"', 'b"abc"'),
    # the task is held
    (
        "asyncio.task_without_reference", None,
        "    asyncio.ensure_future(start())", "    global kept\n    kept = asyncio.ensure_future(start())",
    ),
    # the lock has been waited for in another loop
    ("asyncio.lock_made_outside_loop", None, "return {", "lock._loop = object()\n        return {"),
    # the child takes no notice of the signal
    (
        "asyncio.child_signal_reaches_parent", "spawn",
        "def answer_all(line):\n",
        "def answer_all(line):\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n",
    ),
    # the thread is handed the context
    (
        "threads.context_inherited", None,
        'target=note, args=("thread",)', 'target=contextvars.copy_context().run, args=(note, "thread")',
    ),
    # the first thread leaves before the second enters
    (
        "threads.catch_warnings", None,
        "thread.start()\none_is_in.wait()", "both_are_in.set()\nthread.start()\none_is_out.wait()",
    ),
    # what is put can be pickled
    ("ipc.unpicklable_put", "spawn", "UNPICKLABLE = [lambda: None]", "UNPICKLABLE = [print]"),
    # put pickles at once
    ("ipc.change_after_put", "spawn", "[Queue(), SimpleQueue()]", "[SimpleQueue(), SimpleQueue()]"),
    # the program that attaches tells its tracker that the block is not its own
    (
        "ipc.shared_memory_attach", None, "S(%r%s).close()",
        "b = S(%r%s); from multiprocessing.resource_tracker import *; unregister(b._name, 'shared_memory')",
    ),
    # lock and process are of one context
    ("ipc.mixed_contexts", None, 'get_context("fork")', 'get_context("spawn")'),
    # the object holds no lock
    ("pickle.bound_method", "spawn", "Counter(threading.Lock())", "Counter(None)"),
    # the inner function has the name under which it is found
    ("pickle.decorated_function", "spawn", "@logged\n", "@logged_with_wraps\n"),
    # SIGTERM lets the main process leave in order
    (
        "managers.survive_sigterm", "spawn", "    manager = managers.SyncManager()\n",
        "    __import__('signal').signal(15, lambda *_: sys.exit())\n    manager = managers.SyncManager()\n",
    ),
    # the small stack is as large as others
    ("threads.deep_recursion_musl", None, "128 * 1024", "8 * 1024 * 1024"),
    # a program lies between us and the environment's Python
    (
        "subprocess.pid_in_venv", None, '[python, "-c"',
        '[sys.executable, "-c", "import os, sys; os.spawnv(0, sys.argv[1], sys.argv[1:])", python, "-c"',
    ),
    # the thread has written into the pipe when empty() is asked
    (
        "ipc.empty_after_put", None, "    empty = queue.empty()",
        "    asked.set() or queue._reader.poll(9)\n    empty = queue.empty()",
    ),
    # the process that holds the lock leaves in order
    ("ipc.lock_of_killed_process", "spawn", "holder.terminate()", 'line.send("go")'),
    # nothing happens in the thread
    ("threads.uncaught_exception", None, "raise ValueError", "pass"),
    # the workers are forked after all
    ("pool.without_guard", "spawn", "multiprocessing.Pool(1)", "multiprocessing.get_context('fork').Pool(1)"),
    # the exception can be made anew
    ("pool.exception_cannot_return", "spawn", "text, code)", "text, code=1)"),
    # the initializer does not fail
    ("pool.initializer_fails", "spawn", "raise ValueError", "ValueError"),
    # nothing is set aside
    ("fork.memory_after_reading", None, '"freeze"', '"thaw"'),
    # the child seeds its generator
    ("fork.random_reseeded", None, "os.write(", "generator.seed()\n        os.write("),
    # the socket is closed before there is a child
    ("fork.inherited_socket", "fork", "child.start()", "server.close()\n    child.start()"),
    # the child is no fork
    ("fork.at_fork_hooks", "fork", 'get_context("%s")', 'get_context("%s" and "spawn")'),
    # the text is written at once
    ("fork.output_twice", None, 'print("a line")', 'print("a line", flush=True)'),
    # no worker leaves
    ("futures.max_tasks_per_child", "spawn", "max_tasks_per_child=2", "max_tasks_per_child=9"),
    # the pool is one of threads
    ("futures.nested_pool", "spawn", "    with multiprocessing.Pool(1) as pool:\n        in_a_pool",
     "    with __import__('multiprocessing.pool').pool.ThreadPool(1) as pool:\n        in_a_pool"),
    # the task catches it by itself
    (
        "pool.ctrl_c", "spawn", "    while True:\n        pause()",
        "    try:\n        while True: pause()\n    except KeyboardInterrupt:\n        return 1",
    ),
    # it is the map of the language
    ("futures.map_is_eager", None, "executor.map(", "map("),
    # each thread has a generator of its own
    ("threads.shared_generator", None, "next(generator)", "next(generate())"),
    # the first line is through when the second comes
    ("threads.print_torn", None, "if len(self.pieces) == 1:", "if len(self.pieces) == 2:"),
    # a thread reads how many there are, lets others run, and writes how many there are now
    (
        "threads.container_operations", None,
        "groups.setdefault(len(items) // 8, []).append(None)",
        "groups[0] = range(len(groups.get(0, ())) + (__import__('time').sleep(0) or 1))",
    ),
    # the dict's copy is made by a loop
    (
        "threads.iterate_while_changed", None,
        "(list, dict.copy, sorted)", "[lambda d: [time.sleep(0) for _ in d]]",
    ),
    # the position is read before a call and written after it
    (
        "threads.shared_iterator", None,
        "        next(number.iterator)\n",
        "        number.iterator.__setstate__((lambda: number.value)() + 1)\n",
    ),
]  # fmt: skip
ENOUGH = 20  # claims that came after the article whose mechanism is broken here
NO_RACES = [  # in cases/_rounds.py: what is there, what instead, why it then proves nothing
    ("_meet(board, me, 1 - me)", "time.sleep(0.3 * me)", "too few handovers"),
    ("read = number.value\n            pair.wait()", "read = number.value", "has to lose"),
    (
        "with lock:\n                _run(me, lap, number, parts, board)",
        "read = number.value\n            pair.wait()\n            number.value = read + 1",
        "must not lose",
    ),
]
SLOW: list[tuple[str, str | None]] = [  # what a machine that is too slow must not answer
    ("process.exit_codes", "spawn"), ("process.portable", "spawn"), ("process.main_guard", "fork"),
    ("process.entry_context", "spawn"), ("pickle.raised_in_parent", "spawn"),
    ("subprocess.communicate", None), ("managers.remote_queue", None), ("managers.unguarded_master", "spawn"),
    ("compare.main_crash_kills_children", "spawn"), ("ipc.pipe", "spawn"), ("ipc.queue_order", "spawn"),
]  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return the plan for the Python that runs the tests, with the project's own cases."""
    return pipeline.survey(PROJECT, [sys.executable])


def run_mutant(trial: Trial, plan: Plan, root: Path, file: str, change: tuple[str, str]) -> Record:
    """Run a trial on a copy of the cases in which one file is changed."""
    shutil.copytree(PROJECT / "cases", root / "cases", ignore=shutil.ignore_patterns("__pycache__"))
    text = (root / file).read_text(encoding="utf-8")
    assert change[0] in text
    (root / file).write_text(text.replace(*change), encoding="utf-8")
    with contextlib.closing(Runner(start)) as runner:
        return pipeline.attempt(trial, plan, root, runner)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[one[0] for one in MUTANTS])
def test_a_broken_mechanism_breaks_the_expectation(
    mutant: tuple[str, str | None, str, str], plan: Plan, tmp_path: Path
) -> None:
    case, method, old, new = mutant
    (interpreter,) = plan.interpreters
    trial = Trial(case=case, interpreter=interpreter, start_method=method)
    if trial not in plan.trials or (case.startswith("compare.") and sys.platform != "linux"):
        pytest.skip(f"{case} has no meaning here")
    record = run_mutant(trial, plan, tmp_path, plan.cases[case].file, (old, new))
    assert record.observation.kind is Kind.ANSWERED, record.observation  # it saw, and did not just crash
    # A race that a busy machine leaves too few handovers is undecided, which is no support either.
    assert record.judgement.expectation is not Expectation.MET, record.observation


def test_twenty_claims_that_came_after_the_article_have_a_mutant(plan: Plan) -> None:
    broken = {case for case, *_ in MUTANTS}
    assert len([case for case in broken if plan.cases[case].since_then]) >= ENOUGH


@pytest.mark.parametrize(("old", "new", "why"), NO_RACES)
def test_a_race_without_its_barrier_or_control_is_undecided(
    old: str, new: str, why: str, plan: Plan, tmp_path: Path
) -> None:
    (interpreter,) = plan.interpreters
    trial = Trial(case="locks.call_between_read_and_write", interpreter=interpreter, start_method=None)
    record = run_mutant(trial, plan, tmp_path, "cases/_rounds.py", (old, new))
    assert record.judgement.expectation is Expectation.UNDECIDED, record.observation
    assert why in (record.observation.answer or {})["undecided"]


@pytest.mark.parametrize(("case", "method"), SLOW)
def test_a_machine_that_is_too_slow_decides_nothing(
    case: str, method: str | None, plan: Plan, tmp_path: Path
) -> None:
    (interpreter,) = plan.interpreters
    trial = Trial(case=case, interpreter=interpreter, start_method=method)
    if trial not in plan.trials:
        pytest.skip(f"{case} has no meaning here")
    no_time = ("max(0.1, _began + SECONDS - time.monotonic())", "0.001")
    record = run_mutant(trial, plan, tmp_path, "cases/_patience.py", no_time)
    assert record.judgement.expectation is Expectation.UNDECIDED, record.observation
    assert "time was up" in (record.observation.answer or {})["undecided"]


def test_a_turn_too_short_for_the_clock_is_undecided() -> None:
    """A clock that ticks slowly gives turns of 0 ticks, of which no ratio can be made."""
    program = "from cases._measure import costs_more\nprint(costs_more('dear', int, int, clock=lambda: 0.0))"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, encoding="utf-8", check=True
    )
    assert "undecided" in ended.stdout
    assert "ratio" not in ended.stdout
