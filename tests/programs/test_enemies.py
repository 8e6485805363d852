"""Programs that turn on whoever runs them: each is a sentence, and nothing is left of it."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from canifork.cli.main import main
from canifork.execution import process_tree
from canifork.programs import attempt
from made_up import PROJECT, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="signals, orphans and limits as Linux has them"),
]
PATIENCE = 120
MOST_MEMORY = 150 << 20  # bytes that whoever runs them takes
HERE = ["--python", sys.executable]
KILLS_PARENT = "import os, signal, time; os.kill(os.getppid(), signal.SIGKILL); time.sleep(600)"
STARTS_ANOTHER = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
open(os.environ["BEGUN"], "a").close()
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let what is temporary lie here, and see that nothing of it and no process is left."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    process_tree.adopt_orphans()  # what a run leaves comes to us, and is seen
    yield folder
    until(lambda: not living())
    until(lambda: not list(folder.iterdir()))
    process_tree.adopt_orphans(wanted=False)


def living() -> list[psutil.Process]:
    found = []
    for one in psutil.Process().children(recursive=True):
        try:
            if one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
        except psutil.NoSuchProcess:
            continue
    return found


def write(folder: Path, text: str) -> str:
    path = folder / "home" / "enemy.py"
    path.parent.mkdir()
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return str(path)


def tried(script: str, *words: str) -> int:
    return main(["try", *HERE, *words, script])


def start(script: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "canifork", "try", *HERE, *words, script]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=PROJECT, stdout=pipe, stderr=pipe, encoding="utf-8")


def test_who_kills_his_parent_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tried(write(tmp_path, KILLS_PARENT)) == 0
    assert "alike everywhere" in (out := capsys.readouterr().out)
    assert "   killed the process that ran it\n" in out


def test_who_deletes_all_his_folders_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """
    import os, shutil, tempfile
    shutil.rmtree(os.path.dirname(os.path.dirname(__file__)))
    shutil.rmtree(tempfile.gettempdir())
    """
    assert tried(write(tmp_path, text), "--json") == 0
    out = capsys.readouterr().out
    assert "removed enemy.py" in out
    assert "removed the folder for temporary files" in out


@pytest.mark.parametrize("apart", ["", "os.setsid()"])
def test_who_forks_without_end_is_ended_early(
    apart: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It starts 64 processes and no more: without the limit it would be waited for until the deadline."""
    monkeypatch.setattr(attempt, "MOST_PROCESSES", 30)
    text = f"""
    import os, time
    for _ in range(6):
        if os.fork() == 0:
            {apart or "pass"}
    time.sleep(600)
    """
    assert tried(write(tmp_path, text), "--deadline", "300", "--at-once", "1") == 0
    assert "   started too many processes\n" in (out := capsys.readouterr().out)
    assert "a run started more than 500 processes, and was ended with all of them" in out


def test_a_flood_of_output_takes_no_memory(tmp_path: Path) -> None:
    text = """
    import os
    for _ in range(1024):
        os.write(1, b"x" * (1 << 20))
    """
    process = start(write(tmp_path, text), "--deadline", "300", "--at-once", "2")
    controller, most = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            taken = [one.memory_info().rss for one in (controller, *controller.children())]
        except psutil.NoSuchProcess:
            continue
        most = max(most, *taken)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, out + err
    assert "a run wrote 1074 MB of output; only its last 1,000 lines are compared" in out
    assert 0 < most < MOST_MEMORY


def test_bytes_that_are_no_text_and_names_that_are_markup_are_shown_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = r"""
    import os
    os.write(1, b"\xff caf\xe9 \x1b]0;title\x07<script>alert(1)</script>\n")
    os.write(2, b"\xff<b>\xe9\n")
    open(b"caf\xe9<b>", "w").close()
    """
    page = tmp_path / "page.html"
    assert tried(write(tmp_path, text), "--html", str(page)) == 0
    assert r"stderr ends: \xff<b>\xe9" in capsys.readouterr().out
    html = page.read_text(encoding="utf-8")
    assert r"\xff caf\xe9" in html
    assert not {"\x1b", "\x07"} & set(html)
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_who_ends_it_in_the_middle_leaves_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    monkeypatch.setenv("BEGUN", str(begun))
    process = start(write(tmp_path, STARTS_ANOTHER), "--deadline", "600")
    until(begun.exists)
    number = signal.Signals[name]
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == (-number if name == "SIGKILL" else 130)
    assert out + err == ""
