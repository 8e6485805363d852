"""Since 3.9 a thread that outlives the main thread cannot submit: RuntimeError.

Python waits for such a thread before it ends.  But since 3.9 it closes all executors first,
for it would have to wait for their threads too.  asyncio's run_in_executor and to_thread
submit as well, and with them whatever asks for a host's name.
"""
from cases._inner import run_inner
from cases._show import show

SEEN = ["https://github.com/python/cpython/issues/148280"]
DOCS = [
    "https://github.com/python/cpython/issues/83993",
    "https://docs.python.org/3/whatsnew/3.9.html#concurrent-futures",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/threading.py#L1516-L1540",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/concurrent/futures/thread.py#L18-L37",
    "https://github.com/python/cpython/blob/v3.8.18/Lib/concurrent/futures/thread.py#L33-L44",
]
NEEDS = ["processes", "threads"]
EXPECT = [
    {"when": {"python": "<3.9"}, "sees": {"submit": "works", "run_in_executor": "works"},
     "because": "executors were closed after the last thread had ended"},
    {"when": {}, "sees": {"submit": "RuntimeError", "run_in_executor": "RuntimeError"},
     "because": "executors are closed before the other threads are waited for"},
]
PROGRAM = """
import asyncio, threading
from concurrent import futures

def submit():
    return executor.submit(abs, -1).result()

def run_in_executor():
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(loop.run_in_executor(executor, abs, -1))

def outlive():
    threading.main_thread().join()
    for attempt in submit, run_in_executor:
        try:
            print("works" if attempt() == 1 else "other")
        except Exception as error:
            print(type(error).__name__)

executor = futures.ThreadPoolExecutor(1)
submit()  # while the main thread runs, it works
threading.Thread(target=outlive).start()
"""


def observe():
    submit, run_in_executor = run_inner(PROGRAM).out.split()
    return {"submit": submit, "run_in_executor": run_in_executor}


if __name__ == "__main__":
    show(observe)
