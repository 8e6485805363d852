"""A new thread starts without context variables, except free-threaded ones since Python 3.14.

There it starts with a copy of its starter's; PYTHON_THREAD_INHERIT_CONTEXT=1 asks any other 3.14
for that.  asyncio.to_thread carries them over, run_in_executor does not, unless threads do.
"""
import os

from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/78195"]
DOCS = [
    "https://docs.python.org/3/library/sys.html#sys.flags.thread_inherit_context",
    "https://docs.python.org/3/using/cmdline.html#envvar-PYTHON_THREAD_INHERIT_CONTEXT",
    "https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread",
    "https://github.com/python/cpython/issues/128555",
]
NEEDS = ["threads", "processes"]
EXPECT = [
    {"when": {"python": "<3.7"}, "sees": {"carried_by": "no contextvars"},
     "because": "contextvars is new in 3.7"},
    {"when": {"python": "<3.9"}, "sees": {"carried_by": "none", "if_asked_by": "none"},
     "because": "a thread begins with an empty context; asyncio.to_thread is new in 3.9"},
    {"when": {"python": "<3.14"}, "sees": {"carried_by": "to_thread", "if_asked_by": "to_thread"},
     "because": "a thread begins with an empty context; to_thread runs its function in a copy"},
    {"when": {"free_threaded": True}, "sees": {"carried_by": "all", "if_asked_by": "all"},
     "because": "the flag is on by default, and an executor starts its threads like others"},
    {"when": {}, "sees": {"carried_by": "to_thread", "if_asked_by": "all"},
     "because": "where there is a GIL the flag is off by default"},
]
FLAG = "PYTHON_THREAD_INHERIT_CONTEXT"
PROGRAM = """
import asyncio, contextvars, threading
carried, variable = [], contextvars.ContextVar("variable", default=False)
note = lambda name: carried.extend([name] * variable.get())

async def main():
    variable.set(True)
    thread = threading.Thread(target=note, args=("thread",))
    thread.start()
    thread.join()
    await asyncio.get_event_loop().run_in_executor(None, note, "run_in_executor")
    if hasattr(asyncio, "to_thread"):
        await asyncio.to_thread(note, "to_thread")
    print("all" if len(carried) == 3 else " ".join(carried) or "none")
asyncio.run(main())
"""


def observe():
    os.environ.pop(FLAG, None)
    by_default = run_inner(PROGRAM)
    if "No module named 'contextvars'" in by_default.err:
        return {"carried_by": "no contextvars"}
    os.environ[FLAG] = "1"
    return {"carried_by": by_default.out.strip(), "if_asked_by": run_inner(PROGRAM).out.strip()}


if __name__ == "__main__":
    show(observe)
