"""What is written on one system can be imported on the others: the tests, too."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from elsewhere import MODULES, files
from made_up import PROJECT


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux pretends to be another system")
@pytest.mark.parametrize("system", MODULES)
def test_every_module_can_be_imported_as_on(system: str) -> None:
    command = [sys.executable, "-W", "error", str(PROJECT / "tests" / "elsewhere.py"), system]
    ended = subprocess.run(
        command, cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (found := re.search(r"(\d+) modules imported", ended.stdout))
    assert int(found[1]) > len(list((PROJECT / "harness").rglob("*.py"))) / 2


def test_every_text_is_read_and_written_in_an_encoding_that_is_named() -> None:
    """Windows would take its code page, until Python 3.15; ruff's PLW1514 sees only part of them."""
    assert [fault for path in files() for fault in unnamed(path)] == []


def unnamed(path: Path) -> Iterator[str]:
    """Yield the places in a file where a text is read or written as the system likes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            most = {"read_text": 0, "write_text": 1}.get(node.func.attr)
            named = any(keyword.arg == "encoding" for keyword in node.keywords)
            if most is not None and not named and len(node.args) <= most:
                yield f"{path.relative_to(PROJECT)}:{node.lineno}"
