"""Start a child process, for claims about what can be sent to one.

Let a start that is to fail come last.  On Windows the child process is there before anything
is pickled, and goes on looking for its pipe by number.  By then that can be the next child's.
"""
from multiprocessing import Process

from cases._patience import join


def outcome(target, *args):
    """Start target(*args) in a child: "runs", "fails" there, or the class of what start() raised."""
    child = Process(target=target, args=args, daemon=True)
    try:
        child.start()
    except Exception as error:
        return type(error).__name__
    return "fails" if join(child) else "runs"
