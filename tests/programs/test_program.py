"""A program is found and read, or refused in a sentence; what it needs is copied, and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from canifork.errors import ProgramError
from canifork.programs import program as reading
from canifork.programs.program import from_file, from_module, from_stdin, lay_out, own_method


def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match=r"absent\.py: there is no such program; name"):
        from_file(str(tmp_path / "absent.py"), ())
    with pytest.raises(ProgramError, match="is a folder; name the program in it"):
        from_file(str(tmp_path), ())
    with pytest.raises(ProgramError, match="standard input is empty"):
        from_stdin(b" \n", ())
    with pytest.raises(ProgramError, match="is no name of a module"):
        from_module("script.py/", ())


@pytest.mark.parametrize("raw", [b"print(1)\n\0", b"\x7fELF\2\1\1\0", "print(1)".encode("utf-16")])
def test_what_is_no_text_is_no_program(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "tool.py").write_bytes(raw)
    with pytest.raises(ProgramError, match="is no Python program: it holds NUL bytes"):
        from_file(str(tmp_path / "tool.py"), ())
    with pytest.raises(ProgramError, match="is no Python program"):
        from_stdin(raw, ())


def test_a_module_is_found_below_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "__main__.py").write_text("print(1)", encoding="utf-8")
    assert from_module("tool", ()).source == "print(1)"
    assert from_module("json.tool", ()).source == ""
    assert from_module("tool", ()).shown == "-m tool"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import multiprocessing as m\nm.set_start_method('spawn')", (2,)),
        ("get_context(method='fork')", (1,)),
        ("get_context()\nget_context(None)", ()),
        ("def (", ()),
        ("'\\d'", ()),  # a warning about it would be an error here
        ("x\0", ()),
    ],
)
def test_a_program_that_names_its_start_method_is_noticed(source: str, lines: tuple[int, ...]) -> None:
    assert own_method(source) == lines


def test_what_lies_beside_a_program_is_copied_without_what_is_nobodys(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in (
        "p.py",
        "helper.py",
        "data/in.csv",
        ".git/config",
        "__pycache__/p.pyc",
        "env/pyvenv.cfg",
        "env/x.py",
    ):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("", encoding="utf-8")
    (home / "nowhere").symlink_to("absent")
    assert lay_out(from_file(str(home / "p.py"), ()), tmp_path / "t") == []
    laid = {
        path.relative_to(tmp_path / "t").as_posix() for path in (tmp_path / "t").rglob("*") if path.is_file()
    }
    assert laid == {"canifork_start.py", "home/p.py", "home/helper.py", "home/data/in.csv"}


def test_of_a_large_folder_only_python_files_beside_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_FILES", 3)
    home = tmp_path / "home"
    (home / "below").mkdir(parents=True)
    for name in ("p.py", "q.py", "a.csv", "b.csv", "below/r.py"):
        (home / name).write_text("", encoding="utf-8")
    [note] = lay_out(from_file(str(home / "p.py"), ()), tmp_path / "t")
    assert "too large to be copied whole" in note
    assert {path.name for path in (tmp_path / "t" / "home").rglob("*")} == {"p.py", "q.py"}
