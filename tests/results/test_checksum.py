"""A cited file is verified to the last byte, with our command or with sha256sum."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import make_results
from canifork.errors import ResultsError
from canifork.pipeline import conclude
from canifork.results.checksum import SHA256, hashes_in, sha256_of, sums_of, write_sum
from canifork.results.store import RESULTS

SUM = "0123456789abcdef" * 4


def test_the_sum_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc\r\n\xff")
    assert sha256_of(path) == hashlib.sha256(b"abc\r\n\xff").hexdigest()


@given(content=st.binary(min_size=1, max_size=40), data=st.data())
def test_one_changed_bit_is_another_sum(
    content: bytes, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    path = tmp_path_factory.mktemp("sums") / "file"
    path.write_bytes(content)
    before = sha256_of(path)
    changed = bytearray(content)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(changed)
    assert sha256_of(path) != before


def test_every_sum_in_a_text_is_found_once_in_small_letters(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes(f"sha256 {SUM}, sha256:{SUM.upper()} \xff {'e' * 64}.".encode("latin-1"))
    assert hashes_in(path) == [SUM, "e" * 64]


@pytest.mark.parametrize("text", [SUM[:-1], f"{SUM}0", f"a{SUM}", "g" * 64, ""])
def test_what_is_no_sum_is_not_taken_for_one(text: str) -> None:
    assert SHA256.findall(text) == []


def test_a_report_holds_the_sum_of_its_results_as_sha256sum_reads_it(tmp_path: Path) -> None:
    conclude(make_results(), tmp_path)
    path = tmp_path / RESULTS
    assert sums_of(path) == tmp_path / "results.json.sha256"
    assert (
        sums_of(path).read_text(encoding="utf-8")
        == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {RESULTS}\n"
    )
    assert hashes_in(sums_of(path)) == [sha256_of(path)]


def test_writing_the_sum_returns_it(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("x", encoding="utf-8")
    assert write_sum(tmp_path / "x.json") == hashlib.sha256(b"x").hexdigest()


@pytest.mark.parametrize("read", [sha256_of, hashes_in])
def test_a_file_that_cannot_be_read_is_one_sentence(read: object, tmp_path: Path) -> None:
    assert callable(read)
    for path in (tmp_path / "nope", tmp_path):
        with pytest.raises(ResultsError, match="name a file that can be read"):
            read(path)
