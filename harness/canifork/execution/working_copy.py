"""The folder in which trials run: a copy of the cases, so that none harms the checkout or its neighbours."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from canifork.files import disk_errors_as_output_error

Stamp = dict[str, tuple[int, ...]]


class WorkingCopy:
    """A folder with a copy of one package, made anew when a trial has changed it.

    Copied with its compiled files: Python takes them for as long as the times of their sources fit.
    The package may be read-only, the copy never is: a trial may write there, and it is removed again.
    """

    def __init__(self, package: Path, folder: Path) -> None:
        """Copy `package`, which becomes `folder`/<its name>; OutputError if that cannot be done."""
        self.package = package
        self.folder = folder
        self._copy()

    def pristine(self) -> Path:
        """Return the folder, in which nothing is left of the trial before."""
        if _stamp(str(self.folder)) != self.stamp:
            self._copy()
        return self.folder

    def changes(self) -> list[str]:
        """Name what a run has made, changed or removed, below the package: 'made out.txt'."""
        now, inner = _stamp(str(self.folder)), self.folder / self.package.name
        words = {
            path: "made" if path not in self.stamp else "removed" if path not in now else "changed"
            for path in now.keys() | self.stamp.keys()
            if now.get(path) != self.stamp.get(path)
        }
        return sorted(f"{word} {os.path.relpath(path, inner)}" for path, word in words.items())

    def _copy(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        with disk_errors_as_output_error(self.folder):
            shutil.copytree(self.package, self.folder / self.package.name, ignore_dangling_symlinks=True)
            _make_writable(self.folder)
        self.stamp = _stamp(str(self.folder))


def _make_writable(folder: Path) -> None:
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def _stamp(folder: str) -> Stamp:
    """Return what tells each file from a changed one; of compiled files Python itself takes care."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return {}
    stamp: Stamp = {}
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                stamp |= _stamp(entry.path)
        else:
            now = entry.stat(follow_symlinks=False)
            stamp[entry.path] = now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns
    return stamp
