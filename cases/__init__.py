"""Claims about Python's processes and threads, one small program each.

How to read a case.  The first line says what is true, the lines below why.  SAYS is what
the article says (None: it is silent), DOCS where the truth is written down.  ARTICLE and
EXPECT are tables: the first row whose ``when`` fits this interpreter decides.  ARTICLE
foretells what one would see if the article were right, EXPECT what we expect to see, each
row with its ``because``.  ``observe()`` is the program; it returns a small dict.

How to run one.  From the folder above this one, with any Python from 3.6 up:

    python -m cases.pool.default_size spawn      (a start method, for cases that list some)
    python -m cases.fork.unix_only               (none, for the others)

How to write one.  Copy a neighbour.  The header's values are literals: they are read, never
run.  The standard library only, Python 3.6's grammar, at most 60 lines.

    SAYS            one sentence, or None
    SEEN            in place of SAYS and ARTICLE, where the claim came after the article: threads
                    where people met it; it stands in its chapter's `since`
    DOCS            links that name their section (#...)
    START_METHODS   a trial for each of these; leave it out where none is involved
    NEEDS           capabilities without which the question has no meaning:
                    processes threads fork semaphores sockets cpu_restriction
                    cpu_quota
    ALONE           True for what measures time: it runs with nothing beside it
    DEADLINE        seconds before a trial is called hung; leave it out: 60
    ARTICLE, EXPECT rows of
                    when      {} fits all; python ">=3.8,<3.14" or ">=3.13.5" (compared
                              as far as it is written), implementation (cpython, pypy),
                              os (linux, macos, windows, emscripten), emulated (wine or None), free_threaded,
                              start_method, or a capability (the above and asserts: whether
                              the standard library still has its assert statements);
                              a list means any of these
                    sees      what must be in the answer, to the letter; more may be there
                    may_see   a list of allowed values for each key that chance decides
                    raises    the class name of what observe() raises
                    hung      True where it never comes back
                    died      the exit status, or True for any
                    because   (EXPECT only) the reason; what it leans on stands in DOCS

An answer holds booleans, numbers, short words and small dicts of these: no messages, ids or
times, which differ by themselves.  A case that cannot tell returns {"undecided": "why"}, or
raises Undecided("why"), as cases/_patience.py does where a machine is too slow.
"""
