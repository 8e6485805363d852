"""The same rules under flake8, from the same table."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

from made_up import PROJECT

FOLDER = Path(__file__).with_name("programs")
PLUGIN = """[flake8]
select = CFK
[flake8:local-plugins]
extension =
  CFK = canifork.rules.flake8_plugin:Plugin
"""


def flake8(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    installed = importlib.metadata.entry_points(group="flake8.extension", name="CFK")
    # Twice, as an installed plugin and a local one, flake8 refuses it.
    here = "[flake8]\nselect = CFK\n" if installed else f"{PLUGIN}paths = {PROJECT / 'harness'}\n"
    (folder / "setup.cfg").write_text(here, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "flake8", "--config", str(folder / "setup.cfg"), "-j", "1", *words],
        cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


def test_flake8_finds_the_same(tmp_path: Path) -> None:
    ended = flake8(tmp_path, str(FOLDER / "lambda_target.py"), str(FOLDER / "innocent_process.py"))
    assert ended.stderr == ""
    assert ended.stdout.replace(str(FOLDER / "lambda_target.py"), "FILE") == (
        "FILE:5:9: CFK201 the target lambda: print('hello') is a lambda: under spawn and forkserver, "
        "so on Linux since 3.14, Windows, macOS; define a function at the top of the module "
        "(pickle.lambda_target)\n"
    )


def test_the_target_is_an_option_and_a_wrong_one_is_a_sentence(tmp_path: Path) -> None:
    path = str(FOLDER / "lambda_target.py")
    assert flake8(tmp_path, "--canifork-target", "linux; python<3.14", path).stdout == ""
    ended = flake8(tmp_path, "--canifork-target", "beos", path)
    assert ended.returncode == 1
    assert "canifork: the target 'beos' names 'beos' for os" in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
