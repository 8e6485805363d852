"""The loop that asyncio makes by default: selector on Unix, proactor on Windows since 3.8.

A selector loop asks the system which sockets are ready; a proactor loop is told by Windows
which operations are complete, and can so run subprocesses too, but has no add_reader.
Pyodide brings a loop of its own, which runs upon JavaScript's.
"""
import asyncio

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/asyncio-eventloop.html#event-loop-implementations",
    "https://docs.python.org/3/library/asyncio-platforms.html#windows",
    "https://docs.python.org/3/whatsnew/3.8.html#asyncio",
    "https://pyodide.org/en/stable/usage/api/python-api/webloop.html#pyodide.webloop.WebLoop",
]
ARTICLE = []
EXPECT = [
    {"when": {"os": "emscripten"}, "sees": {"loop": "other"},
     "because": "Pyodide sets a policy that makes its WebLoop, an AbstractEventLoop"},
    {"when": {"os": "windows", "python": ">=3.8"}, "sees": {"loop": "proactor"},
     "because": "3.8 made ProactorEventLoop the default on Windows"},
    {"when": {}, "sees": {"loop": "selector"},
     "because": "SelectorEventLoop is the default on Unix, and was on Windows until 3.7"},
]


def kind(loop):
    if isinstance(loop, asyncio.SelectorEventLoop):
        return "selector"
    proactor = getattr(asyncio, "ProactorEventLoop", None)  # Windows has it
    return "proactor" if proactor and isinstance(loop, proactor) else "other"


def observe():
    loop = asyncio.new_event_loop()
    try:
        return {"loop": kind(loop)}
    finally:
        loop.close()


if __name__ == "__main__":
    show(observe)
