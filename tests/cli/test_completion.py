"""Shells complete commands, options, and what they choose from."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from canifork.cli.cite import FORMATS
from canifork.cli.completion import SHELLS
from canifork.cli.main import main

COMPLETE = """{script}
COMP_WORDS=({words}) COMP_CWORD={last} COMP_LINE='{line}' COMP_POINT={end}
_shtab_canifork
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "canifork" in script
    assert all(word in script for word in ("explain", "interpreters", "bibtex"))
    program = shutil.which(shell)
    if program is not None and sys.platform == "linux":
        subprocess.run([program, "-n"], input=script, encoding="utf-8", check=True, timeout=60)


@pytest.mark.skipif(
    shutil.which("bash") is None or sys.platform != "linux",
    reason="macOS' bash is of 2007; Windows' starts another system",
)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["canifork", "ex"], {"explain"}),
        (["canifork", "fetch", ""], {"windows", "pyodide", "cpus", "musl", "containers"}),
        (["canifork", "cite", "pool.size", "--fo"], {"--format"}),
        (["canifork", "cite", "pool.size", "--format", ""], set(FORMATS)),
    ],
)
def test_bash_offers_what_fits(
    words: list[str], offered: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["completion", "bash"])
    line = " ".join(words)
    text = COMPLETE.format(
        script=capsys.readouterr().out, words=" ".join(f"'{word}'" for word in words), last=len(words) - 1,
        line=line, end=len(line),
    )  # fmt: skip
    ended = subprocess.run(
        ["bash"], input=text, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    assert set(ended.stdout.split()) == offered


def test_another_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["completion", "cmd"])
    assert caught.value.code == 2
    assert "invalid choice" in capsys.readouterr().err
