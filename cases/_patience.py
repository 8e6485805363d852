"""Wait, but for less long than a trial may take: a machine that is too slow decides nothing.

A program that waits too long is called hung and one that gives up has no answer: neither
says anything of the claim.  So every wait for a child goes by one clock, which runs from the
start of the program, and a wait that it ends makes the trial undecided.
"""
import multiprocessing
import queue
import threading
import time

from cases._show import PACE, Undecided

SECONDS = 45 * PACE  # for all waits of a program together; after 60 the harness calls a trial hung
_began = time.monotonic()


def seconds_left():
    """Return how long may still be waited, for use as a timeout: a number above 0."""
    return max(0.1, _began + SECONDS - time.monotonic())


def is_time_up():
    """Return whether nothing may be waited for any more."""
    return seconds_left() <= 0.1


def pause():
    """Sleep a moment, in a loop that looks whether something has happened."""
    time.sleep(0.01)
    if is_time_up():
        raise Undecided("what was waited for had not happened when time was up")


def join(process):
    """Wait until a multiprocessing Process has ended, and return its exit code."""
    process.join(seconds_left())
    if process.exitcode is None:
        raise Undecided("a child process had not ended when time was up")
    return process.exitcode


def receive(reader):
    """Return what comes through one end of a Pipe; EOFError where nobody is left to send."""
    if not reader.poll(seconds_left()):
        raise Undecided("a child process had not answered when time was up")
    return reader.recv()


def take(source):
    """Return what comes out of a Queue."""
    try:
        return source.get(timeout=seconds_left())
    except queue.Empty:
        raise Undecided("a child process had not answered when time was up")


def next_line(stream):
    """Return the next line that a program writes into a pipe, empty if it will write none."""
    lines = queue.Queue()
    threading.Thread(target=lambda: lines.put(stream.readline()), daemon=True).start()
    return take(lines)


def result(task):
    """Return the result of what a pool was given with apply_async or map_async, or raise its error."""
    try:
        return task.get(seconds_left())
    except multiprocessing.TimeoutError:
        raise Undecided("a pool had not answered when time was up")


def outcome(future):
    """Return the result of what an executor was given with submit, or raise its error."""
    from concurrent import futures

    if not futures.wait([future], seconds_left()).done:
        raise Undecided("an executor had not answered when time was up")
    return future.result()
