"""Claims in LaTeX: sentence, strip and source, by pdfTeX and XeTeX; a mistake is a warning with its line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import HOSTILE
from canifork.cli.main import main
from canifork.embeds.latex import CLAIMS, PACKAGE, text, write_claims, write_package
from canifork.embeds.piece import make_piece
from canifork.embeds.pins import answer_of, write_pins
from canifork.report.answers import Answer

CLAIM = "locks.unlocked_counter"
SITE = "https://example.org/a~b"
PART = re.compile(r"\\caniforkpart\{([\w.]+)\}\{(\w+)\}\{(.*)\}")
PAGE = r"""
\documentclass{article}
\usepackage[T1]{fontenc}\usepackage{lmodern}
OPTIONS
\begin{document}
TEXT
\end{document}
"""


def parts(folder: Path) -> dict[str, str]:
    """Return the parts of the claim that a file holds last."""
    first, *lines = (folder / CLAIMS).read_text(encoding="utf-8").splitlines()
    assert first == "\\caniforkschema{1}"
    found = [PART.fullmatch(line) for line in lines]
    return {one[2]: one[3] for one in found if one}


def test_a_claim_has_the_parts_that_the_package_knows(tmp_path: Path) -> None:
    write_claims(tmp_path, [CLAIM], tmp_path / "canifork.lock", site=SITE, systems=("linux",))
    found = parts(tmp_path)
    assert set(found) == {"truth", "sentence", "source", "strip", "address"}
    assert found["address"] == f"https://example.org/a\\%7Eb/claim/{CLAIM}.html"
    assert found["truth"].startswith("\\texttt{n += 1} from two threads")
    assert found["strip"].count("\\\\") == len(make_piece(CLAIM, systems=["linux"]).rows)
    known = write_package(tmp_path).read_text(encoding="utf-8")
    assert all(f"@{name}\\endcsname" in known or f"{{{name}}}" in known for name in (*found, "changed"))


def test_a_changed_pin_is_a_part_too(tmp_path: Path) -> None:
    lock = tmp_path / "canifork.lock"
    write_pins(lock, {CLAIM: answer_of(CLAIM)})
    write_claims(tmp_path, [CLAIM], lock)
    assert "changed" not in parts(tmp_path)
    write_pins(lock, {CLAIM: Answer(truth="So.", answers={})})
    write_claims(tmp_path, [CLAIM], lock)
    assert "changed since it was pinned" in parts(tmp_path)["changed"]


def test_the_command_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["latex", CLAIM, "--folder", str(tmp_path), "--systems", "linux, windows"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / CLAIMS), str(tmp_path / PACKAGE)]
    assert main(["latex", "no.claim", "--folder", str(tmp_path)]) == 2
    assert "there is no claim 'no.claim'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a--b", "a-{}-b"),
        ("`x == 'y'` so", "\\texttt{x == {\\textquotesingle}y{\\textquotesingle}} so"),
        ("one ` alone", "one {\\textasciigrave} alone"),
        ("50 % of #1 & $x_1", "50 \\% of \\#1 \\& \\$x\\_1"),
        ("\\input{x}", "{\\textbackslash}input{\\textbraceleft}x{\\textbraceright}"),
    ],
)
def test_a_text_stays_text(said: str, shown: str) -> None:
    assert text(said) == shown


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_opens_closes_and_comments_nothing(
    hostile: str, tmp_path: Path, publish: Callable[[str], str]
) -> None:
    write_claims(tmp_path, [publish(hostile)], tmp_path / "canifork.lock")
    for name, said in parts(tmp_path).items():
        plain = re.sub(r"\\[{}\\%#&$_]", "", said.replace("\\textbackslash", ""))
        assert plain.count("{") == plain.count("}")
        assert not re.search("[%#$]", plain)
        assert name == "strip" or "&" not in plain
        assert said.isprintable()


def made(folder: Path, engine: str, body: str, options: str) -> str:
    """Return what LaTeX says of a page; its lines are broken nowhere."""
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not on PATH")
    if not subprocess.run(["kpsewhich", "lmodern.sty"], capture_output=True, check=False).stdout:
        pytest.skip("TeX has no Latin Modern here (Debian, Ubuntu: apt-get install lmodern)")
    page = PAGE.replace("TEXT", body).replace("OPTIONS", options).strip()
    (folder / "page.tex").write_text(page, encoding="utf-8")
    ended = subprocess.run(
        [engine, "-interaction=nonstopmode", "-file-line-error", "page.tex"],
        cwd=folder, capture_output=True, check=False, env={**os.environ, "max_print_line": "1000"},
    )  # fmt: skip
    return ended.stdout.decode(errors="replace")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex"])
def test_latex_shows_a_hostile_text_and_warns_of_mistakes(
    engine: str, tmp_path: Path, publish: Callable[[str], str]
) -> None:
    claim = publish(" ".join([*HOSTILE, "\N{CJK UNIFIED IDEOGRAPH-4E2D} ≤ ✓ \\input{x} }} \\end{document}"]))
    write_package(tmp_path)
    write_claims(tmp_path, [claim], tmp_path / "canifork.lock", site=SITE)
    body = f"\\section{{\\canifork*{{{claim}}}}}\n\\canifork{{{claim}}}\\caniforkcite{{{claim}}}\n"
    body += f"\n\\caniforkstrip{{{claim}}}\n\\canifork{{no.claim}}\n"
    told = made(tmp_path, engine, body, "\\usepackage{canifork}\n\\usepackage{hyperref}")
    assert not re.search(r"^(!|\S+\.tex:\d+:)", told, re.MULTILINE), told
    assert "Package canifork Warning: there is no claim `no.claim' in canifork-claims.def on input" in told
    assert "on input line 10." in told
    assert "Output written on page.pdf" in told
    strict = made(tmp_path, engine, body, "\\usepackage[strict]{canifork}\n\\usepackage{hyperref}")
    assert "page.tex:10: Package canifork Error: there is no claim `no.claim'" in strict


@pytest.mark.slow
def test_latex_tells_of_a_changed_pin_a_newer_file_and_a_missing_one(tmp_path: Path) -> None:
    write_package(tmp_path)
    used = "\\usepackage{canifork}"
    assert "canifork-claims.def is missing; write it" in made(tmp_path, "pdflatex", "x", used)
    lock = tmp_path / "canifork.lock"
    write_pins(lock, {CLAIM: Answer(truth="So.", answers={})})
    file = write_claims(tmp_path, [CLAIM], lock)
    told = made(tmp_path, "pdflatex", f"\\canifork{{{CLAIM}}}", used)
    assert re.search(r"Package canifork Warning: .*changed since it was pinned.* on input line 5\.", told)
    file.write_text(file.read_text(encoding="utf-8").replace("schema{1}", "schema{2}"), encoding="utf-8")
    assert "canifork-claims.def is of a newer canifork" in made(tmp_path, "pdflatex", "x", used)


@pytest.mark.slow
def test_latex_shows_every_published_claim(tmp_path: Path) -> None:
    write_package(tmp_path)
    write_claims(tmp_path, [], tmp_path / "canifork.lock")
    claims = sorted(set(re.findall(r"part\{(.*?)\}", (tmp_path / CLAIMS).read_text(encoding="utf-8"))))
    body = "\n\n".join(f"\\canifork{{{one}}}\n\n\\caniforkstrip{{{one}}}" for one in claims)
    told = made(tmp_path, "pdflatex", body, "\\usepackage{canifork}")
    assert not re.search(r"^(!|\S+\.tex:\d+:)", told, re.MULTILINE), told
    assert "Warning: " not in told.replace("LaTeX Font Warning", "").replace("LaTeX Warning", "")
