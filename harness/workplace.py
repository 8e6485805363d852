"""The folder in which trials run: a copy of the cases, so that none harms the checkout or its neighbours."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from harness.run import room

Stamp = dict[str, tuple[int, ...]]


class Workplace:
    """A folder with a copy of one package, made anew when a trial has changed it.

    Copied with its compiled files: Python takes them for as long as the times of their sources fit.
    """

    def __init__(self, package: Path, folder: Path) -> None:
        """Copy `package`, which becomes `folder`/<its name>; OutputError if that cannot be done."""
        self.package = package
        self.folder = folder
        self._copy()

    def whole(self) -> Path:
        """Return the folder, in which nothing is left of the trial before."""
        if _stamp(str(self.folder)) != self.stamp:
            self._copy()
        return self.folder

    def _copy(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        with room(self.folder):
            shutil.copytree(self.package, self.folder / self.package.name)
        self.stamp = _stamp(str(self.folder))


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
