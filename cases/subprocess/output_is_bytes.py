"""A program's output comes as bytes, with the line ends of its system; text has to be asked for.

A pipe carries bytes.  What they mean is the other program's affair, so Python does not guess
unless universal_newlines=True (since 3.7 also text=True), encoding or errors is given; then
it decodes and turns line ends into \\n.  In the bytes print() ends lines with CR LF on
Windows and with LF elsewhere.
"""
import subprocess
import sys

from cases._show import show

SAYS = "The output of a program has to be decoded before it is text."
DOCS = [
    "https://docs.python.org/3/library/subprocess.html#frequently-used-arguments",
    "https://docs.python.org/3/library/subprocess.html#subprocess.Popen.communicate",
    "https://docs.python.org/3/library/os.html#os.linesep",
    "https://docs.python.org/3/library/io.html#io.TextIOWrapper",
]
NEEDS = ["processes"]
ARTICLE = [{"when": {}, "sees": {"type": "bytes"}}]
EXPECT = [
    {"when": {"os": "windows"}, "sees": {"type": "bytes", "newline": "crlf"},
     "because": "nothing asks for text; there stdout writes os.linesep, CR LF, for \\n"},
    {"when": {}, "sees": {"type": "bytes", "newline": "lf"},
     "because": "nothing asks for text, and os.linesep is LF"},
]


def observe():
    output = subprocess.check_output([sys.executable, "-c", "print('hello')"])
    return {"type": type(output).__name__,
            "newline": "crlf" if output[-2:] in (b"\r\n", "\r\n") else "lf"}


if __name__ == "__main__":
    show(observe)
