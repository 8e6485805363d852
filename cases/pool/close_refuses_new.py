"""After close() a pool accepts no new task: submitting one raises ValueError.

close() says that no more work is coming.  What has been submitted is still done, and then
the workers end.  It is the pool that is closed for new tasks; processes can be started
without it as before.
"""
import multiprocessing

from cases._show import show

SAYS = "After close() nothing more can be added to the pool."
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.close",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/multiprocessing/pool.py#L351-L353",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes", "semaphores"]
ARTICLE = [{"when": {}, "sees": {"accepted": False}}]
EXPECT = [
    {"when": {}, "sees": {"accepted": False, "error": "ValueError"},
     "because": "each submitting method first checks that the pool is still running"},
]


def observe():
    with multiprocessing.Pool(1) as pool:
        pool.apply_async(int)
        pool.close()
        try:
            pool.apply_async(int)
        except Exception as error:
            return {"accepted": False, "error": type(error).__name__}
    return {"accepted": True, "error": "none"}


if __name__ == "__main__":
    show(observe)
