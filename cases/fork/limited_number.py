"""The system limits how many processes a user may run; fork then raises BlockingIOError.

Here the limit is RLIMIT_NPROC.  It counts the user's processes, the present one included, so
1 leaves room for no other.  Root has no such limit: there the child first changes its user.
"""
import os
import resource

from cases._show import show

SAYS = "The number of processes that a system can run at once is limited."
DOCS = [
    "https://docs.python.org/3/library/resource.html#resource.RLIMIT_NPROC",
    "https://docs.python.org/3/library/exceptions.html#BlockingIOError",
    "https://man7.org/linux/man-pages/man2/fork.2.html#ERRORS",
]
NEEDS = ["fork"]
ARTICLE = [{"when": {}, "sees": {"limited": True}}]
EXPECT = [
    {"when": {}, "sees": {"limited": True, "before_limit": "forks", "at_limit": "BlockingIOError"},
     "because": "beyond the limit fork fails with EAGAIN, which this exception stands for"},
]


def try_to_fork():
    try:
        child = os.fork()
    except OSError as error:
        return type(error).__name__
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return "forks"


def fork_at_limit(writer):  # in a child, as a limit cannot be taken back
    said = "root"
    try:
        if os.geteuid() == 0:
            os.setuid(54321)  # an id that nobody has
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        said = try_to_fork()
    finally:
        os.write(writer, said.encode())
        os._exit(0)


def observe():
    before, (reader, writer) = try_to_fork(), os.pipe()
    if os.fork() == 0:
        fork_at_limit(writer)
    os.wait()
    at_limit = os.read(reader, 100).decode()
    if at_limit == "root":
        return {"undecided": "root, for whom no limit holds, cannot become another user here"}
    return {"limited": at_limit != "forks", "before_limit": before, "at_limit": at_limit}


if __name__ == "__main__":
    show(observe)
