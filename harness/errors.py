"""What a user is told when something is wrong: one sentence that says what, where and what to do."""


class HarnessError(Exception):
    """A fault with a sentence for its reader; the command line prints it and exits with `exit_code`."""

    exit_code = 2


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


class MatrixError(HarnessError):
    """A plan of CI's jobs that cannot be made, or that cannot be read."""
