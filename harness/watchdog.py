"""Wait until whoever started this has died, then end the trials that it left running.

Started once for each process that runs trials, with the mark that their environment carries
and the starter's sys.path; it waits for the end of its standard input, which its starter holds
open and never writes to.
"""

from __future__ import annotations

import contextlib
import shutil
import sys


def main() -> None:
    """Wait for the end of the starter, then end what is marked, and remove its temporary folders."""
    mark = sys.argv[1]
    sys.stdin.buffer.read()
    sys.path[:] = [path or "." for path in sys.argv[2:]]
    import psutil  # only now: until here it has to cost next to nothing

    from harness.tree import PAUSE, SWEEPS, marked, scratch_of

    scratch = set()
    for _ in range(SWEEPS):
        left = marked(mark)
        if not left:
            break
        for process in left:
            with contextlib.suppress(psutil.Error):
                scratch.add(scratch_of(process))
                process.kill()
        psutil.wait_procs(left, timeout=PAUSE)
    for folder in filter(None, scratch):
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
