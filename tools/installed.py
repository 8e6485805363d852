"""Try an installed wheel away from the checkout: run a chapter, cite, write the report.

    python tools/installed.py

`tox -e wheel` starts this with the Python of an environment that has the wheel.  Every process of
that Python is watched meanwhile: none may open a file of the checkout, or change the bundle.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 240  # seconds for a command; the longest takes ten on an idle machine
CHAPTER = "fork. and not _fork."  # for pytest's -k: no claim of another chapter that ends so
CLAIM = "fork.unix_only"
WATCH = """
import os, sys

def watch(event, args):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], (str, bytes)):
        path = os.path.normcase(os.path.abspath(os.fsdecode(args[0])))
        if path.startswith({checkout!r}) and not path.startswith({environment!r}):
            with os.fdopen(os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT), "a") as log:
                log.write(event + " " + path + chr(10))

sys.addaudithook(watch)
"""


def main() -> int:
    """Try everything; an assertion says what is wrong."""
    command = shutil.which("canifork", path=sysconfig.get_path("scripts"))
    assert command, "the wheel installs no command"
    bundle = Path(sysconfig.get_path("purelib"), "canifork", "bundle")
    before = sums(bundle)
    with tempfile.TemporaryDirectory(prefix="canifork-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        assert CHECKOUT not in folder.parents, f"{folder}: is in the checkout; set TMPDIR to another folder"
        with watched(folder / "opened.txt") as opened, read_only(bundle):
            assert sees(CHECKOUT / "README.md", opened), "the watch sees nothing"
            use(command, folder)
            use_collection(command, folder)
            assert not opened.exists(), (
                f"files of the checkout were used:\n{opened.read_text(encoding='utf-8')}"
            )
        use_in_checkouts(command, folder)
    changed = {path for path, _ in before.items() ^ sums(bundle).items()}
    assert not changed, f"the bundle was changed: {changed}"
    print("the installed wheel works, and does not use the checkout")
    return 0


def use(command: str, folder: Path) -> None:
    """Cite what the wheel brought, run a chapter on one Python, cite and verify that, write the report."""
    assert run(command, "--version", folder=folder).startswith("canifork ")
    assert run(sys.executable, "-m", "canifork", "--version", folder=folder).startswith("canifork ")
    assert "canifork" in run(command, "completion", "bash", folder=folder)
    assert CLAIM in run(command, "cite", f"{CLAIM}[cp313-linux-x86_64]", folder=folder)
    run(command, "run", "--python", sys.executable, "-k", CHAPTER, "-n", "2", folder=folder)
    assert f"claim/{CLAIM}" in run(command, "cite", CLAIM, "--site", "https://example.org", folder=folder), (
        "a citation lacks its address"
    )
    run(command, "verify", "report/results.json", folder=folder)
    shutil.rmtree(folder / "report" / "claim")
    run(command, "report", folder=folder)
    assert (folder / "report" / "claim" / f"{CLAIM}.html").is_file(), "there is no page of the claim"
    assert (folder / "report" / "index.html").is_file(), "there is no report"
    assert "The program" in (folder / "report" / "claim" / f"{CLAIM}.html").read_text("utf-8")


def use_collection(command: str, folder: Path) -> None:
    """Begin a collection of one's own, add a claim, run both on one Python, cite, write the report."""
    run(command, "init", "mine", "--title", "Week 3", folder=folder)
    mine = folder / "mine"
    run(command, "lint", folder=mine)
    run(command, "new", "process.other", "--says", "It is said.", folder=mine)
    run(command, "run", "--python", sys.executable, "-n", "2", folder=mine)
    assert "2 claims have a case" in run(command, "list", folder=mine)
    assert "Week 3" in (mine / "report" / "index.html").read_text("utf-8")
    assert "process.memory_not_shared" in run(command, "cite", "process.memory_not_shared", folder=mine)
    assert "not written yet" in run(command, "explain", "process.other", folder=mine)
    assert run(command, "init", "--update", folder=mine).startswith("Helpers written: 0;")


def use_in_checkouts(command: str, folder: Path) -> None:
    """Use it in the checkout that it was built of, and in one that has another case."""
    run(command, "list", folder=CHECKOUT)
    other = folder / "other"
    shutil.copytree(CHECKOUT / "cases", other / "cases", ignore=shutil.ignore_patterns("__pycache__"))
    (other / "harness" / "canifork").mkdir(parents=True)
    (other / "harness" / "canifork" / "__init__.py").touch()
    shutil.copy(CHECKOUT / "pyproject.toml", other)
    (other / "cases" / "fork" / "added.py").touch()
    told = run(command, "list", folder=other, code=2)
    assert "they differ in cases/fork/added.py;" in told, told
    assert told.count("\n") == 1, told


def run(program: str | Path, *words: str, folder: Path, code: int = 0) -> str:
    """Run a command in a folder; return its output, or what it says is wrong if it is to end with `code`."""
    ended = subprocess.run(
        [program, *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, encoding="utf-8", errors="replace", timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert ended.returncode == code, f"{words}: exit code {ended.returncode}\n{ended.stdout}\n{ended.stderr}"
    return ended.stderr if code else ended.stdout


@contextlib.contextmanager
def watched(log: Path) -> Iterator[Path]:
    """Have every process of this Python write down which files of the checkout it opens."""
    here = Path(sysconfig.get_path("purelib"))
    module, start = here / "canifork_watch.py", here / "canifork_watch.pth"
    checkout, environment = (os.path.normcase(f"{path}{os.sep}") for path in (CHECKOUT, sys.prefix))
    text = WATCH.format(checkout=checkout, environment=environment, log=str(log))
    module.write_text(text, encoding="utf-8")
    start.write_text("import canifork_watch\n", encoding="utf-8")
    try:
        yield log
    finally:
        start.unlink()
        module.unlink()


def sees(path: Path, log: Path) -> bool:
    """Tell whether the watch sees that a file is opened, and forget what it saw."""
    run(sys.executable, "-c", "import sys; open(sys.argv[1]).close()", str(path), folder=log.parent)
    seen = log.exists()
    log.unlink(missing_ok=True)
    return seen


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nothing be written into a folder meanwhile, but for root, whom no mode keeps out."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    for path, mode in modes.items():
        path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def sums(folder: Path) -> dict[str, str]:
    """Return the sum of each file in a folder."""
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


if __name__ == "__main__":
    sys.exit(main())
