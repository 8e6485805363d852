"""Text from a program is decoded with the locale's encoding; since 3.15 it is UTF-8 everywhere.

The locale's encoding is UTF-8 on today's Linux and macOS; on Windows it is the ANSI code
page, which differs from country to country: cp1252 in western Europe, gbk in China.  In
Python's UTF-8 mode, the default since 3.15, the locale is not asked.  In which encoding the
other program writes is another matter: only its manual tells.  The article decodes what one
program of a Chinese Windows writes, with gbk and by hand; it says nothing of the default.
"""
import codecs
import locale
import os
import subprocess
import sys

from cases._show import show

SAYS = None
DOCS = [
    "https://docs.python.org/3/library/io.html#text-encoding",
    "https://docs.python.org/3/library/os.html#python-utf-8-mode",
    "https://docs.python.org/3/using/windows.html#utf-8-mode",
    "https://peps.python.org/pep-0686/#enable-utf-8-mode-by-default",
    "https://peps.python.org/pep-0538/#abstract",
]
NEEDS = ["processes"]
ARTICLE = []
EXPECT = [
    {"when": {"python": ">=3.15"}, "sees": {"text_encoding": "utf-8", "utf8_mode": True},
     "because": "UTF-8 mode is on by default"},
    {"when": {"os": "windows"}, "sees": {"utf8_mode": False, "is_the_systems": True},
     "because": "the mode is off by default; the encoding is the machine's ANSI code page"},
    {"when": {"python": ">=3.7"}, "sees": {"text_encoding": "utf-8"},
     "because": "locales are UTF-8, and Python uses UTF-8 for the C locale, too"},
    {"when": {}, "sees": {"utf8_mode": False, "is_the_systems": True},
     "because": "3.6 has no such mode; it takes the locale's, ASCII under the C locale"},
]


def systems_encoding():
    if os.name == "nt":
        import ctypes

        return "cp%d" % ctypes.windll.kernel32.GetACP()
    return locale.nl_langinfo(locale.CODESET)


def observe():
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE,
                          universal_newlines=True) as process:
        encoding = process.stdout.encoding
    return {"text_encoding": codecs.lookup(encoding).name,
            "is_the_systems": codecs.lookup(encoding) == codecs.lookup(systems_encoding()),
            "utf8_mode": bool(getattr(sys.flags, "utf8_mode", 0))}


if __name__ == "__main__":
    show(observe)
