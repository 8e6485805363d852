"""The limit of a container is read from the control groups of either version, those above included."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from made_up import PROJECT

ASK = """
import json, sys
from cases import _world
_world.CGROUPS, own = sys.argv[1:]
_world.open = lambda path: open(own if path == "/proc/self/cgroup" else path)
print(json.dumps(_world.cpu_limit()))
"""


def limit(folder: Path, groups: str, files: dict[str, str]) -> object:
    """Return the limit that a process in these groups finds, with these files in /sys/fs/cgroup."""
    for name, text in files.items():
        path = folder / "sys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "own").write_text(groups, encoding="utf-8")
    told = subprocess.check_output(
        [sys.executable, "-c", ASK, str(folder / "sys"), str(folder / "own")], cwd=PROJECT
    )
    return json.loads(told)


@pytest.mark.parametrize(
    ("groups", "files", "told"),
    [
        ("0::/\n", {"cpu.max": "150000 100000\n"}, 1.5),
        ("0::/\n", {"cpu.max": "max 100000\n"}, None),
        ("0::/\n", {}, None),
        ("0::/a/b\n", {"a/b/cpu.max": "max 100000", "a/cpu.max": "50000 100000"}, 0.5),
        ("0::/a/b\n", {"a/b/cpu.max": "300000 100000", "a/cpu.max": "200000 100000"}, 2.0),
        (
            "1:cpu,cpuset:/x\n",
            {"cpu/x/cpu.cfs_quota_us": "25000", "cpu/x/cpu.cfs_period_us": "100000"},
            0.25,
        ),
        ("1:cpu:/x\n", {"cpu/x/cpu.cfs_quota_us": "-1", "cpu/x/cpu.cfs_period_us": "100000"}, None),
        # In a container the path is that of the host, and its own group is the root of what it sees.
        ("1:cpu:/pod/x\n", {"cpu/cpu.cfs_quota_us": "150000", "cpu/cpu.cfs_period_us": "100000"}, 1.5),
        ("2:memory:/x\n", {"cpu/cpu.cfs_quota_us": "150000", "cpu/cpu.cfs_period_us": "100000"}, None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no control groups")
def test_the_least_limit_of_all_groups_counts(
    groups: str, files: dict[str, str], told: object, tmp_path: Path
) -> None:
    assert limit(tmp_path, groups, files) == told
