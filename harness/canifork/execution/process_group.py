"""Start a process and whatever it starts as one group, to be ended at once: a session, on Windows a job."""

from __future__ import annotations

import contextlib
import subprocess
import sys

if sys.platform == "win32":
    import psutil

    # Tells Windows where pywin32's libraries lie.  site would do it, but a runner starts without.
    import pywin32_bootstrap  # noqa: F401
    import win32job

    SUSPENDED = 0x4  # CREATE_SUSPENDED, which subprocess does not name
    FLAGS = SUSPENDED | subprocess.CREATE_NEW_PROCESS_GROUP  # the latter: out of Ctrl-C's reach

    class ProcessGroup:
        """A job object, which nothing that is started in it can leave, and which ends when we do."""

        def __init__(self, leader: subprocess.Popen[bytes]) -> None:
            """Put the leader, which has not run yet, into a job, and let it run."""
            self.job = win32job.CreateJobObject(None, "")
            kind = win32job.JobObjectExtendedLimitInformation
            limits = win32job.QueryInformationJobObject(self.job, kind)
            limits["BasicLimitInformation"]["LimitFlags"] |= win32job.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
            win32job.SetInformationJobObject(self.job, kind, limits)
            win32job.AssignProcessToJobObject(self.job, int(vars(leader)["_handle"]))
            psutil.Process(leader.pid).resume()

        def end(self) -> None:
            """Kill all that is in the job."""
            win32job.TerminateJobObject(self.job, 1)

else:
    import os
    import signal

    FLAGS = 0  # for Popen's creationflags; its start_new_session does it

    class ProcessGroup:
        """A process group and session, which a process in it may leave: see tree for those."""

        def __init__(self, leader: subprocess.Popen[bytes]) -> None:
            """Hold the leader's group."""
            self.leader = leader.pid

        def end(self) -> None:
            """Kill the group."""
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.leader, signal.SIGKILL)
