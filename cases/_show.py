"""Run a case's observe() and write down its answer: the last line of every case."""
import os
import sys

from cases._probe import identity

# How many times slower than usual this Python is, by which all patience has to be longer.
PACE = float(os.environ.get("CANIFORK_PACE", "1"))


class Undecided(BaseException):
    """Raised where a case cannot tell; its text says why, and show() makes an answer of it.

    It is no Exception, so that no case takes it for something that it observes.
    """


def show(observe):
    """Set the start method that the command line names, observe, print one line of JSON.

    The line is for people and for the harness alike: which case, on which interpreter,
    under which start method, and the answer or the class of what was raised.
    """
    import json  # not above: a spawned child imports this module too, and writes no answer

    method = _start_method(sys.argv[1:])
    said = {"canifork": 1, "case": _case_id(), "interpreter": identity(), "start_method": method}
    try:
        said["answer"] = observe()
    except Undecided as why:
        said["answer"] = {"undecided": str(why)}
    except Exception as error:
        sys.__excepthook__(*sys.exc_info())
        said["raised"] = type(error).__name__
    sys.stderr.flush()
    # "canifork" comes first in the line: that is how a reader finds it among other output.
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    sys.exit(1 if "raised" in said else 0)


def _case_id():
    """Name the program that runs as __main__: 'pool.default_size'."""
    return sys.modules["__main__"].__spec__.name.split(".", 1)[1]


def _start_method(arguments):
    """Set and return the method that the arguments name, or None where they name none."""
    if not arguments:
        return None
    import multiprocessing

    offered = multiprocessing.get_all_start_methods()
    if len(arguments) > 1 or arguments[0] not in offered:
        sys.stderr.write("%s: give at most one start method, of those this Python has: %s\n"
                         % (" ".join(arguments), ", ".join(offered)))
        sys.exit(2)
    multiprocessing.set_start_method(arguments[0])
    return arguments[0]
