"""Each thread reads from a threading.local what it has written itself, never another's.

The object is one and global, but its attributes are kept apart for each thread.  Here both
threads write before either reads, which mixes up the attributes of an ordinary object: both
threads read what was written last.
"""
import threading

from cases._show import PACE, show

SAYS = "Each thread reads and writes its own copy of a thread-local's attributes."
DOCS = [
    "https://docs.python.org/3/library/threading.html#thread-local-data",
    "https://docs.python.org/3/library/threading.html#threading.local",
]
NEEDS = ["threads"]
ARTICLE = [{"when": {}, "sees": {"mixed_up": False}}]
EXPECT = [
    {"when": {}, "sees": {"mixed_up": False, "mixed_up_without": True},
     "because": "a local has a dictionary of attributes for each thread, an object only one"},
]
PATIENCE = 20 * PACE  # seconds


class Ordinary:
    pass


def mixes_up(school):
    both_wrote, wrong = threading.Barrier(2, timeout=PATIENCE), []

    def process_thread(name):
        school.student = name
        both_wrote.wait()
        if school.student != name:
            wrong.append(name)

    threads = [threading.Thread(target=process_thread, args=(name,)) for name in ("Ann", "Bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return bool(wrong)


def observe():
    return {"mixed_up": mixes_up(threading.local()), "mixed_up_without": mixes_up(Ordinary())}


if __name__ == "__main__":
    show(observe)
