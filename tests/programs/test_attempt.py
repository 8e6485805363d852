"""A program runs as on a command line; whatever it does, it is a sentence, and nothing is left."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from canifork.errors import InterpreterError, ProgramError
from canifork.interpreters.discovery import discover
from canifork.model import Interpreter
from canifork.programs.attempt import Attempted, Wish, attempt
from canifork.programs.comparison import Compared, compare
from canifork.programs.program import Program, from_file, from_module, from_stdin
from made_up import PROJECT

pytestmark = pytest.mark.slow
ALL_METHODS = sys.platform != "win32"
HANGS = 3.0  # seconds that a program has which never ends


@pytest.fixture(scope="module")
def here() -> Interpreter:
    [found], _ = discover([sys.executable], PROJECT)
    return found


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    yield
    assert {process.pid for process in psutil.Process().children(recursive=True)} <= before


def run(program: Program, here: Interpreter, **wish: object) -> Attempted:
    wished = Wish(**{"deadline": 60.0, "at_once": 3} | wish)  # type: ignore[arg-type]
    return attempt(program, lambda: [here], wished, lambda *_: None)


def write(folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / "program.py"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return str(path)


def try_text(text: str, here: Interpreter, folder: Path, *words: str, **wish: object) -> Compared:
    program = from_file(write(folder, text), words)
    return compare(program, run(program, here, **wish), lambda: None, exact=False, deadline=HANGS)


def outputs(compared: Compared) -> set[str]:
    return {behaviour.out for one in compared.groups for behaviour in one.shown}


def test_it_finds_itself_as_on_a_command_line(here: Interpreter, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("word = 'helped'", encoding="utf-8")
    text = """
    import os, sys, helper
    main = sys.modules["__main__"]
    print(__name__, __spec__, os.path.basename(__file__), sys.argv, os.getcwd() == os.path.dirname(__file__))
    usual = "builtins cached doc file loader name package spec".split()
    names = {"helper", "main", "names", "os", "sys", "usual", *("__%s__" % one for one in usual)}
    print(helper.word, set(vars(main)) - {"__annotations__"} ^ names, vars(main) is globals())
    print(sys.path[0] == os.getcwd())
    """
    compared = try_text(text, here, tmp_path, "--its", "own")
    assert outputs(compared) == {
        "__main__ None program.py ['program.py', '--its', 'own'] True\nhelped set() True\nTrue"
    }


def test_its_children_import_it_under_every_method(here: Interpreter, tmp_path: Path) -> None:
    text = """
    import multiprocessing

    def work(queue):
        queue.put(multiprocessing.current_process().name != "MainProcess")

    if __name__ == "__main__":
        queue = multiprocessing.Queue()
        process = multiprocessing.Process(target=work, args=(queue,))
        process.start()
        print(queue.get(), multiprocessing.get_start_method())
        process.join()
    """
    compared = try_text(text, here, tmp_path)
    assert outputs(compared) == {f"True {method}" for method in here.facts["start_methods"]}


def test_a_program_that_sets_its_own_method_is_left_alone_and_shown(
    here: Interpreter, tmp_path: Path
) -> None:
    text = """
    import multiprocessing
    print(multiprocessing.get_start_method(allow_none=True))
    multiprocessing.set_start_method("spawn")
    print(multiprocessing.get_start_method())
    """
    compared = try_text(text, here, tmp_path)
    assert outputs(compared) == {"None\nspawn"}
    others = {method for method in here.facts["start_methods"] if method != "spawn"}
    assert {one.start_method for one in compared.own_method.get("spawn", ())} == others
    assert "the program names a start method itself (line 4), and is left alone" in compared.notes


def test_a_module_and_standard_input_are_programs_too(
    here: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tool.py").write_text("import sys\nprint(__spec__.name, sys.argv[1:])", encoding="utf-8")
    module = run(from_module("tool", ["a"]), here)
    assert {one.behaviour.out for some in module.runs.values() for one in some} == {"tool ['a']"}
    piped = run(from_stdin(b"import sys\nprint(__file__, sys.argv)", ["a"]), here)
    assert {one.behaviour.out for some in piped.runs.values() for one in some} == {"<stdin> ['-', 'a']"}


def test_who_reads_standard_input_finds_it_empty_or_what_was_given(here: Interpreter, tmp_path: Path) -> None:
    empty = try_text("print(input())", here, tmp_path)
    assert empty.groups[0].behaviour.error == "EOFError"
    assert any("reads standard input, which is empty here" in note for note in empty.notes)
    assert outputs(try_text("print(input())", here, tmp_path, given=b"hello\n")) == {"hello"}


def test_what_cannot_be_parsed_names_file_and_line(here: Interpreter, tmp_path: Path) -> None:
    with pytest.raises(
        ProgramError, match=r'no Python here can parse it: File "program\.py", line 2: SyntaxError'
    ):
        try_text("\ndef (", here, tmp_path)


def test_a_package_that_no_python_has_is_a_sentence(here: Interpreter, tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match="needs package_that_is_not, which no Python here has"):
        try_text("import package_that_is_not", here, tmp_path)


@pytest.mark.parametrize("name", ["module_that_is_not", "module_that_is_not.inner"])
def test_a_module_that_no_python_has_is_a_sentence(name: str, here: Interpreter, tmp_path: Path) -> None:
    program = replace(from_file(write(tmp_path, ""), ()), kind="module", name=name)
    with pytest.raises(ProgramError, match="needs module_that_is_not, which no Python here has"):
        compare(program, run(program, here), lambda: None, exact=False, deadline=60.0)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script starts the other Python")
def test_a_package_that_one_python_lacks_is_named_and_no_difference(
    here: Interpreter, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "package_of_one.py").touch()
    with_it = tmp_path / "python3"
    with_it.write_text(
        f'#!/bin/sh\nPYTHONPATH={tmp_path / "site"} exec {sys.executable} "$@"\n', encoding="utf-8"
    )
    with_it.chmod(0o755)
    other = Interpreter(command=(str(with_it),), facts=dict(here.facts, id="cp399-linux-x86_64"))
    program = from_file(write(tmp_path / "home", "import package_of_one; print('found')"), ())
    attempted = attempt(program, lambda: [here, other], Wish(deadline=60.0), lambda *_: None)
    compared = compare(program, attempted, lambda: None, exact=False, deadline=60.0)
    assert compared.alike
    assert {one.interpreter for one in compared.missing["package_of_one"]} == {here.id}
    assert {one.interpreter for one in compared.groups[0].settings} == {other.id}


def test_what_never_ends_is_ended(here: Interpreter, tmp_path: Path) -> None:
    compared = try_text("while True: pass", here, tmp_path, deadline=HANGS)
    assert compared.alike
    assert compared.groups[0].behaviour.ended == "did not end"
    assert any("did not end within 3 s" in note for note in compared.notes)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_what_forks_is_ended_with_all_that_it_started(here: Interpreter, tmp_path: Path) -> None:
    text = """
    import os, time
    for _ in range(4):
        os.fork()
    os.setsid() if os.getpgrp() != os.getpid() else None
    time.sleep(600)
    """
    compared = try_text(text, here, tmp_path, deadline=HANGS)
    assert any("up to 15 processes" in note for note in compared.notes)


def test_of_much_output_the_end_is_compared(here: Interpreter, tmp_path: Path) -> None:
    text = """
    import random
    for n in range(200000): print('line', n, random.random())
    """
    compared = try_text(text, here, tmp_path)
    assert compared.alike
    assert compared.groups[0].behaviour.out.startswith("line 199000 <number>\n")
    assert any("MB of output; only its last 1,000 lines are compared" in note for note in compared.notes)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
def test_a_file_without_end_is_refused(here: Interpreter, tmp_path: Path) -> None:
    text = "file = open('big', 'wb'); file.seek(1 << 31); file.write(b'x'); file.flush()"
    compared = try_text(text, here, tmp_path)
    assert compared.groups[0].behaviour.error == "OSError"
    assert any("more than 1 GB" in note for note in compared.notes)


def test_who_deletes_his_folder_deletes_a_copy(here: Interpreter, tmp_path: Path) -> None:
    compared = try_text("import os, shutil; shutil.rmtree(os.path.dirname(__file__))", here, tmp_path)
    assert compared.alike
    assert (tmp_path / "program.py").exists()
    assert compared.groups[0].behaviour.files == "removed program.py"
    assert any("yours is as it was" in note for note in compared.notes)


def test_files_and_processes_that_it_leaves_are_compared(here: Interpreter, tmp_path: Path) -> None:
    text = """
    import subprocess, sys, tempfile
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    open("out.txt", "w").close()
    open("program.py", "a").write("#")
    open(tempfile.gettempdir() + "/kept", "w").close()
    """
    behaviour = try_text(text, here, tmp_path).groups[0].behaviour
    assert behaviour.left == "1 process"
    assert behaviour.files == "changed program.py\nmade kept among temporary files\nmade out.txt"


@pytest.mark.skipif(not ALL_METHODS, reason="one start method")
def test_what_one_method_alone_does_is_a_group(here: Interpreter, tmp_path: Path) -> None:
    text = "import multiprocessing, sys; sys.exit(multiprocessing.get_start_method() == 'fork')"
    compared = try_text(text, here, tmp_path)
    found = {one.where.words(): one.behaviour.ended for one in compared.groups if one.where}
    assert found == {"everywhere except under fork": "exit code 0", "under fork": "exit code 1"}


def test_repeated_runs_are_all_kept(here: Interpreter, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text("print(1)", encoding="utf-8")
    assert {len(some) for some in run(from_file(str(path), ()), here, repeat=3).runs.values()} == {3}


def test_a_python_that_does_not_look_where_it_is_started_is_a_sentence(
    here: Interpreter, tmp_path: Path
) -> None:
    path = tmp_path / "program.py"
    path.write_text("print(1)", encoding="utf-8")
    isolated = Interpreter(command=(sys.executable, "-I"), facts=here.facts)
    with pytest.raises(InterpreterError, match="does not look for modules where it is started"):
        run(from_file(str(path), ()), isolated)
