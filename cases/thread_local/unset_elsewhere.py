"""What one thread sets on a threading.local is not there in another: AttributeError.

Every thread starts with an empty one.  What all of them should find has to be set by each of
them, or in the __init__ of a subclass of local, which runs anew in every thread that uses the
object.
"""
import threading

from cases._show import PACE, show

SAYS = "An attribute of a thread-local belongs to the thread that set it."
DOCS = [
    "https://docs.python.org/3/library/threading.html#thread-local-data",
    "https://github.com/python/cpython/blob/v3.13.0/Lib/_threading_local.py#L55-L66",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"error": "AttributeError"}}]
EXPECT = [
    {"when": {}, "sees": {"error": "AttributeError"},
     "because": "each thread has attributes of its own, and this one has set none"},
]
PATIENCE = 20 * PACE  # seconds
local_school = threading.local()


def read(errors):
    try:
        local_school.student
        errors.append("none")
    except Exception as error:
        errors.append(type(error).__name__)


def observe():
    local_school.student, errors = "Ann", []
    thread = threading.Thread(target=read, args=(errors,))
    thread.start()
    thread.join(PATIENCE)
    read(errors)  # here, where it was set
    elsewhere, here = errors
    return {"error": elsewhere, "error_where_set": here}


if __name__ == "__main__":
    show(observe)
