"""Without a loop asyncio.get_event_loop() makes one until 3.13, and raises RuntimeError from 3.14.

Libraries called it wherever they wanted a loop, and got a new one in the main thread.  The
warning came with 3.10, was taken back in 3.10.10 and 3.11.2, and is there again in 3.12 and
3.13.  Programs should use asyncio.run(), or new_event_loop().  Pyodide always has its WebLoop.
"""
import asyncio
import warnings

from cases._show import show

SEEN = [
    "https://github.com/ClusterLabs/crmsh/issues/2032",
    "https://github.com/python/cpython/issues/100160",
]
DOCS = [
    "https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.get_event_loop",
    "https://docs.python.org/3/whatsnew/3.10.html#deprecated",
    "https://docs.python.org/3/whatsnew/3.12.html#deprecated",
    "https://docs.python.org/3/whatsnew/3.14.html#asyncio",
    "https://github.com/python/cpython/pull/100412",
    "https://github.com/python/cpython/pull/100970",
    "https://github.com/python/cpython/issues/126353",
    "https://pyodide.org/en/stable/usage/api/python-api/webloop.html#pyodide.webloop.WebLoopPolicy",
]
EXPECT = [
    {"when": {"os": "emscripten"}, "sees": {"returns_loop": True, "warns": False},
     "because": "Pyodide sets a policy that always has its WebLoop"},
    {"when": {"python": ">=3.14"}, "sees": {"returns_loop": False, "error": "RuntimeError"},
     "because": "3.14 makes no loop for who has none"},
    {"when": {"python": ">=3.12"}, "sees": {"returns_loop": True, "warns": True},
     "because": "the policy warns when it makes a loop"},
    {"when": {"implementation": "cpython", "python": ">=3.11,<3.11.2"},
     "sees": {"returns_loop": True, "warns": True},
     "because": "3.10's warning was taken back in 3.11.2"},
    {"when": {"implementation": "cpython", "python": ">=3.10,<3.10.10"},
     "sees": {"returns_loop": True, "warns": True},
     "because": "3.10 deprecated it; the warning was taken back in 3.10.10"},
    {"when": {}, "sees": {"returns_loop": True, "warns": False},
     "because": "in the main thread the policy makes a loop for who has none"},
]


def observe():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            loop = asyncio.get_event_loop()
        except RuntimeError as error:
            return {"returns_loop": False, "error": type(error).__name__}
    loop.close()
    return {"returns_loop": isinstance(loop, asyncio.AbstractEventLoop),
            "warns": any(one.category is DeprecationWarning for one in caught)}


if __name__ == "__main__":
    show(observe)
