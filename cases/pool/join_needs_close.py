"""Pool.join() before close() or terminate() is refused: ValueError, AssertionError in 3.6.

The workers of an open pool never end, since another task may come, so waiting for their end
would be waiting for ever.  Until 3.6 an assert said so, and an interpreter without asserts
(python -O) did wait for ever.  Since 3.7 it is a proper exception.
"""
import multiprocessing

from cases._show import show

SAYS = "close() has to be called before join()."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.join",
    "https://github.com/python/cpython/blob/v3.6.15/Lib/multiprocessing/pool.py#L543-L545",
    "https://github.com/python/cpython/blob/v3.7.16/Lib/multiprocessing/pool.py#L550-L553",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"refused": True}}]
EXPECT = [
    {"when": {"python": ">=3.7"}, "sees": {"refused": True, "error": "ValueError"},
     "because": "join() raises ValueError while the pool is running"},
    {"when": {"asserts": True}, "sees": {"refused": True, "error": "AssertionError"},
     "because": "join() asserts that the pool was closed or terminated"},
    {"when": {}, "hung": True,
     "because": "without the assert join() waits for a thread that runs until close()"},
]


def observe():
    with multiprocessing.Pool(1) as pool:
        try:
            pool.join()
        except Exception as error:
            return {"refused": True, "error": type(error).__name__}
    return {"refused": False, "error": "none"}


if __name__ == "__main__":
    show(observe)
