"""A template that was compiled once is taken as it is, until it or what it rests on changes."""

from __future__ import annotations

from pathlib import Path
from types import CodeType

import jinja2
import pytest

from canifork import cache
from canifork.report.html.compiled import CompiledTemplates


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.FOLDER, str(tmp_path / "kept"))
    path = tmp_path / "maker.py"
    path.write_text("one\n", encoding="utf-8")
    return path


def render(maker: Path, text: str) -> tuple[str, bool]:
    """Return what a template says, and whether it had to be compiled."""
    compiled = []

    class Watched(jinja2.Environment):
        def _compile(self, source: str, filename: str) -> CodeType:
            compiled.append(filename)
            return super()._compile(source, filename)

    kept = CompiledTemplates(str(maker), "test")
    environment = Watched(loader=jinja2.DictLoader({"page": text}), bytecode_cache=kept)
    return environment.get_template("page").render(), bool(compiled)


def test_it_is_compiled_once(maker: Path) -> None:
    assert render(maker, "a {{ 1 + 1 }}") == ("a 2", True)
    assert render(maker, "a {{ 1 + 1 }}") == ("a 2", False)


def test_another_text_and_another_maker_compile_it_again(maker: Path) -> None:
    render(maker, "one")
    assert render(maker, "other") == ("other", True)
    maker.write_text("two\n", encoding="utf-8")
    assert render(maker, "other") == ("other", True)


def test_a_damaged_file_is_compiled_again(maker: Path) -> None:
    render(maker, "one")
    [file] = [path for path in cache.folder().rglob("*") if path.is_file()]
    file.write_bytes(file.read_bytes()[:-3])
    assert render(maker, "one") == ("one", True)
