"""What a user is told when something is wrong: one sentence that says what, where and what to do."""

INTERRUPTED = 130  # the exit code of what Ctrl-C ended: 128 + SIGINT
UNREAD = 141  # the exit code of what nobody read to its end: 128 + SIGPIPE


class HarnessError(Exception):
    """A fault with a sentence for its reader; the command line prints it and exits with `exit_code`."""

    exit_code = 2


class CopyError(HarnessError):
    """A copy of the project that is incomplete, or is run where another one lies."""


class CaseFileError(HarnessError):
    """A case file that cannot be read as a case; the sentence begins with file and line."""


class InterpreterError(HarnessError):
    """An interpreter that was asked for and cannot be used."""


class ResultsError(HarnessError):
    """A results file that cannot be read, or several that do not fit together."""


class BusyError(HarnessError):
    """A report folder that another run is writing to."""


class CatalogueError(HarnessError):
    """A language that there is not, or a catalogue of translations that cannot be read."""


class OutputError(HarnessError):
    """A folder or file that cannot be written: the run itself fails, not its user's words."""

    exit_code = 3


class PlaceError(OutputError):
    """A name for a folder that is a file's, or the other way round: its user's words are wrong."""

    exit_code = 2


class MissingError(HarnessError):
    """A library that only an extra installs, or what that library needs."""


class MatrixError(HarnessError):
    """A plan of CI's jobs that cannot be made, or that cannot be read."""


class QueryError(HarnessError):
    """A query that cannot be read; the sentence says at which character."""


class TargetError(HarnessError):
    """A target of `check` that means nothing, or that nobody can be asked about."""


class SettingsError(HarnessError):
    """A setting in pyproject.toml that means nothing."""


class ProgramError(HarnessError):
    """A person's program that is not there or cannot be read, or that no Python here can run."""


class CollectionError(HarnessError):
    """A collection of claims that cannot be made, added to or brought up to date as asked."""


class PyodideError(HarnessError):
    """A folder that does not hold the Pyodide which the site is to be written with."""
