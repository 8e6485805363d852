"""The magic of notebooks: the words of all tools; a mistake is IPython's usual sentence."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from canifork.embeds import jupyter
from canifork.embeds.piece import Piece, make_piece
from canifork.embeds.pins import answer_of, write_pins
from canifork.report.answers import Answer

CLAIM = "locks.unlocked_counter"


@pytest.fixture(scope="module")
def shell() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what IPython's own imports deprecate
        interactive = pytest.importorskip("IPython.core.interactiveshell")
        shell = interactive.InteractiveShell.instance()
    jupyter.load_ipython_extension(shell)
    return shell


def test_the_extension_registers_its_magic() -> None:
    registered: list[tuple[object, ...]] = []

    class Shell:
        def register_magic_function(self, *words: object) -> None:
            registered.append(words)

    jupyter.load_ipython_extension(Shell())
    assert registered == [(jupyter.canifork, "line", "canifork")]


def test_the_words_choose_what_is_shown() -> None:
    shown = jupyter.canifork(
        f"{CLAIM} --format row --systems linux --since 3.12 --site https://example.org/r"
    )
    assert shown == make_piece(CLAIM, "row", systems=["linux"], since="3.12", site="https://example.org/r")


def test_a_notebook_shows_html_markdown_and_latex(shell: Any) -> None:
    shown = shell.run_line_magic("canifork", CLAIM)
    assert isinstance(shown, Piece)
    formats, _ = shell.display_formatter.format(shown)
    assert "<table" in formats["text/html"]
    assert CLAIM.replace("_", "\\_") in formats["text/markdown"]
    assert "tabular" in formats["text/latex"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("no.claim", "there is no claim 'no.claim'"),
        ("", "required: claim; write %canifork"),
        (f"{CLAIM} --format table", "invalid choice: 'table'"),
    ],
)
def test_a_mistake_is_a_sentence(words: str, says: str, shell: Any) -> None:
    with pytest.raises(Exception, match=says) as caught:
        shell.run_line_magic("canifork", words)
    assert type(caught.value).__name__ == "UsageError"


def test_results_of_a_newer_schema_are_a_sentence(shell: Any, newer: str) -> None:
    with pytest.raises(Exception, match=newer) as caught:
        shell.run_line_magic("canifork", CLAIM)
    assert type(caught.value).__name__ == "UsageError"


def test_a_changed_pin_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_pins(tmp_path / "canifork.lock", {CLAIM: answer_of(CLAIM)})
    jupyter.canifork(CLAIM)
    write_pins(tmp_path / "canifork.lock", {CLAIM: Answer(truth="So.", answers={})})
    with pytest.warns(UserWarning, match="changed since it was pinned"):
        jupyter.canifork(CLAIM)
