"""Tell a package that an interpreter lacks from a module that came or went with a version of Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from canifork.programs.behaviour import PYTHON, Run

# Raised by an import, or said of what `-m` names, or of the package around that.
MISSING = re.compile(
    rf"(?:^|\()(?:ModuleNotFoundError|ImportError|(?P<asked>{PYTHON})): No module named "
    r"'?(?P<module>[\w.]+)'?\)?$"
)

# Modules of the standard library that the Python which runs this may not know any more, or not yet:
# those of 3.6 that have gone by 3.13, those that came with 3.14 and 3.15, and those of Python 2 that old
# programs import.  https://docs.python.org/3/library/superseded.html
OF_SOME_PYTHON = frozenset(
    {
        "aifc", "annotationlib", "asynchat", "asyncore", "audioop", "binhex", "cgi", "cgitb", "chunk",
        "compression", "crypt", "distutils", "dummy_threading", "formatter", "imghdr", "imp", "lib2to3",
        "macpath", "macurl2path", "mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "parser",
        "pipes", "profiling", "smtpd", "sndhdr", "spwd", "sunau", "symbol", "telnetlib", "uu", "xdrlib",
        "BaseHTTPServer", "ConfigParser", "Cookie", "HTMLParser", "Queue", "SimpleHTTPServer",
        "SocketServer", "StringIO", "Tkinter", "UserDict", "anydbm", "cPickle", "cStringIO", "commands",
        "cookielib", "copy_reg", "dummy_thread", "exceptions", "httplib", "md5", "sets", "sha",
        "thread", "urllib2", "urlparse", "xmlrpclib",
    }
)  # fmt: skip


def missing_module(run: Run, own: Iterable[str]) -> str | None:
    """Name the package that an interpreter lacks, or the module that `-m` asks for, if that ended the run.

    A module of the standard library that is missing on a system is a difference, and so is one of
    the program's `own`.
    """
    found = MISSING.search(run.behaviour.last)
    if found is None:
        return None
    top = found["module"].partition(".")[0]
    if top in sys.stdlib_module_names | OF_SOME_PYTHON | set(own):
        return None
    return found["module"] if found["asked"] else top
