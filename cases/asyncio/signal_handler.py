"""A loop's add_signal_handler works on Unix only; elsewhere it raises NotImplementedError.

On Unix the loop learns of a signal through a pipe that it waits for among the rest, so the
handler may do what a coroutine may.  The loops of Windows and of Pyodide do not have that;
signal.signal is what remains on Windows, with a handler that can interrupt any line.
"""
import asyncio
import signal

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.add_signal_handler",
    "https://docs.python.org/3/library/asyncio-platforms.html#windows",
    "https://pyodide.org/en/stable/usage/api/python-api/webloop.html#pyodide.webloop.WebLoop",
]
ARTICLE = []
EXPECT = [
    {"when": {"os": ["windows", "emscripten"]},
     "sees": {"accepted": False, "error": "NotImplementedError"},
     "because": "only the Unix selector loop implements it"},
    {"when": {}, "sees": {"accepted": True, "error": "none"},
     "because": "the main thread of a Unix program may set it"},
]


def observe():
    loop = asyncio.new_event_loop()
    try:
        loop.add_signal_handler(signal.SIGINT, loop.stop)
        loop.remove_signal_handler(signal.SIGINT)
        return {"accepted": True, "error": "none"}
    except NotImplementedError as error:
        return {"accepted": False, "error": type(error).__name__}
    finally:
        loop.close()


if __name__ == "__main__":
    show(observe)
