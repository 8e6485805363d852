"""A process can fork many children; each has an id of its own, by which it is waited for.

No two living processes share an id.  The system does not hand out the id of a child that
has ended before its parent has waited for it, so the ids that the parent noted stay good.
The children here are all alive when the last has said its id.  Each ends with a number of
its own, and the parent waits for the last one first.
"""
import os

from cases._show import show

SAYS = "One parent can fork many children, and therefore has to note the id of each."
DOCS = [
    "https://docs.python.org/3/library/os.html#os.fork",
    "https://docs.python.org/3/library/os.html#os.waitpid",
]
NEEDS = ["fork"]
MANY = 20
ARTICLE = [{"when": {}, "sees": {"children": 20, "distinct_ids": 20, "ids_noted_right": True}}]
EXPECT = [
    {"when": {}, "sees": {"children": 20, "distinct_ids": 20, "ids_noted_right": True,
                          "alive_at_once": True, "waited_by_id": True},
     "because": "the number of children has no limit but the system's, and ids are unique"},
]


def fork_child(number, said, gate, opener):
    child = os.fork()
    if child == 0:
        os.close(opener)
        os.write(said, b"%d\n" % os.getpid())
        os.read(gate, 1)  # comes back when no process holds the other end any more
        os._exit(number)
    return child


def observe():
    (gate, opener), (heard, said) = os.pipe(), os.pipe()
    noted = [fork_child(number, said, gate, opener) for number in range(MANY)]
    os.close(said)
    with open(heard) as lines:
        ids = set(lines.readline().strip() for _ in noted) - {""}
    none_ended = os.waitpid(-1, os.WNOHANG) == (0, 0)
    os.close(opener)
    codes = [os.waitpid(child, 0)[1] >> 8 for child in reversed(noted)]
    return {"children": len(noted), "distinct_ids": len(ids), "alive_at_once": none_ended,
            "ids_noted_right": ids == set(map(str, noted)),
            "waited_by_id": codes == list(reversed(range(MANY)))}


if __name__ == "__main__":
    show(observe)
