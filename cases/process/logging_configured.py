"""Logging that was set up below the guard is set up in forked children only.

basicConfig changes the loggers of its own process.  A forked child has a copy of them.  Under
spawn and forkserver a child imports the program, but what stands below the guard is not run:
info() says nothing there, and warnings come bare, from the handler of last resort.  So on
Linux pools fell silent with 3.14, when forkserver became the default.
"""
import logging

from cases._child import hear
from cases._show import show

SEEN = ["https://github.com/dynawo/dyn-grid-compliance-verification/issues/392"]
DOCS = [
    "https://docs.python.org/3/library/multiprocessing.html#logging",
    "https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods",
    "https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods",
    "https://docs.python.org/3/library/logging.html#logging.lastResort",
]
START_METHODS = ["fork", "spawn", "forkserver"]
NEEDS = ["processes"]
EXPECT = [
    {"when": {"start_method": "fork"},
     "sees": {"child_has_handler": True, "child_says_info": True, "child_says_warning": True},
     "because": "the child is a copy of the parent, with its loggers and handlers"},
    {"when": {},
     "sees": {"child_has_handler": False, "child_says_info": False, "child_says_warning": True},
     "because": "the child's loggers are new, without a handler and at the level WARNING"},
]


def tell(writer):
    root = logging.getLogger()
    writer.send({"child_has_handler": root.hasHandlers(),
                 "child_says_info": root.isEnabledFor(logging.INFO),
                 "child_says_warning": root.isEnabledFor(logging.WARNING)})


def observe():
    logging.basicConfig(level=logging.INFO)
    return hear(tell)[0]


if __name__ == "__main__":
    show(observe)
