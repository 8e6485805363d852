"""Wait until whoever started this has died, then end the trials that it left running.

Started once for each process that runs trials, with the mark that their environment carries
and the starter's sys.path; it waits for the end of its standard input, which its starter holds
open and never writes to.
"""

from __future__ import annotations

import contextlib
import sys


def main() -> None:
    """Wait for the end of the starter, then kill what is marked until nothing is."""
    mark = sys.argv[1]
    sys.stdin.buffer.read()
    sys.path[:] = [path or "." for path in sys.argv[2:]]
    import psutil  # only now: until here it has to cost next to nothing

    from harness.tree import PAUSE, SWEEPS, marked

    for _ in range(SWEEPS):
        left = marked(mark)
        if not left:
            return
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=PAUSE)


if __name__ == "__main__":
    main()
